"""Tell the shopper about a milestone: decide, keep the decision, announce it to the channels' senders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.errors import NotFound
from shared.notifications.decide import decide
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import Announcements, Messages
from shared.notifications.trigger import triggers_of
from shared.tracking.carrier_update import ParcelId
from shared.tracking.events import MilestoneReached
from shared.tracking.ports import Orders, Parcels


class NotYetVisible(NotFound):
    """The event came before what it speaks of can be read: try again."""

    code = "not_yet_visible"


def notify_customer(
    reached: MilestoneReached,
    *,
    orders: Orders,
    parcels: Parcels,
    messages: Messages,
    announcements: Announcements,
    channels: Mapping[str, Sequence[str]],
    now: datetime,
) -> list[Message]:
    """Decide and announce; answers the decisions as kept.

    The first decision is the one that stands. It is announced on every repeat of the event until the event is
    acknowledged, so a crash between keeping and announcing loses nothing; senders drop what they have sent.
    """
    triggers = triggers_of(reached.milestone)
    if not triggers or reached.order_id is None:
        return []
    order = orders.get(reached.order_id)
    history = parcels.history(ParcelId(reached.carrier, reached.tracking_number))
    if order is None or history.projection is None:
        raise NotYetVisible("The order or the parcel of this milestone cannot be read yet.")
    if history.assignment is None or history.assignment.order_id != order.order_id:
        return []  # the parcel went to another order since: this shopper has nothing to hear of it
    decided = [
        message
        for trigger in triggers
        for message in decide(trigger, order, history.projection, reached.reached_at, channels, now)
    ]
    kept = [messages.keep(message) for message in decided]
    for message in kept:
        if message.state is MessageState.DECIDED:
            announcements.announce(message)
    return kept
