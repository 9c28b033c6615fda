"""Where alarms go: one topic the merchant's people subscribe to."""

from __future__ import annotations

from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.stage import Stage


class AlarmTopic(sns.Topic):
    """Alarms say which queue, never what is in it."""

    def __init__(self, scope: Construct, id: str, *, stage: Stage) -> None:
        super().__init__(scope, id, enforce_ssl=stage.tls_only, display_name="Todoku alarms")
        if stage.alarm_email:
            self.add_subscription(subscriptions.EmailSubscription(stage.alarm_email))
