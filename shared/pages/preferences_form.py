"""What the form of the preference page sends, read back."""

from __future__ import annotations

from collections.abc import Mapping

from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.preferences import Preferences

SHOWN = "shown"
"""The boxes the shopper saw: a browser does not send those without a tick, and what they did not see they did not
choose."""
FIRST = "first"


def box(channel: Channel, kind: Kind) -> str:
    """The field of a box."""
    return f"{kind}.{channel}"


def rank(place: int) -> str:
    """The field of the channel at a place, from 0, in the order of channels."""
    return f"{FIRST}{place + 1}"


def chosen(form: Mapping[str, str], known: Preferences) -> dict[tuple[Channel, Kind], bool]:
    """The choices that differ from what holds: what a shopper left as it was, they did not say."""
    shown = set(form.get(SHOWN, "").split(","))
    return {
        (channel, kind): box(channel, kind) in form
        for (channel, kind), allowed in known.allowed.items()
        if box(channel, kind) in shown and (box(channel, kind) in form) is not allowed
    }


def preferred(form: Mapping[str, str], known: Preferences) -> tuple[Channel, ...] | None:
    """The order of channels; those that were named twice or not at all come behind. () gives it back to the merchant.

    None where the form says nothing about it, or nothing new.
    """
    if rank(0) not in form:
        return None
    if not form[rank(0)]:
        return () if known.has_order else None
    by_name = {str(channel): channel for channel in known.channels}
    named = [form.get(rank(place), "") for place in range(len(known.channels))]
    order = tuple(dict.fromkeys([*(by_name[name] for name in named if name in by_name), *known.channels]))
    return None if known.has_order and order == known.channels else order
