"""Returns of the past, for replays."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Fact, Policy
from shared.returns.replay.ask_again import asked_again
from shared.returns.replay.figures import Assumptions, recorded, replayed
from shared.returns.replay.past_return import Decided, PastReturn
from shared.returns.replay.stand import Stand, Verdict, as_recorded
from shared.returns.vocabulary import Method, Outcome, Review
from tests.returns.policy.samples import REASONS

PLACED = date(2026, 10, 1)


def past(row_id: str = "R1/1", **changes: Any) -> PastReturn:
    """A cup for 8,000 yen that came on 3 October and was asked back for a refund on the 20th; 7,000 were paid.

    Keys of `asked`, `decided`, `money` are changed one by one.
    """
    asked = {"reason": "style", "outcome": "refund", "method": "label", "quantity": 1, **changes.pop("asked", {})}
    decided = {
        "version": 3,
        "shipping_fee": {"fixed": 500},
        "restocking_fee": {"basis_points": 625},
        **changes.pop("decided", {}),
    }
    money = {"currency": "JPY", "value": 8000, "refunded": 7000, "label": 640, **changes.pop("money", {})}
    row: dict[str, Any] = {
        "id": row_id,
        "order_id": "A-1",
        "sku": "CUP-1",
        "placed": PLACED,
        "shipped": date(2026, 10, 2),
        "delivered": date(2026, 10, 3),
        "today": date(2026, 10, 20),
        "facts": {"order.country": "JP", "product.price": 8000},
        "asked": asked,
        "decided": decided,
        "money": money,
    }
    return PastReturn.model_validate({**row, **changes})


def made_history(count: int, policy: Policy, seed: int = 7) -> list[PastReturn]:
    """Returns as a shop might have had them, all decided by `policy`; the same for the same seed."""
    dice = random.Random(seed)
    engine = Engine(policy)
    return [_made(number, dice, engine) for number in range(count)]


def _made(number: int, dice: random.Random, engine: Engine) -> PastReturn:
    placed = PLACED + timedelta(days=dice.randrange(60))
    shipped = placed + timedelta(days=1)
    delivered = shipped + timedelta(days=dice.randrange(1, 6))
    price, quantity = dice.randrange(5, 400) * 100, dice.choice((1, 1, 1, 2))
    outcome = dice.choice((Outcome.REFUND, Outcome.REFUND, Outcome.EXCHANGE, Outcome.STORE_CREDIT))
    value = price * quantity
    row = PastReturn.model_validate(
        {
            "id": f"R{number:06}/1",
            "order_id": f"A-{number}",
            "sku": f"SKU-{number % 97}",
            "placed": placed,
            "shipped": shipped,
            "delivered": delivered if dice.random() < 0.9 else None,
            "today": delivered + timedelta(days=dice.randrange(60)),
            "ordered": quantity,
            "facts": _facts(number, price, value, dice),
            "asked": {
                "reason": dice.choice(REASONS).code,
                "outcome": outcome,
                "method": dice.choice((Method.LABEL, Method.QR, Method.OWN_CARRIER)),
                "quantity": quantity,
                "photos": dice.choice((0, 1, 2)),
                "words": True,
            },
            "money": {"currency": "JPY", "value": value},
        }
    )
    return with_decision(row, asked_again(engine, row))


def with_decision(row: PastReturn, stand: Stand) -> PastReturn:
    """The row as if it had been decided so, and paid by it."""
    decided = Decided.model_validate(
        {
            "version": 3,
            "whys": [{"code": why.code, "rule": why.rule} for why in stand.whys],
            "review": Review.MANUAL if stand.verdict is Verdict.REVIEWED else Review.AUTOMATIC,
            "whole_at": stand.whole_at,
            "keep": stand.keep,
            "shipping_fee": _fee(stand.shipping_fee),
            "restocking_fee": _fee(stand.restocking_fee),
            "credit_basis_points": stand.credit_basis_points,
            "bonus": {"fixed": stand.bonus.fixed, "basis_points": stand.bonus.basis_points},
            "rules": {slot: rule for slot, rule in stand.rules.items() if rule != "base"},
        }
    )
    shown = {"photos": 2} if any(why.code == "evidence_missing" for why in stand.changed) else {}
    asked = row.asked.model_copy(update={"outcome": stand.outcome, "method": stand.method, **shown})
    row = row.model_copy(update={"decided": decided, "asked": asked})
    if stand.verdict is Verdict.DECLINED:
        return row
    nothing = as_recorded(row.model_copy(update={"decided": Decided.model_validate({"whys": [{"code": "hygiene"}]})}))
    none = Assumptions()
    came_to = replayed(row, nothing, stand, recorded(row, nothing, none), none)
    paid = {
        "refunded": came_to.refunded,
        "credited": came_to.credited,
        "exchanged": came_to.exchanged,
        "bonus": came_to.bonus,
    }
    return row.model_copy(update={"money": row.money.model_copy(update=paid)})


def _facts(number: int, price: int, value: int, dice: random.Random) -> dict[Fact, object]:
    return {
        Fact.ORDER_COUNTRY: ("JP", "US", "FR")[number % 3],
        Fact.ORDER_CHANNEL: "online",
        Fact.ORDER_VALUE: value + dice.randrange(100) * 100,
        Fact.ORDER_GIFT: number % 9 == 0,
        Fact.ORDER_DISCOUNT: dice.randrange(60),
        Fact.ORDER_TAGS: ["sale"] if number % 4 == 0 else [],
        Fact.CUSTOMER_TIER: ("gold", "silver", "", "")[number % 4],
        Fact.CUSTOMER_TAGS: ["vip"] if number % 11 == 0 else [],
        Fact.CUSTOMER_ORDERS: number % 6,
        Fact.CUSTOMER_RETURNS: number % 12,
        Fact.CUSTOMER_KEPT: 0,
        Fact.CUSTOMER_RISK: "normal",
        Fact.PRODUCT_TYPE: f"Type {number % 12}",
        Fact.PRODUCT_TAGS: [f"tag-{number % 11}", "new"],
        Fact.PRODUCT_TRAITS: [("hygiene", "bulky", "none", "none")[number % 4]],
        Fact.PRODUCT_PRICE: price,
        Fact.PRODUCT_FINAL_SALE: number % 13 == 0,
        Fact.RETURN_ITEMS: 1,
        Fact.RETURN_VALUE: value,
        Fact.RETURN_WHOLE_ORDER: True,
        Fact.RETURN_CHANNEL: "portal",
    }


def _fee(fee: Any) -> dict[str, Any]:
    return {"fixed": fee.fixed, "basis_points": fee.basis_points, "by_shopper": fee.by_shopper}
