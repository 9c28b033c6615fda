"""Ask payment services what became of refunds, when they push that something did. Trigger: SQS, fed by the door.

The door is `receive_shop_webhook`, which proved who pushed. What is pushed is a reason to ask, and nothing more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.returns.ask_after_refunds import ask_after_refunds
from shared.runtime import clock
from shared.shops.read_push import read_refund_word
from shared.shops.shop_push import ShopPush
from shared.wiring.refund_desk import RefundDesk, RefundSettings

logger = Logger(service="ask_after_refunds")


@cache
def desk() -> RefundDesk:
    return RefundDesk(RefundSettings.from_env())


def ask(body: str) -> None:
    push = ShopPush.from_json(body)
    said = ask_after_refunds(desk().payers, read_refund_word(push), clock.now())
    logger.info("refunds asked after", extra={"event_id": push.event_id, "topic": push.topic, "outcomes": said})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, ask)
