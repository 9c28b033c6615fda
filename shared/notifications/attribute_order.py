"""Put an order down to the message whose link the shopper followed shortly before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.notifications.message import Message
from shared.notifications.ports import Messages, StaleMessage
from shared.notifications.rules import NotificationRules
from shared.shoppers.shopper import Click, Shopper
from shared.tracking.order import Order

_TRIES = 4


def attribute_order(
    order: Order, shopper: Shopper, *, messages: Messages, rules: NotificationRules, now: datetime
) -> Message | None:
    """The message with the order added; None where no message brought it. Again changes nothing.

    It counts by the last click alone, within `rules.attributed_days` before the order was placed, and never for the
    order that the message was about. Orders of the past that are imported later were placed before the click.
    """
    click = shopper.last_click
    if click is None or not _led_to(click, order, timedelta(days=rules.attributed_days), now):
        return None
    for _ in range(_TRIES):
        message = messages.get(click.order_id, click.message_id)
        if message is None or order.order_id in message.reaction.orders:
            return message
        orders = (*message.reaction.orders, order.order_id)
        try:
            return messages.save(replace(message, reaction=replace(message.reaction, orders=orders)))
        except StaleMessage:
            continue
    raise StaleMessage("The message kept changing: try again.")


def _led_to(click: Click, order: Order, within: timedelta, now: datetime) -> bool:
    since = min(order.placed_at, now) - click.at
    return click.order_id != order.order_id and timedelta(0) <= since <= within
