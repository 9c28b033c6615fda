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
IN_TROUBLE = "parcel_in_trouble"
TOO_OLD = "too_old"
NO_ADDRESS = "no_address"


def decide(
    trigger: Trigger,
    order: Order,
    parcel: Parcel,
    reached_at: datetime,
    channels: Mapping[str, Sequence[str]],
    now: datetime,
) -> list[Message]:
    """One message per channel the merchant configured for `trigger`: to be sent, or suppressed with the reason.

    `reached_at`: the carrier's scan time. `channels`: trigger name -> channel names; a trigger the merchant left out,
    or gave no channel, says nothing.
    """
    untrue = _why_not(trigger, parcel, reached_at, now)
    why_not = {channel: untrue or _unreachable(order, channel) for channel in channels.get(trigger.name, ())}
    return [
        Message(
            message_id=message_id(order.order_id, trigger.name, channel, parcel.id.number),
            order_id=order.order_id,
            parcel=parcel.id.number,
            trigger=trigger.name,
            channel=channel,
            language=order.contact.language,
            state=MessageState.SUPPRESSED if suppressed else MessageState.DECIDED,
            reason=suppressed or TOLD,
            decided_at=now,
        )
        for channel, suppressed in why_not.items()
    ]


def _unreachable(order: Order, channel: str) -> str | None:
    """Why nobody can be told on this channel: some shoppers leave a telephone number only."""
    return NO_ADDRESS if channel == "email" and not order.contact.email else None


def _why_not(trigger: Trigger, parcel: Parcel, reached_at: datetime, now: datetime) -> str | None:
    """The first reason for silence that holds; None when the message is still true."""
    if trigger.stale_from is not None and parcel.milestone.rank >= trigger.stale_from.rank:
        return SUPERSEDED
    if parcel.incident is not None:
        return IN_TROUBLE
    if now - reached_at > trigger.stale_after:
        return TOO_OLD
    return None
