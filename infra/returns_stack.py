"""Returns, in a stack of their own: CloudFormation takes 500 resources per stack, and the app needs most.

The routes of its functions stand in it too: it needs the app's API, and the app needs nothing of it.
"""

from __future__ import annotations

from dataclasses import replace

from aws_cdk import Stack
from constructs import Construct

from infra.layer import DependencyLayer
from infra.platform import Platform
from infra.return_parcels import ReturnParcels
from infra.return_payments import ReturnPayments
from infra.returns import Returns
from infra.returns_replay import ReturnsReplay


class ReturnsStack(Stack):
    """What decides on returns and carries them through; it too can be deployed anew at any time."""

    def __init__(self, scope: Construct, id: str, *, app: Platform) -> None:
        stage = app.stage
        super().__init__(scope, id, description="Todoku: returns", synthesizer=stage.synthesizer())
        # A layer of its own: one that another stack uses could not be replaced by the next version.
        platform = replace(app, layer=DependencyLayer(self, "Dependencies", stage=stage))
        Returns(self, "Returns", platform=platform)
        ReturnParcels(self, "ReturnParcels", platform=platform)
        ReturnPayments(self, "ReturnPayments", platform=platform)
        ReturnsReplay(self, "ReturnsReplay", platform=platform)
