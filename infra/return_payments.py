"""Refunds that are due are paid by the gateway that took the payment."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

_GATEWAYS = ("stripe", "shopify")
_LONGEST_PAYMENT = Duration.seconds(60)
"""Several questions to a gateway, each as slow as `functions/pay_return_settlement/handler.py` lets it be."""


class ReturnPayments(Construct):
    """Bus -> queue -> gateway -> the return. Credit, goods and charges are for the merchant's systems."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data, stand_ins = platform.data, platform.stage.provider_stand_ins
        pay = Function(
            self,
            "PayReturnSettlement",
            name="pay_return_settlement",
            platform=platform,
            timeout=_LONGEST_PAYMENT,
            environment={
                "TABLE_NAME": data.table.table_name,
                "RETURN_CREDENTIALS": data.return_credentials.name,
                **{f"{gateway.upper()}_ADDRESS": stand_ins[gateway] for gateway in _GATEWAYS if gateway in stand_ins},
            },
        )
        data.table.allow(pay, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem")
        data.return_credentials.readable_by(pay)
        due = WorkQueue(self, "Refunds", platform=platform, longest=_LONGEST_PAYMENT)
        due.fed_by(data.bus, "RefundDue", source="postpurchase.returns")
        due.drained_by(pay, batch_size=1)
