"""Web push to every browser in which a shopper allowed it.

What a push service answers (RFC 8030, 5 and 7.3; RFC 8292, 4.2; docs of Mozilla autopush and FCM, 2026-11):

| answer | means here, for that browser |
| --- | --- |
| 200, 201, 202 | taken |
| 404, 410 | the subscription is gone: it is forgotten |
| 400, 401, 403, 413, other 4xx | refused, and somebody must look: VAPID key, size |
| 429 | not taken: retried, not before `Retry-After` |
| 5xx, no answer in time | nobody knows |

One browser that took it is enough: the message was sent. Push services know no idempotency token; but a repeat has the
same `Topic`, which replaces a message not yet delivered, and the same tag, under which the service worker shows it in
the place of the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto

from shared.errors import Unavailable
from shared.exchange import NoAnswer, Question, Transport
from shared.notifications.channels.push import PushMessage
from shared.notifications.gateway import FORGETS, MessageRefused, NotTaken, Taken
from shared.outbound.web_push_encryption import UnusableKey, encrypt, new_key, vapid
from shared.shoppers.push_services import is_push_service
from shared.shoppers.shopper import PushSubscription


class PushUnclear(Unavailable):
    """Nobody knows whether a push service took it."""

    code = "push_unclear"


class _Fate(Enum):
    TAKEN = auto()
    GONE = auto()
    REFUSED = auto()
    NOT_TAKEN = auto()
    UNCLEAR = auto()


class WebPush:
    """Implements shared.notifications.gateway.Gateway."""

    def __init__(
        self,
        transport: Transport,
        private_key: Callable[[], str],
        *,
        now: Callable[[], datetime],
        chance: Callable[[int], bytes],
        stand_in: str = "",
    ) -> None:
        """`private_key`: the merchant's. `chance`: that many random bytes. `stand_in`: as of `is_push_service`."""
        self._transport = transport
        self._private_key = private_key
        self._now = now
        self._chance = chance
        self._stand_in = stand_in

    def remembers(self, _: PushMessage, /) -> timedelta:
        return FORGETS

    def send(self, message: PushMessage, /) -> Taken:
        fates: dict[_Fate, list[str]] = defaultdict(list)
        patience = timedelta(0)
        for subscription in message.subscriptions:
            fate, wait = self._send_to(subscription, message)
            fates[fate].append(subscription.endpoint)
            patience = max(patience, wait)
        gone = tuple(fates[_Fate.GONE])
        if fates[_Fate.TAKEN]:
            return Taken(message.topic, gone)
        if fates[_Fate.UNCLEAR]:
            raise PushUnclear("No push service is known to have taken it.")
        if fates[_Fate.NOT_TAKEN]:
            raise NotTaken("push_429", patience or None)
        needs_mending = bool(fates[_Fate.REFUSED])
        raise MessageRefused("push_refused" if needs_mending else "push_gone", dead=gone, needs_mending=needs_mending)

    def _send_to(self, subscription: PushSubscription, message: PushMessage) -> tuple[_Fate, timedelta]:
        if not is_push_service(subscription.endpoint, self._stand_in):
            return _Fate.GONE, timedelta(0)
        try:
            answer = self._transport(self._question(subscription, message))
        except UnusableKey as unusable:
            return _blame(unusable), timedelta(0)
        except NoAnswer as none:
            return (_Fate.UNCLEAR if none.was_asked else _Fate.NOT_TAKEN), timedelta(0)
        return _fate(answer.status), answer.retry_after or timedelta(0)

    def _question(self, subscription: PushSubscription, message: PushMessage) -> Question:
        who = vapid(subscription.endpoint, self._private_key(), message.contact, self._now())
        salt, own_key = self._chance(16), new_key()
        body = encrypt(message.payload, subscription.p256dh, subscription.auth, salt=salt, own_key=own_key)
        headers = {
            "Authorization": who,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(message.ttl.total_seconds())),
            "Topic": message.topic,
            "Urgency": "normal",
        }
        return Question(subscription.endpoint, "POST", headers, body)


def _blame(unusable: UnusableKey) -> _Fate:
    """A browser's keys that cannot be read never will be; the merchant's can be mended."""
    return _Fate.REFUSED if unusable.field == "vapid_private_key" else _Fate.GONE


def _fate(status: int) -> _Fate:
    if 200 <= status < 300:
        return _Fate.TAKEN
    if status in (404, 410):
        return _Fate.GONE
    if status == 429:
        return _Fate.NOT_TAKEN
    return _Fate.REFUSED if 300 <= status < 500 else _Fate.UNCLEAR
