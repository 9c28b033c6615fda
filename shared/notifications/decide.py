"""Decide whether a milestone is told to the shopper. Pure, and every answer carries its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.notifications.message import Message, MessageState, message_id
from shared.notifications.trigger import Trigger
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel

TOLD = "milestone_reached"
SUPERSEDED = "superseded"


def decide(
    trigger: Trigger, order: Order, parcel: Parcel, channels: Mapping[str, Sequence[str]], now: datetime
) -> list[Message]:
    """One message per channel the merchant configured for `trigger`: to be sent, or suppressed with the reason.

    `channels`: trigger name -> channel names; a trigger the merchant left out, or gave no channel, says nothing.
    """
    superseded = parcel.milestone.rank >= trigger.stale_from.rank
    return [
        Message(
            message_id=message_id(order.order_id, trigger.name, channel, parcel.id),
            order_id=order.order_id,
            parcel=parcel.id,
            trigger=trigger.name,
            channel=channel,
            language=order.contact.language,
            state=MessageState.SUPPRESSED if superseded else MessageState.DECIDED,
            reason=SUPERSEDED if superseded else TOLD,
            decided_at=now,
        )
        for channel in channels.get(trigger.name, ())
    ]
