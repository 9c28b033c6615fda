"""A web push: what a browser's service worker shows, and the headers that tell its push service how to carry it.

Sources: RFC 8030 (5.2 TTL, 5.3 Urgency, 5.4 Topic: at most 32 characters of base64url; a later message of a topic
replaces one that was not delivered yet); RFC 8291, 4: at most 4,096 bytes in all, so 3,993 of content.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from shared.notifications.catalogue import trigger_named
from shared.notifications.content.chat import write_chat
from shared.notifications.content.letter import Chat, Letter
from shared.shoppers.shopper import PushSubscription

MOST_BYTES = 3993
_SHORTEST_TTL, _LONGEST_TTL = timedelta(minutes=10), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PushMessage:
    """One message for every browser of a shopper."""

    subscriptions: tuple[PushSubscription, ...]
    topic: str
    payload: bytes
    """JSON: title, body, url, action, tag. The service worker shows it under `tag`: shown again, it replaces itself."""
    ttl: timedelta
    """For how long the push service keeps it for a browser that is not there."""
    contact: str
    """`mailto:` or https: who sends it (RFC 8292)."""


def push_message(letter: Letter, subscriptions: Sequence[PushSubscription], contact: str) -> PushMessage:
    """The letter for every browser in `subscriptions`; kept for those that are not there until it is old news."""
    message_id = letter.message.message_id
    return PushMessage(
        tuple(subscriptions), message_id, _payload(write_chat(letter), message_id), _ttl(letter), contact
    )


def _ttl(letter: Letter) -> timedelta:
    trigger = trigger_named(letter.message.trigger)
    if trigger is None:
        return timedelta(0)
    left = letter.message.occurred_at + trigger.stale_after - letter.now
    return min(max(left, _SHORTEST_TTL), _LONGEST_TTL)


def _payload(chat: Chat, tag: str) -> bytes:
    """The body is shortened where all together would be too long."""
    body = chat.body
    while True:
        shown = {"title": chat.title, "body": body, "url": chat.url, "action": chat.button, "tag": tag}
        written = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
        if len(written) <= MOST_BYTES or not body:
            return written
        body = body[: len(body) * 3 // 4]
