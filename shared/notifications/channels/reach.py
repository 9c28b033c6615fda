"""Whether a channel reaches the shopper of an order: asked by the decision, and by the sender once more."""

from __future__ import annotations

from shared.notifications.channels.dead_on import why_dead
from shared.notifications.channels.line_notice import has_notice
from shared.notifications.rules import NotificationRules
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order

NO_ADDRESS = "no_address"
NO_BROWSER = "no_browser"


def why_unreachable(
    channel: Channel, order: Order, shopper: Shopper, *, trigger: str, kind: Kind, rules: NotificationRules
) -> str | None:
    """`no_address`, `no_browser`, or why nothing arrives there; None where it reaches them. `trigger`: its name."""
    if channel is Channel.PUSH:
        return None if shopper.push else NO_BROWSER
    address = channel.address_of(order.contact)
    if not address and channel is Channel.LINE and has_notice(trigger, kind, order, rules):
        address = order.contact.phone
    return why_dead(shopper, channel, address) if address else NO_ADDRESS
