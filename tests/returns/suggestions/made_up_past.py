"""A made-up past of a clothes shop, the same for the same seed: with an effect that is known, or with none."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from shared.returns.reports.returned_item import Goods, ReturnedItem, SoldItem
from shared.returns.vocabulary import Outcome, ReasonGroup

FIRST = date(2026, 1, 1)
DAYS = 240
SIZES = ("XS", "S", "M", "L", "XL", "XXL")
REASONS = ("size_too_small", "size_too_large", "unwanted")
PRODUCTS = ("tee", "shirt", "dress", "coat")
_TYPES = {"tee": "tops", "shirt": "tops", "dress": "dresses", "coat": "coats"}
UP, DOWN = ("exchange", 1), ("exchange", -1)
_ALIKE = {("refund", 0): 0.6, UP: 0.15, DOWN: 0.1, ("store_credit", 0): 0.15}
"""What is chosen where nothing bears on it."""
_EFFECT = {
    "size_too_small": {("refund", 0): 0.35, UP: 0.55, ("store_credit", 0): 0.1},
    "size_too_large": {("refund", 0): 0.5, DOWN: 0.4, ("store_credit", 0): 0.1},
    "unwanted": {("refund", 0): 0.7, ("store_credit", 0): 0.3},
}
KEPT = 0.9
PRICE = 4000


def past(seed: int, *, effect: bool, rows: int = 1200) -> list[ReturnedItem]:
    """With `effect`, the reason decides what is chosen; and dresses, which run small, are kept less often."""
    dice = random.Random(seed)
    return [_row(dice, number, FIRST + timedelta(days=number * DAYS // rows), effect=effect) for number in range(rows)]


def _row(dice: random.Random, number: int, day: date, *, effect: bool) -> ReturnedItem:
    product, size, reason = dice.choice(PRODUCTS), dice.choice(SIZES[2:4]), dice.choice(REASONS)
    chances = _EFFECT[reason] if effect else _ALIKE
    outcome, steps = dice.choices(list(chances), list(chances.values()))[0]
    wanted = SIZES[SIZES.index(size) + steps] if steps else ""
    chance = 0.6 if effect and product == "dress" else KEPT
    return ReturnedItem(
        goods=Goods(
            order_id=f"A-{number}",
            ordered_on=FIRST,
            sku=f"{product}-{size}",
            product=product,
            product_type=_TYPES[product],
            options=(("size", size),),
            tier=dice.choice(("", "gold")),
            currency="JPY",
            value=PRICE,
        ),
        return_id=f"R{number}",
        item_id="1",
        asked_on=day,
        reason=reason,
        outcome=Outcome(outcome),
        group=ReasonGroup.CHANGE_OF_MIND,
        wanted_sku=f"{product}-{wanted}" if wanted else "",
        wanted_options=(("size", wanted),) if wanted else (),
        kept=False if outcome == "refund" else dice.random() < chance if wanted else True,
        refunded=PRICE if outcome == "refund" else 0,
        exchanged=PRICE if wanted else 0,
        credited=PRICE if outcome == "store_credit" else 0,
        bonus=200 if outcome == "store_credit" else 0,
        way_back=600,
    )


def sold() -> list[SoldItem]:
    """What all of it was returned from: 1,000 pieces of each product, in two sizes."""
    goods = [
        Goods(f"B-{product}-{size}", FIRST, f"{product}-{size}", product, _TYPES[product], (("size", size),))
        for product in PRODUCTS
        for size in SIZES[2:4]
    ]
    return [SoldItem(replace(each, quantity=500, currency="JPY", value=500 * PRICE)) for each in goods]
