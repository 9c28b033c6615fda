"""Refunds that are due are paid by the gateway that took the payment."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

_GATEWAYS = ("stripe", "shopify")
LONGEST_PAYMENT = Duration.seconds(60)
"""Several questions to a gateway, each as slow as `shared/wiring/refund_desk.py` lets it be."""


class ReturnPayments(Construct):
    """Bus -> queue -> gateway -> the return. Credit, goods and charges are for the merchant's systems."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        due = WorkQueue(self, "Refunds", platform=platform, longest=LONGEST_PAYMENT)
        due.fed_by(platform.data.bus, "RefundDue", source="postpurchase.returns")
        pay = asks_gateways(self, "PayReturnSettlement", name="pay_return_settlement", platform=platform)
        due.drained_by(pay, batch_size=1)


def asks_gateways(scope: Construct, id: str, *, name: str, platform: Platform) -> Function:
    """A function that asks those who took the payments, and notes in the return what they say."""
    data, stand_ins = platform.data, platform.stage.provider_stand_ins
    function = Function(
        scope,
        id,
        name=name,
        platform=platform,
        timeout=LONGEST_PAYMENT,
        environment={
            "TABLE_NAME": data.table.table_name,
            "RETURN_CREDENTIALS": data.return_credentials.name,
            **{f"{gateway.upper()}_ADDRESS": stand_ins[gateway] for gateway in _GATEWAYS if gateway in stand_ins},
        },
    )
    data.table.allow(function, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem")
    data.return_credentials.readable_by(function)
    return function
