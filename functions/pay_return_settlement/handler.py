"""Pay refunds that are due, by the gateway that took the payment. Trigger: SQS, fed by the bus (RefundDue)."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.returns.events import RefundDue
from shared.returns.pay_settlement import pay_settlement
from shared.runtime import clock
from shared.runtime.events import open_event
from shared.wiring.refund_desk import RefundDesk, RefundSettings

logger = Logger(service="pay_return_settlement")


@cache
def desk() -> RefundDesk:
    return RefundDesk(RefundSettings.from_env())


def pay(body: str) -> None:
    heard = open_event(RefundDue, body)
    said = pay_settlement(desk().payers, heard.data.return_id, heard.data.settlement_id, clock.now())
    logger.info("refund handled", extra={"settlement_id": heard.data.settlement_id, "outcome": said})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, pay)
