"""Addresses that are dead on one channel only."""

from __future__ import annotations

from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper


def on_channel(channel: Channel, address: str) -> str:
    """An address as one channel knows it: a number that takes no texts may well have WhatsApp."""
    return f"{channel}:{address}"


def why_dead(shopper: Shopper, channel: Channel, address: str) -> str | None:
    """Why nothing is sent to an address on a channel: it is dead everywhere, or there alone. None: it may be sent."""
    return shopper.why_dead(address) or shopper.why_dead(on_channel(channel, address))
