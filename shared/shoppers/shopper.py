"""A shopper: everything about one person that outlives one order, and is about messages only."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.tracking.order import Contact

RECENT = timedelta(days=2)
"""For so long what was told is remembered here: longer than any rate limit counts back."""
MOST_RECENT = 60
COMPLAINED = "complained"
MOST_SUBSCRIPTIONS = 5
"""Browsers of one shopper that push messages go to; the one that was added first makes room."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the shopper said about one kind of message on one channel."""

    allowed: bool
    at: datetime
    """Aware, UTC. The later of two choices holds."""
    source: str
    """Where they said it: `checkout`, `preference_page`, `one_click`, `complaint`, `merchant`."""


@dataclass(frozen=True, slots=True)
class PushSubscription:
    """A browser that takes web push (RFC 8030): as `PushSubscription.toJSON()` gives it."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Click:
    """The last time a shopper followed a link of a message: orders that come soon after are put down to it."""

    message_id: str
    order_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shopper:
    """Preferences, consent, dead addresses, and what was told lately. Holds no name and no address in the clear."""

    shopper_id: str
    choices: dict[str, Choice] = field(default_factory=dict)
    """"<channel>:<kind>" -> choice."""
    preferred: tuple[Channel, ...] = ()
    """Channels in the shopper's own order; empty: the merchant's."""
    dead: dict[str, str] = field(default_factory=dict)
    """Hash of an address -> why nothing is sent there any more: `bounced`, `complained`, `blocked`, `invalid`."""
    push: tuple[PushSubscription, ...] = ()
    recent: dict[str, datetime] = field(default_factory=dict)
    """Message id -> when it was decided to be told; the newest `MOST_RECENT` of `RECENT`."""
    last_click: Click | None = None
    version: int = 0

    def choice(self, channel: Channel, kind: Kind) -> Choice | None:
        """What they said; None where they said nothing."""
        return self.choices.get(f"{channel}:{kind}")

    def choosing(self, channel: Channel, kind: Kind, choice: Choice) -> Shopper:
        """The shopper once they said this; an older choice than the known one changes nothing. Of two at once, no."""
        known = self.choice(channel, kind)
        if known is not None and (known.at, not known.allowed) >= (choice.at, not choice.allowed):
            return self
        return replace(self, choices={**self.choices, f"{channel}:{kind}": choice})

    def preferring(self, channels: Sequence[Channel]) -> Shopper:
        """The shopper once they want to be reached on these channels, in this order."""
        return replace(self, preferred=tuple(dict.fromkeys(channels)))

    def subscribing(self, subscription: PushSubscription) -> Shopper:
        """The shopper with this browser; the same endpoint again replaces its keys."""
        others = tuple(known for known in self.push if known.endpoint != subscription.endpoint)
        if subscription in self.push:
            return self
        return replace(self, push=(*others, subscription)[-MOST_SUBSCRIPTIONS:])

    def unsubscribing(self, endpoints: Collection[str]) -> Shopper:
        """The shopper without these browsers."""
        return replace(self, push=tuple(known for known in self.push if known.endpoint not in endpoints))

    def losing(self, addresses: Iterable[str], why: str) -> Shopper:
        """The shopper once nothing may be sent to these addresses any more. The first reason stays; but a complaint
        says most.
        """
        lost = {address_hash(address): why for address in addresses}
        return replace(self, dead={**self.dead, **lost} if why == COMPLAINED else {**lost, **self.dead})

    def remembering(self, told: Mapping[str, datetime], now: datetime) -> Shopper:
        """The shopper once it was decided, then, to tell them these messages; older than `RECENT` is forgotten."""
        if told.keys() <= self.recent.keys():
            return self
        lately = {key: at for key, at in {**told, **self.recent}.items() if now - at < RECENT}
        newest = sorted(lately.items(), key=lambda item: (item[1], item[0]))[-MOST_RECENT:]
        return replace(self, recent=dict(newest))

    def clicking(self, click: Click) -> Shopper:
        """The shopper once they followed a link; an older click than the known one changes nothing."""
        if self.last_click is not None and self.last_click.at >= click.at:
            return self
        return replace(self, last_click=click)

    def why_dead(self, address: str) -> str | None:
        """Why nothing is sent to `address`; None where it may be."""
        return self.dead.get(address_hash(address))


def shopper_id(contact: Contact) -> str:
    """The same person across orders, as well as contacts tell: by e-mail, else telephone, else LINE user; hashed.

    "" for a contact that has none of them.
    """
    known = contact.email.strip().lower() or contact.phone or contact.line_user_id
    return address_hash(known) if known else ""


def address_hash(address: str) -> str:
    """26 hex digits of the SHA-256 of an address in small letters: finds it again, and does not say it."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:26]
