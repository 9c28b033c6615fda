"""A queue and a sender per channel. All are deployed: one whose channel the merchant does not use costs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.acknowledgements import LOCAL_MAIL, acknowledge
from infra.function import Function
from infra.layer import DependencyLayer
from infra.platform import Platform
from infra.work_queue import WorkQueue


class Senders(Construct):
    """Topic -> filter by channel -> queue -> sender -> the channel's service."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self.configuration_set = ses.ConfigurationSet(self, "Mail", reputation_metrics=True)
        self._mails()
        self._texts()
        self._line()
        self._whatsapp()
        self._push()

    def _mails(self) -> None:
        named = {"CONFIGURATION_SET": self.configuration_set.configuration_set_name}
        send = self._sender("SendEmail", "send_email", channel="email", queue="Mails", environment=named)
        stack, stage = Stack.of(self), self._platform.stage
        resources = [
            stack.format_arn(service="ses", resource="identity", resource_name=stage.mail_identity),
            stack.format_arn(
                service="ses",
                resource="configuration-set",
                resource_name=self.configuration_set.configuration_set_name,
            ),
        ]
        # Mail leaves from the merchant's identity, under this configuration set, and in no other name; but the local
        # cloud does not see whose name a mail is sent in.
        _allow(send, "ses:SendEmail", ["*"] if stage.is_local else resources)
        if stage.is_local:
            acknowledge(send.role, *LOCAL_MAIL)

    def _texts(self) -> None:
        send = self._sender("SendText", "send_text", channel="sms", queue="Texts", environment=self._stand_in("SNS"))
        # A telephone number is no resource that could be named: everything but topics is what it is. (Its own topic is
        # granted beside.)
        every_topic = Stack.of(self).format_arn(service="sns", region="*", account="*", resource="*")
        send.add_to_role_policy(iam.PolicyStatement(actions=["sns:Publish"], not_resources=[every_topic]))

    def _line(self) -> None:
        self._with_secret(
            self._sender(
                "SendLine",
                "send_line",
                channel="line",
                queue="LineMessages",
                environment={"LINE_ADDRESS": self._platform.stage.line_address},
            )
        )

    def _whatsapp(self) -> None:
        send = self._sender(
            "SendWhatsApp",
            "send_whatsapp",
            channel="whatsapp",
            queue="WhatsAppMessages",
            environment=self._stand_in("SOCIALMESSAGING"),
        )
        number = self._platform.stage.whatsapp_number
        if number:
            arn = Stack.of(self).format_arn(
                service="social-messaging",
                resource="phone-number-id",
                resource_name=number.removeprefix("phone-number-id-"),
            )
            _allow(send, "social-messaging:SendWhatsAppMessage", [arn])

    def _push(self) -> None:
        layer = DependencyLayer(self, "PushDependencies", stage=self._platform.stage, group="push")
        stand_in = self._platform.stage.push_address
        send = self._sender(
            "SendPush",
            "send_push",
            channel="push",
            queue="Pushes",
            at_once=1,  # one message goes to several browsers
            environment={"PUSH_ADDRESS": stand_in} if stand_in else {},
            layers=[layer],
        )
        self._with_secret(send)

    def _stand_in(self, service: str) -> dict[str, str]:
        """Where AWS clients find a service, if it is not where it always is."""
        address = self._platform.stage.aws_stand_ins.get(service)
        return {f"AWS_ENDPOINT_URL_{service}": address} if address else {}

    def _with_secret(self, send: Function) -> None:
        secret = self._platform.data.channel_secret
        send.add_environment("CHANNEL_SECRET", secret.name)
        secret.readable_by(send)

    def _sender(
        self,
        id: str,
        name: str,
        *,
        channel: str,
        queue: str,
        environment: Mapping[str, str] | None = None,
        at_once: int = 4,
        layers: Sequence[lambda_.ILayerVersion] = (),
    ) -> Function:
        """What every sender needs: the message with its order, links to sign, and the topic for the next channel.

        `at_once`: so many messages as it gets through before its time is over, if its service answers slowly each time.
        """
        platform, data = self._platform, self._platform.data
        send = Function(
            self,
            id,
            name=name,
            platform=platform,
            layers=layers,
            environment={
                **platform.for_links(),
                "TOPIC_ARN": data.messages.topic_arn,
                **(environment or {}),
            },
        )
        data.table.allow(send, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
        data.link_secret.readable_by(send)
        data.messages.grant_publish(send)
        waiting = WorkQueue(self, queue, platform=platform)
        waiting.drained_by(send, batch_size=at_once)
        data.messages.add_subscription(
            subscriptions.SqsSubscription(
                waiting.queue,
                raw_message_delivery=True,
                dead_letter_queue=waiting.dead_letters,
                filter_policy={"channel": sns.SubscriptionFilter.string_filter(allowlist=[channel])},
            )
        )
        return send


def _allow(function: Function, action: str, resources: Sequence[str]) -> None:
    function.add_to_role_policy(iam.PolicyStatement(actions=[action], resources=[*resources]))
