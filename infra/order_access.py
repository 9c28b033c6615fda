"""Finding an order: the pages that ask, and, behind a queue, who reads the order and mails the code."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.acknowledgements import LOCAL_MAIL, acknowledge
from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

_PATHS = ("/orders", "/orders/code/{lookup_id}", "/verify/{token}")


class OrderAccess(Construct):
    """Two functions. The one that shoppers reach mails nothing; the one that mails answers nobody."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._ask()
        self._send()

    def _ask(self) -> None:
        data, api = self._platform.data, self._platform.api
        ask = Function(
            self,
            "OrderAccessApi",
            name="order_access_api",
            platform=self._platform,
            environment=self._platform.for_links(),
        )
        data.table.allow(ask, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
        data.link_secret.readable_by(ask)
        api.route_from(self, _PATHS, ask)

    def _send(self) -> None:
        data, stage = self._platform.data, self._platform.stage
        send = Function(
            self,
            "SendAccessCode",
            name="send_access_code",
            platform=self._platform,
            environment={"TABLE_NAME": data.table.table_name, "LINK_SECRET": data.link_secret.name},
        )
        data.table.allow(send, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem")
        data.link_secret.readable_by(send)
        self._may_mail(send)
        if stage.is_local:
            acknowledge(send.role, *LOCAL_MAIL)
        asked = WorkQueue(self, "Asked", platform=self._platform)
        asked.fed_by(data.bus, "OrderLookupAsked", source="postpurchase.access")
        asked.drained_by(send, batch_size=4)  # as senders: so many as it gets through where mail is slow each time

    def _may_mail(self, send: Function) -> None:
        """From the merchant's identity, and in no other name; but the local cloud does not see whose name it is."""
        stage = self._platform.stage
        identity = Stack.of(self).format_arn(service="ses", resource="identity", resource_name=stage.mail_identity)
        send.add_to_role_policy(
            iam.PolicyStatement(actions=["ses:SendEmail"], resources=["*" if stage.is_local else identity])
        )
