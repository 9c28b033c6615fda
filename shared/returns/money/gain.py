"""What each item brings its shopper, by its outcome: money, credit or goods, and what they pay for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.errors import Invalid
from shared.returns.books import in_shopper_currency
from shared.returns.money.roots import by_root, root_of
from shared.returns.money.worth import SENT_ANEW, SWAPPED, Worth
from shared.returns.settlement import SettlementKind
from shared.returns.vocabulary import Outcome
from shared.tracking.sale import Sale

_KINDS = {Outcome.STORE_CREDIT: SettlementKind.STORE_CREDIT, Outcome.GIFT_CARD: SettlementKind.GIFT_CARD}


class WantedWithoutPrice(Invalid):
    """Another item is wanted, and nobody said what it costs."""

    code = "wanted_without_price"


@dataclass(frozen=True, slots=True)
class Gain:
    """One item's, all figures 0 or more, in minor units of the sale's currency."""

    worth: Worth
    kind: SettlementKind
    """How `money` is paid."""
    money: int = 0
    """Without the bonus."""
    bonus: int = 0
    """On top of money or credit; of an exchange, the part of the difference that the bonus pays."""
    goods: int = 0
    """What returned goods pay of those that are sent."""
    sku: str = ""
    """What is sent; "" : nothing."""
    quantity: int = 0
    wanted: int = 0
    """What that costs, without tax on top."""
    wanted_tax: int = 0
    waived: int = 0
    charge: int = 0

    @property
    def on_top(self) -> int:
        """What the merchant gives beside what was captured."""
        return self.bonus + self.waived

    @property
    def short(self) -> int:
        """What of the goods' price nothing pays yet."""
        return self.wanted + self.wanted_tax - self.goods - self.bonus


def gains_of(worths: Sequence[Worth], sales: Mapping[str, Sale], *, is_gift: bool) -> tuple[Gain, ...]:
    """One for each item, in their order. Raises WantedWithoutPrice.

    Returned goods pay for wanted ones first, what is left is refunded; the bonus pays what is lacking, and never turns
    into money. Within one order exchanges help one another out before anybody is charged.
    """
    gains = [_gain(worth, sales, is_gift=is_gift) for worth in worths]
    for order_id in dict.fromkeys(worth.item.order_id for worth in worths):
        places = [
            place
            for place, gain in enumerate(gains)
            if gain.worth.item.order_id == order_id and gain.worth.item.outcome in SWAPPED
        ]
        swaps = _helped(_root_by_root([gains[place] for place in places], _helped))
        for place, gain in zip(places, _root_by_root(swaps, _with_bonus), strict=True):
            gains[place] = gain
    return _charged(gains, sales)


def _gain(worth: Worth, sales: Mapping[str, Sale], *, is_gift: bool) -> Gain:
    """A gift's recipient gets credit, and never the buyer's card."""
    outcome = worth.item.outcome
    kind = _KINDS.get(outcome, SettlementKind.STORE_CREDIT if is_gift else SettlementKind.REFUND)
    if outcome in SENT_ANEW:
        sku, quantity = _sent(worth)
        return Gain(worth, kind, sku=sku, quantity=quantity, charge=worth.restocking + worth.way_back)
    if outcome in SWAPPED:
        return _swap(worth, kind, sales)
    is_credit = kind is not SettlementKind.REFUND
    return Gain(worth, kind, money=worth.net, bonus=worth.bonus if is_credit else 0)


def _swap(worth: Worth, kind: SettlementKind, sales: Mapping[str, Sale]) -> Gain:
    """Another variant whose price nobody said costs what this one cost. Without prices, goods go for goods."""
    sku, quantity = _sent(worth)
    if not worth.is_priced:
        return Gain(worth, kind, sku=sku, quantity=quantity)
    wanted = worth.item.wanted
    price, tax = worth.value - worth.tax, worth.tax
    if wanted is not None and wanted.unit_price:
        is_on_top = not sales[worth.item.order_id].tax_included
        price, tax = wanted.unit_price * wanted.quantity, wanted.tax if is_on_top else 0
    elif worth.item.outcome is Outcome.OTHER_ITEM:
        raise WantedWithoutPrice("The item that is wanted needs a price.", field="wanted.unit_price")
    goods = min(worth.net, price + tax)
    return Gain(worth, kind, worth.net - goods, 0, goods, sku, quantity, price, tax)


def _sent(worth: Worth) -> tuple[str, int]:
    wanted = worth.item.wanted
    return (wanted.sku, wanted.quantity) if wanted else (worth.item.sku, worth.item.quantity)


def _helped(swaps: Sequence[Gain]) -> Sequence[Gain]:
    """What some have too much pays what others lack."""
    ids = [gain.worth.item.item_id for gain in swaps]
    help_given = min(sum(gain.money for gain in swaps), sum(gain.short for gain in swaps))
    if not help_given:
        return swaps
    given = by_root(help_given, ids, [gain.money for gain in swaps])
    taken = by_root(help_given, ids, [gain.short for gain in swaps])
    return [
        replace(gain, money=gain.money - less, goods=gain.goods + more)
        for gain, less, more in zip(swaps, given, taken, strict=True)
    ]


def _with_bonus(swaps: Sequence[Gain]) -> Sequence[Gain]:
    """Of one item as filed: its bonus pays what its parts lack."""
    lacking = [gain.short for gain in swaps]
    used = by_root(
        min(sum(gain.worth.bonus for gain in swaps), sum(lacking)),
        [gain.worth.item.item_id for gain in swaps],
        lacking,
    )
    return [replace(gain, bonus=bonus) for gain, bonus in zip(swaps, used, strict=True)]


def _root_by_root(swaps: Sequence[Gain], change: Callable[[Sequence[Gain]], Sequence[Gain]]) -> Sequence[Gain]:
    """First among the parts of one item as filed, so that splitting it changes nothing for the others."""
    changed = {
        gain.worth.item.item_id: gain
        for root in {root_of(each.worth.item.item_id) for each in swaps}
        for gain in change([each for each in swaps if root_of(each.worth.item.item_id) == root])
    }
    return [changed[gain.worth.item.item_id] for gain in swaps]


def _charged(gains: Sequence[Gain], sales: Mapping[str, Sale]) -> tuple[Gain, ...]:
    """The differences of all exchanges together are waived up to the limit; above it, all of them are charged."""
    swaps = [gain for gain in gains if gain.worth.item.outcome in SWAPPED and gain.worth.is_priced]
    limits = [
        in_shopper_currency(gain.worth.actions.difference_waived or 0, sales[gain.worth.item.order_id])
        for gain in swaps
    ]
    is_waived = sum(gain.short for gain in swaps) <= max(limits, default=0)
    return tuple(_with_charge(gain, is_waived=is_waived) for gain in gains)


def _with_charge(gain: Gain, *, is_waived: bool) -> Gain:
    if gain.worth.item.outcome not in SWAPPED:
        return gain
    return replace(gain, waived=gain.short) if is_waived else replace(gain, charge=gain.short)
