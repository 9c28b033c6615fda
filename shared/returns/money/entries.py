"""The parts of a reckoning by name, for the preview, the receipt and the books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shared.returns.money.delivery_paid_back import delivery_tax
from shared.returns.money.gain import Gain
from shared.returns.money.reckoning import Entry, Part
from shared.returns.money.way_back import dearest
from shared.returns.money.worth import SENT_ANEW, Worth
from shared.tracking.sale import Sale

CAPTURED = "captured"
"""What set a reduction that is there because no more is left of what was captured."""
INSPECTION = "inspection"


def entries_of(gains: Sequence[Gain], sales: Mapping[str, Sale]) -> tuple[Entry, ...]:
    """Item by item, then what the whole return has once. What is 0 is left out."""
    every = [*(entry for gain in gains for entry in _of_item(gain)), *_of_return(gains, sales)]
    return tuple(entry for entry in every if entry.amount)


def tax_inside(gains: Sequence[Gain], sales: Mapping[str, Sale]) -> int:
    """The tax in goods and delivery given back, where prices hold it; fees are not looked at."""
    worths = [gain.worth for gain in _with_value(gains)]
    return sum(
        worth.tax_inside + delivery_tax(worth.shipping, sale)
        for worth in worths
        if (sale := sales[worth.item.order_id]).tax_included
    )


def _of_item(gain: Gain) -> Iterator[Entry]:
    worth, item_id = gain.worth, gain.worth.item.item_id
    if worth.item.outcome not in SENT_ANEW:
        yield Entry(Part.GOODS, worth.goods, item_id)
        yield Entry(Part.DISCOUNT, -worth.discount, item_id)
        yield Entry(Part.TAX, worth.tax, item_id)
        yield Entry(Part.REDUCTION, -worth.reduction, item_id, _who_reduced(worth))
        yield Entry(Part.REDUCTION, -worth.cut, item_id, CAPTURED)
    yield Entry(Part.RESTOCKING_FEE, -worth.restocking, item_id, worth.rule_of("restocking_fee"))
    yield Entry(Part.WANTED, -gain.wanted, item_id)
    yield Entry(Part.WANTED_TAX, -gain.wanted_tax, item_id)
    yield Entry(Part.BONUS, gain.bonus, item_id, worth.rule_of("bonuses"))
    yield Entry(Part.WAIVED, gain.waived, item_id, worth.rule_of("difference_waived"))


def _who_reduced(worth: Worth) -> str:
    return worth.rule_of("credit_basis_points") if worth.item.reduced_to is None else INSPECTION


def _of_return(gains: Sequence[Gain], sales: Mapping[str, Sale]) -> Iterator[Entry]:
    worths = [gain.worth for gain in gains]
    paying = dearest(worths)
    if paying is not None:
        yield Entry(Part.SHIPPING_FEE, -sum(worth.way_back for worth in worths), "", paying.rule_of("shipping_fee"))
    for order_id in dict.fromkeys(worth.item.order_id for worth in worths):
        back = [worth for worth in worths if worth.item.order_id == order_id and worth.shipping]
        amount = sum(worth.shipping for worth in back)
        if back:
            tax = 0 if sales[order_id].tax_included else delivery_tax(amount, sales[order_id])
            yield Entry(Part.SHIPPING, amount - tax, "", back[0].rule_of("shipping_refund"))
            yield Entry(Part.SHIPPING_TAX, tax, "", back[0].rule_of("shipping_refund"))


def _with_value(gains: Sequence[Gain]) -> list[Gain]:
    return [gain for gain in gains if gain.worth.item.outcome not in SENT_ANEW and gain.worth.is_priced]
