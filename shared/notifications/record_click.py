"""Note that a link of a message was followed: on the message, and with the shopper, who may order because of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from shared.notifications.ports import Messages
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import Click

MESSAGE_ID = re.compile(r"[0-9a-f]{26}")


def record_click(messages: Messages, shoppers: Shoppers, order_id: str, message_id: str, now: datetime) -> bool:
    """Note the first time a link of the message was followed; answers whether this was it.

    A message of another order, or none at all, is not noted. Raises StaleMessage and StaleShopper where others were
    faster: who shows a page goes on without.
    """
    if not MESSAGE_ID.fullmatch(message_id):
        return False
    message = messages.get(order_id, message_id)
    if message is None or message.sent_at is None or message.reaction.clicked_at is not None:
        return False
    messages.save(replace(message, reaction=replace(message.reaction, clicked_at=now)))
    if message.shopper:
        click = Click(message_id, order_id, now)
        change_shopper(shoppers, message.shopper, lambda shopper: shopper.clicking(click))
    return True
