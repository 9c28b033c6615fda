"""What is still to be promised of a return, beside what was handed to whoever pays already. That is never changed.

Item by item as filed: money moves between items in no case. What was given for an item counts for the parts that it
was given for, then for its other parts; what is sent is not sent again, and its price is settled with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.returns.money.apportion import apportion
from shared.returns.money.gain import Gain
from shared.returns.money.roots import root_of
from shared.returns.settlement import Settlement, SettlementKind, SettlementState

_LOOSE = frozenset({SettlementState.RESERVED, SettlementState.RELEASED})


@dataclass(frozen=True, slots=True)
class Remaining:
    """Gains less what is settled of them, and what was settled beyond them, by item as filed."""

    gains: tuple[Gain, ...]
    overpaid: tuple[tuple[str, int], ...]


def firm(settlements: Sequence[Settlement], order_id: str | None = None) -> tuple[Settlement, ...]:
    """Those that whoever pays knows of: due, done or failed. Of one order, or of all."""
    mine = [each for each in settlements if order_id in (None, each.order_id)]
    return tuple(each for each in mine if each.state not in _LOOSE)


def parts_of(settlement: Settlement) -> tuple[tuple[str, int, int], ...]:
    """Of each item its part of amount and bonus; in equal parts where that was not kept."""
    if settlement.parts:
        return settlement.parts
    equal = [1] * len(settlement.item_ids)
    amounts, bonuses = apportion(settlement.amount, equal), apportion(settlement.bonus, equal)
    return tuple(zip(settlement.item_ids, amounts, bonuses, strict=True))


def remaining_of(gains: Sequence[Gain], settlements: Sequence[Settlement]) -> Remaining:
    """`settlements`: of the return, in any state."""
    known = firm(settlements)
    left = {gain.worth.item.item_id: gain for gain in gains}
    overpaid = []
    for root in sorted({root_of(item_id) for each in known for item_id in each.item_ids}):
        settled = _Settled(root, known)
        mine = [gain for gain in gains if root_of(gain.worth.item.item_id) == root]
        mine.sort(key=lambda gain, settled=settled: not settled.names(gain))  # type: ignore[misc]
        left.update({gain.worth.item.item_id: gain for gain in settled.taken_from(mine)})
        if (excess := settled.beyond(mine)) > 0:
            overpaid.append((root, excess))
    return Remaining(tuple(left[gain.worth.item.item_id] for gain in gains), tuple(overpaid))


class _Settled:
    """What was settled of one item as filed."""

    def __init__(self, root: str, known: Sequence[Settlement]) -> None:
        self._parts = [(each, part) for each in known for part in parts_of(each) if root_of(part[0]) == root]
        self._items = {part[0] for _, part in self._parts}
        self._sent = sum(each.quantity for each, _ in self._parts if each.kind is SettlementKind.GOODS)

    def names(self, gain: Gain) -> bool:
        """Whether something was settled for just this part."""
        return gain.worth.item.item_id in self._items

    def beyond(self, gains: Sequence[Gain]) -> int:
        """What was given and not charged again, beyond what the gains come to."""
        due = sum(gain.money + gain.goods + gain.on_top for gain in gains)
        return self._given + self._on_top - due - (self._charged - self._difference(gains))

    def _difference(self, gains: Sequence[Gain]) -> int:
        """What was to be charged in any case: a fee, or the difference of an exchange as it was when it was sent."""
        price = sum(gain.wanted + gain.wanted_tax for gain in gains)
        if price and self._sent >= sum(gain.quantity for gain in gains):
            return max(0, price - self._goods - self._on_top)
        return sum(gain.charge for gain in gains)

    def taken_from(self, gains: Sequence[Gain]) -> list[Gain]:
        """The gains less what was settled of them."""
        unsent = _less([gain.quantity for gain in gains], self._sent)
        goods, too_much = _less_and_rest([gain.goods for gain in gains], self._goods)
        money, too_much = _less_and_rest([gain.money for gain in gains], self._given - self._goods + too_much)
        goods = _less(goods, too_much)
        on_top = _less([gain.on_top for gain in gains], self._on_top)
        charge = _less([gain.charge for gain in gains], self._charged)
        return [
            _left(gain, *figures) for gain, *figures in zip(gains, unsent, goods, money, on_top, charge, strict=True)
        ]

    @property
    def _given(self) -> int:
        return sum(part[1] for each, part in self._parts if each.kind is not SettlementKind.CHARGE)

    @property
    def _goods(self) -> int:
        return sum(part[1] for each, part in self._parts if each.kind is SettlementKind.GOODS)

    @property
    def _on_top(self) -> int:
        return sum(part[2] for _, part in self._parts)

    @property
    def _charged(self) -> int:
        return sum(part[1] for each, part in self._parts if each.kind is SettlementKind.CHARGE)


def _left(gain: Gain, unsent: int, goods: int, money: int, on_top: int, charge: int) -> Gain:
    """Where all goods were sent, what they come to by now more is paid in money, and nothing is charged for them."""
    if gain.quantity and not unsent:
        money, goods, on_top, charge = money + goods, 0, 0, 0
    worth = replace(gain.worth, shipping=min(gain.worth.shipping, money))
    return replace(gain, worth=worth, money=money, goods=goods, quantity=unsent, bonus=on_top, waived=0, charge=charge)


def _less(figures: Sequence[int], taken: int) -> list[int]:
    return _less_and_rest(figures, taken)[0]


def _less_and_rest(figures: Sequence[int], taken: int) -> tuple[list[int], int]:
    """The figures less `taken`, the first ones first; and what of it none of them holds."""
    left = []
    for figure in figures:
        part = min(figure, taken)
        left.append(figure - part)
        taken -= part
    return left, taken
