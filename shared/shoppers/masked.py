"""Addresses as their owner recognises them, and nobody else learns them."""

from __future__ import annotations

from shared.shoppers.channel import Channel

HIDDEN = "•••"


def masked(channel: Channel, address: str) -> str:
    """ "a•••@e•••.com", "•••78" of a telephone number; "" for a channel whose addresses say nothing to anybody."""
    if channel is Channel.EMAIL:
        local, _, domain = address.partition("@")
        host, _, end = domain.rpartition(".")
        return f"{local[:1]}{HIDDEN}@{host[:1]}{HIDDEN}.{end}"
    if channel in (Channel.SMS, Channel.WHATSAPP):
        return f"{HIDDEN}{address[-2:]}"
    return ""
