"""A message: one thing told, or deliberately not told, to one shopper."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.notifications.facts import Facts
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId


class MessageState(StrEnum):
    """How far a message has come. The values are public."""

    PLANNED = "planned"
    """Due later: then it is decided anew."""
    DECIDED = "decided"
    """Announced to the sender of its channel."""
    SENDING = "sending"
    SENT = "sent"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    """No channel took it."""


class Outcome(StrEnum):
    """What became of an attempt on a channel."""

    SENT = "sent"
    REFUSED = "refused"
    """The service will never take it there: the next channel is tried."""
    UNCONFIRMED = "unconfirmed"
    """Handed over twice without an answer, to a service that cannot tell repeats: it is not handed over again."""
    UNREACHABLE = "unreachable"
    """No address there (any more), or a dead one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of it on one channel."""

    channel: Channel
    at: datetime
    outcome: Outcome
    reason: str = ""
    """A code; the provider's own where it gives one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question the decision asked, and its answer."""

    name: str
    passed: bool
    says: str = ""
    """What was found, in codes and dates: "consent: refused at preference_page", "reached delivered"."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What was heard of it after it was sent: from the provider, or a link that was followed."""

    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    """The first time, as far as mail programs tell: many open every mail, others none."""
    clicked_at: datetime | None = None
    bounced_at: datetime | None = None
    bounce: str = ""
    """`permanent` or `transient`."""
    complained_at: datetime | None = None
    orders: tuple[str, ...] = ()
    """Orders placed soon after a link of it was followed."""


@dataclass(frozen=True, slots=True)
class Message:
    """The decision to tell someone, and what became of it. Holds no address: the sender reads that from the order."""

    message_id: str
    order_id: str
    trigger: str
    subject: str
    """As of its occasion."""
    kind: Kind
    shopper: str
    """`shared.shoppers.shopper.shopper_id`."""
    language: str
    state: MessageState
    reason: str
    """Why it was decided so: `told`, or the code of the check that stopped it."""
    occurred_at: datetime
    """Aware, UTC; of the occasion."""
    decided_at: datetime
    """Aware, UTC; of the decision that stands."""
    channel: Channel
    """The one it goes out on now; of a suppressed one, the first it would have gone out on."""
    next_channels: tuple[Channel, ...] = ()
    """Tried in this order where `channel` does not take it."""
    facts: Facts = field(default_factory=lambda: Facts())
    parcel: ParcelId | None = None
    checks: tuple[Check, ...] = ()
    """Those that found something, or stopped it; the others that were asked passed and said nothing."""
    due_at: datetime | None = None
    """While PLANNED: when it is decided anew. Stays, so that one that was found due is announced until it is taken."""
    keep_until: datetime | None = None
    """Aware, UTC: so long it is kept, as the rules said when it was decided; None: for good."""
    configuration: int = 0
    """Which version of the merchant's configuration it was decided by."""
    attempts: tuple[Attempt, ...] = ()
    handed_over: int = 0
    """How often it was claimed on `channel` without an answer that is known."""
    sent_at: datetime | None = None
    provider_id: str = ""
    """What the channel's service calls it."""
    lease_until: datetime | None = None
    """While SENDING: until then one sender, and nobody else, is at it."""
    reaction: Reaction = field(default_factory=Reaction)
    version: int = 0


def message_id(order_id: str, trigger: str, subject: str, channel: Channel | None = None) -> str:
    """The same message for the same occasion, however often it is decided: 26 hex digits.

    `channel`: where the merchant wants it told on every channel, and each is a message of its own.
    """
    cause = "\x1f".join((order_id, trigger, subject, *([channel] if channel else [])))
    return hashlib.sha256(cause.encode()).hexdigest()[:26]
