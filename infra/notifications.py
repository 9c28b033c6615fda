"""Messages to shoppers: decided once, announced on a topic, sent by one function per channel."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.acknowledgements import LOCAL_MAIL, acknowledge
from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue


class Notifications(Construct):
    """Bus -> notify_customer -> topic -> a queue and a sender per channel."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._topic = sns.Topic(self, "Messages", enforce_ssl=platform.stage.tls_only, display_name="Todoku messages")
        self._decide()
        self._email()

    def _decide(self) -> None:
        platform, data = self._platform, self._platform.data
        notify = Function(
            self,
            "NotifyCustomer",
            name="notify_customer",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name, "TOPIC_ARN": self._topic.topic_arn},
        )
        data.table.allow(notify, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
        self._topic.grant_publish(notify)
        milestones = WorkQueue(self, "Milestones", platform=platform)
        milestones.fed_by(data.bus, "MilestoneReached", source="postpurchase.tracking")
        milestones.drained_by(notify)

    def _email(self) -> None:
        platform, data = self._platform, self._platform.data
        configuration_set = ses.ConfigurationSet(self, "Mail", reputation_metrics=True)
        send = Function(
            self,
            "SendEmail",
            name="send_email",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "LINK_SECRET": data.link_secret.name,
                "PUBLIC_URL": platform.api.public_url,
                "CONFIGURATION_SET": configuration_set.configuration_set_name,
            },
        )
        data.table.allow(send, "dynamodb:GetItem", "dynamodb:PutItem")
        data.link_secret.readable_by(send)
        self._let_send(send, configuration_set)
        mails = WorkQueue(self, "Mails", platform=platform)
        mails.drained_by(send)
        self._topic.add_subscription(
            subscriptions.SqsSubscription(
                mails.queue,
                raw_message_delivery=True,
                dead_letter_queue=mails.dead_letters,
                filter_policy={"channel": sns.SubscriptionFilter.string_filter(allowlist=["email"])},
            )
        )

    def _let_send(self, function: Function, configuration_set: ses.ConfigurationSet) -> None:
        """Mail leaves from the merchant's identity, under this configuration set, and in no other name."""
        stack, stage = Stack.of(self), self._platform.stage
        named = [
            stack.format_arn(service="ses", resource="identity", resource_name=stage.mail_identity),
            stack.format_arn(
                service="ses", resource="configuration-set", resource_name=configuration_set.configuration_set_name
            ),
        ]
        resources = ["*"] if stage.is_local else named  # the local cloud does not see whose name a mail is sent in
        function.add_to_role_policy(iam.PolicyStatement(actions=["ses:SendEmail"], resources=resources))
        if stage.is_local:
            acknowledge(function.role, *LOCAL_MAIL)
