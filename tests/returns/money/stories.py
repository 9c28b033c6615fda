"""Orders and their returns, made up from a number: a thousand of them cost what hypothesis takes to draw ten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from shared.returns.axes import Approval, Inspection
from shared.returns.policy.policy import Actions, Bonus, Fee
from shared.returns.return_request import ReturnItem, ReturnRequest, Wanted
from shared.returns.vocabulary import Keep, Outcome, ShippingRefund
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import LineSale, Payment, Sale
from tests.returns.money.selling import item, order, request

_BONUS_FOR = (Outcome.STORE_CREDIT, Outcome.GIFT_CARD, Outcome.OTHER_ITEM, Outcome.EXCHANGE)


@dataclass(frozen=True)
class Story:
    """An order, and the returns that take its pieces one after the other."""

    number: int
    order: Order
    returns: tuple[ReturnRequest, ...]

    @property
    def dice(self) -> Random:
        """For what becomes of it."""
        return Random(self.number)


def story(number: int) -> Story:
    """The same for the same number."""
    dice = Random(number)
    bought = sold(dice)
    agreed = [terms(dice) for _ in range(dice.randint(1, 2))]
    into: list[list[ReturnItem]] = [[], [], []]
    for each in bought.lines:
        piece = 0
        while piece < each.quantity and dice.random() < 0.8:
            many = dice.randint(1, each.quantity - piece)
            some = dice.choice(into)
            some.append(_item(dice, str(len(some) + 1), each.sku, many, piece, agreed))
            piece += many
    assert bought.sale is not None
    asked = [
        request(*some, return_id=f"R{n}", currency=bought.sale.currency, is_gift=dice.random() < 0.2)
        for n, some in enumerate(into, start=1)
        if some
    ]
    return Story(number, bought, tuple(asked))


def sold(dice: Random) -> Order:
    """Several positions, paid by two payments: exactly, or less."""
    bought = tuple(_line(dice, sku) for sku in "ABC"[: dice.randint(1, 3)])
    currency = dice.choice(["JPY", "EUR", "KWD"])
    sale = Sale(currency, dice.random() < 0.5, _amount(dice, 2000), _amount(dice, 200))
    total = sum(each.sale.paid for each in bought if each.sale) + sale.shipping
    if not sale.tax_included:
        total += sum(each.sale.tax for each in bought if each.sale) + sale.shipping_tax
    captured = total if dice.random() < 0.7 else dice.randint(0, total)
    first = dice.randint(0, captured)
    payments = (Payment("p1", "card", first), Payment("p2", "gift_card", captured - first))
    return order(*bought, sale=replace(sale, payments=payments))


def terms(dice: Random) -> Actions:
    """Whatever a policy may say of money."""
    bonuses = tuple(Bonus(outcome, _amount(dice, 500), 1000, 2000) for outcome in _BONUS_FOR)
    return Actions(
        shipping_fee=_fee(dice),
        restocking_fee=_fee(dice),
        bonuses=dice.choice([None, bonuses]),
        keep=dice.choice([Keep.NO, Keep.NO, Keep.KEEP]),
        shipping_refund=dice.choice(list(ShippingRefund)),
        credit_basis_points=dice.choice([None, 10_000, 7_777]),
        difference_waived=dice.choice([None, 500]),
    )


def fate(dice: Random, found: ReturnItem) -> ReturnItem:
    """What becomes of an item after it was approved."""
    what = dice.choice(["nothing", "nothing", "failed", "reduced", "cancelled", "credit"])
    if what == "failed":
        return replace(found, inspection=Inspection.FAILED)
    if what == "reduced":
        return replace(found, inspection=Inspection.REDUCED, reduced_to=dice.randint(0, 10_000))
    if what == "cancelled":
        return replace(found, approval=Approval.CANCELLED)
    return replace(found, outcome=Outcome.STORE_CREDIT, wanted=None) if what == "credit" else found


def split(dice: Random, asked: ReturnRequest) -> ReturnRequest:
    """The return with one of its items divided, where one has several pieces."""
    several = [each for each in asked.items if each.quantity > 1]
    if not several:
        return asked
    whole = dice.choice(several)
    first = dice.randint(1, whole.quantity - 1)
    rest = whole.quantity - first
    one, other = _wanted_parts(whole, first, rest)
    parts = (
        replace(whole, quantity=first, wanted=one),
        replace(
            whole, item_id=f"{whole.item_id}.1", quantity=rest, first_piece=whole.first_piece + first, wanted=other
        ),
    )
    return replace(asked, items=(*(each for each in asked.items if each is not whole), *parts))


def _wanted_parts(whole: ReturnItem, first: int, rest: int) -> tuple[Wanted | None, Wanted | None]:
    if whole.wanted is None:
        return None, None
    tax = whole.wanted.tax * first // whole.quantity
    one = replace(whole.wanted, quantity=first, tax=tax)
    return one, replace(whole.wanted, quantity=rest, tax=whole.wanted.tax - tax)


def _line(dice: Random, sku: str) -> OrderLine:
    price = _amount(dice, 100_000)
    sale = LineSale(sku.lower(), price, min(price, _amount(dice, 100_000)), _amount(dice, 9000))
    return OrderLine(sku, "a thing", dice.randint(1, 7), sale=sale)


def _item(dice: Random, item_id: str, sku: str, many: int, piece: int, agreed: list[Actions]) -> ReturnItem:
    outcome = dice.choice(list(Outcome))
    is_other = outcome is Outcome.OTHER_ITEM
    wanted = Wanted("W", many, 1 + _amount(dice, 50_000), _amount(dice, 900)) if is_other else None
    return item(item_id, sku, many, dice.choice(agreed), first_piece=piece, outcome=outcome, wanted=wanted)


def _fee(dice: Random) -> Fee:
    return Fee(_amount(dice, 3000), dice.choice([0, 0, 500, 1500, 3333]))


def _amount(dice: Random, at_most: int) -> int:
    """Small ones often: that is where units are lost."""
    return dice.randint(0, dice.choice([0, 3, 20, at_most]))
