"""Tell the shopper about a milestone: decide, keep the decision, announce it to the channels' senders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.errors import NotFound
from shared.notifications.decide import decide
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import Announcements, Messages
from shared.notifications.trigger import triggers_of
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.events import MilestoneReached
from shared.tracking.parcel import Leg, Parcel
from shared.tracking.ports import Orders, ParcelHistory, Parcels


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
    if not triggers or reached.order_id is None or reached.leg is Leg.RETURN:
        return []
    order = orders.get(reached.order_id)
    history = parcels.history(ParcelNumber(reached.carrier, reached.tracking_number))
    if order is None or not history.projections:
        raise NotYetVisible("The order or the parcel of this milestone cannot be read yet.")
    parcel = _newest_parcel(order.order_id, history)
    if parcel is None:
        return []  # the parcel went to another order since: this shopper has nothing to hear of it
    decided = [
        message for trigger in triggers for message in decide(trigger, order, parcel, reached.reached_at, channels, now)
    ]
    kept = [messages.keep(message) for message in decided]
    for message in kept:
        if message.state is MessageState.DECIDED:
            announcements.announce(message)
    return kept


def _newest_parcel(order_id: str, history: ParcelHistory) -> Parcel | None:
    """The order's parcel under this number, as last projected; None when the order has none."""
    mine = [ship_date for ship_date, assignment in history.assignments.items() if assignment.order_id == order_id]
    if not mine:
        return None
    if max(mine) not in history.projections:
        raise NotYetVisible("The parcel of this milestone cannot be read yet.")
    return history.projections[max(mine)].parcel
