"""Recommendations and promotions on the pages of a return: data of the merchant's, which no decision looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.returns.policy.policy import Reason
from shared.returns.vocabulary import ReasonGroup
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order

MOST_SLOTS = 2


@dataclass(frozen=True, slots=True)
class ReturnSlot:
    """One of them, for a time and a segment."""

    name: str
    kind: str
    """`recommendation` or `promotion`."""
    title: Mapping[str, str]
    """By language."""
    text: Mapping[str, str]
    url: str
    """https."""
    image_url: str = ""
    begins: date | None = None
    ends: date | None = None
    """Local to the destination, both included."""
    countries: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Only for orders with a position of one of these categories or product types; empty: for all."""
    reasons: tuple[str, ...] = ()
    """Only beside these reasons; empty: beside every change of mind."""


@dataclass(frozen=True, slots=True)
class ChosenSlot:
    """A slot, and the reasons beside which it may stand."""

    slot: ReturnSlot
    reasons: tuple[str, ...]


def choose_slots(
    slots: Sequence[ReturnSlot], order: Order, reasons: Sequence[Reason], shopper: Shopper, today: date
) -> tuple[ChosenSlot, ...]:
    """At most two, in the merchant's order, and only for shoppers who said yes to promotions.

    Never beside a defect, a claim of warranty or what went wrong on the way: who has trouble is not sold to. The
    return itself being open holds nothing back, for these are its own pages. `today`: local to the destination.
    """
    if not _agreed(shopper):
        return ()
    calm = [reason.code for reason in reasons if reason.group is ReasonGroup.CHANGE_OF_MIND]
    chosen = [
        ChosenSlot(slot, beside)
        for slot in slots
        if _fits(slot, order, today)
        and (beside := tuple(code for code in calm if not slot.reasons or code in slot.reasons))
    ]
    return tuple(chosen[:MOST_SLOTS])


def _agreed(shopper: Shopper) -> bool:
    """By mail, which is what shops ask for; a page of the shop's is less than that."""
    choice = shopper.choice(Channel.EMAIL, Kind.PROMOTION)
    return choice is not None and choice.allowed


def _fits(slot: ReturnSlot, order: Order, today: date) -> bool:
    kinds = {line.category for line in order.lines} | {line.sale.product_type for line in order.lines if line.sale}
    return (
        (slot.begins is None or slot.begins <= today)
        and (slot.ends is None or today <= slot.ends)
        and (not slot.countries or order.destination.country in slot.countries)
        and (not slot.categories or not kinds.isdisjoint(slot.categories))
    )
