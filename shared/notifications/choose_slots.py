"""Choose the recommendations and promotions that a message may carry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shared.cases.case import Case
from shared.notifications.rules import NotificationRules, Slot
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order

MOST = 2


def choose_slots(
    order: Order,
    trigger: Trigger,
    shopper: Shopper,
    cases: Sequence[Case],
    rules: NotificationRules,
    today: date,
) -> tuple[Slot, ...]:
    """At most two, in the merchant's order. None beside trouble, while a case is open, or without a yes to promotions.

    `today`: local to the destination. Both kinds need consent: Directive 2002/58/EC, article 13(1), asks it for
    advertising by mail, and courts for what stands in a confirmation too (BGH, VI ZR 134/15, 2015-12-15).
    """
    if not trigger.calm or any(case.is_open for case in cases) or not _agreed(shopper):
        return ()
    fitting = (slot for slot in rules.slots if _fits(slot, order, trigger, today))
    return tuple(fitting)[:MOST]


def _agreed(shopper: Shopper) -> bool:
    choice = shopper.choice(Channel.EMAIL, Kind.PROMOTION)
    return choice is not None and choice.allowed


def _fits(slot: Slot, order: Order, trigger: Trigger, today: date) -> bool:
    return (
        (slot.begins is None or slot.begins <= today)
        and (slot.ends is None or today <= slot.ends)
        and (not slot.countries or order.destination.country in slot.countries)
        and (not slot.categories or any(line.category in slot.categories for line in order.lines))
        and (not slot.triggers or trigger.name in slot.triggers)
    )
