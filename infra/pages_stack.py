"""What shoppers and the merchant's people open in a browser, beyond the tracking page: in a stack of its own.

CloudFormation takes 500 resources per stack. The routes stand here too: this stack needs the app's API, and the app
needs nothing of it.
"""

from __future__ import annotations

from dataclasses import replace

from aws_cdk import Stack
from constructs import Construct

from infra.claims import Claims
from infra.console import Console
from infra.elements import Elements
from infra.layer import DependencyLayer
from infra.order_access import OrderAccess
from infra.platform import Platform
from infra.returns_portal import ReturnsPortal


class PagesStack(Stack):
    """Finding an order, sending something back, reporting what went wrong; it too can be deployed anew at any time."""

    def __init__(self, scope: Construct, id: str, *, app: Platform) -> None:
        stage = app.stage
        super().__init__(scope, id, description="Todoku: pages", synthesizer=stage.synthesizer())
        # A layer of its own: one that another stack uses could not be replaced by the next version.
        platform = replace(app, layer=DependencyLayer(self, "Dependencies", stage=stage))
        OrderAccess(self, "OrderAccess", platform=platform)
        Elements(self, "Elements", platform=platform)
        ReturnsPortal(self, "ReturnsPortal", platform=platform)
        Claims(self, "Claims", platform=platform)
        Console(self, "Console", platform=platform)
