"""The order was cancelled: what would still come of it is not told.

Money, returns and claims are told all the same, and so is a parcel that is on its way in spite of it.
"""

from __future__ import annotations

from shared.notifications.checks.question import PASSED, Answer, Question
from shared.notifications.trigger import Group, Trigger
from shared.tracking.milestone import Milestone

_TOLD = frozenset({"order_cancelled", "help_answered"})
_UNTOLD = frozenset({"review_invited", "review_invited_again", "warranty_ending"})


def order_cancelled(asked: Question) -> Answer:
    """Whether the end of the order is the end of this too."""
    cancelled_at = asked.situation.order.cancelled_at
    if cancelled_at is None or not ends_with_order(asked.occasion.trigger, has_left=_moves(asked)):
        return PASSED
    return Answer(False, cancelled_at.isoformat())


def ends_with_order(trigger: Trigger, *, has_left: bool) -> bool:
    """Whether it is told no more once the order is cancelled. `has_left`: the parcel is on its way in spite of that."""
    if trigger.name in _TOLD:
        return False
    if trigger.group is Group.BEFORE_SHIPPING or trigger.name in _UNTOLD:
        return True
    return trigger.group is Group.DELIVERY and not has_left


def _moves(asked: Question) -> bool:
    """Then the shopper will meet the driver."""
    occasion, situation = asked.occasion, asked.situation
    if occasion.parcel is None:
        return bool(situation.delivered)
    parcel = situation.parcels.get(occasion.parcel)
    return parcel is not None and parcel.milestone.rank >= Milestone.IN_TRANSIT.rank
