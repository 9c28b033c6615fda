"""Messages to shoppers, in a stack of their own: CloudFormation takes 500 resources per stack, and the app needs most.

Nothing here has a route of the API: then each stack would need the other first.
"""

from __future__ import annotations

from dataclasses import replace

from aws_cdk import Stack
from constructs import Construct

from infra.layer import DependencyLayer
from infra.notifications import Notifications
from infra.platform import Platform


class MessagesStack(Stack):
    """What decides and sends messages; it too can be deployed anew at any time."""

    def __init__(self, scope: Construct, id: str, *, app: Platform) -> None:
        stage = app.stage
        super().__init__(scope, id, description="Todoku: messages to shoppers", synthesizer=stage.synthesizer())
        # A layer of its own: one that another stack uses could not be replaced by the next version.
        platform = replace(app, layer=DependencyLayer(self, "Dependencies", stage=stage))
        Notifications(self, "Notifications", platform=platform)
