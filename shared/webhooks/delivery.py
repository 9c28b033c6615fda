"""A delivery: one event that an endpoint did not take at the first try, or missed, and what became of it since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.errors import Conflict
from shared.webhooks.schedule import next_try, whole_second

KEPT_FOR = timedelta(days=30)
"""After it was last written."""
GONE = 410


class DeliveryState(StrEnum):
    """What became of it. The values are public."""

    PENDING = "pending"
    """It is tried again."""
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"
    """Every try failed."""
    MISSED = "missed"
    """The endpoint was disabled."""


REPLAYABLE = (DeliveryState.MISSED, DeliveryState.EXHAUSTED)


class AttemptCode(StrEnum):
    """How a try ended. The values are public."""

    OK = "ok"
    """2xx."""
    STATUS = "status"
    """Another status; redirects are not followed."""
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    """No connection, no such name, or it broke off."""
    UNTRUSTED = "untrusted"
    """Its certificate is not one to trust."""
    ADDRESS_REFUSED = "address_refused"
    """Its name leads to an address that is not public."""


class StaleDelivery(Conflict):
    """Somebody else tried it since it was read."""

    code = "stale_webhook_delivery"


@dataclass(frozen=True, slots=True)
class DeliveryPlace:
    """Where a delivery stands among those in its state."""

    at: datetime
    """When it is due, or since when it is in its state; a whole second."""
    message_id: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try."""

    at: datetime
    code: AttemptCode
    status: int | None = None
    """None: there was no answer."""
    retry_after: timedelta | None = None
    """For how long the endpoint asked to be left alone."""

    @property
    def is_ok(self) -> bool:
        """Whether the event was taken."""
        return self.code is AttemptCode.OK


@dataclass(frozen=True, slots=True)
class Delivery:
    """Identified by endpoint and message. All times are aware, UTC."""

    endpoint_id: str
    message_id: str
    """Its `webhook-id`."""
    event_id: str
    detail_type: str
    body: str
    """As it is signed and sent; "" once it is delivered."""
    state: DeliveryState
    moved_at: datetime
    """When it came into its state; a whole second."""
    attempts: tuple[Attempt, ...] = ()
    """Since it was last replayed."""
    next_try_at: datetime | None = None
    """A whole second; None unless it is pending."""
    replays: int = 0
    version: int = 0

    def after(self, attempt: Attempt) -> Delivery:
        """It, once this try is known. 410 says that the endpoint is gone for good, not only this event."""
        attempts = (*self.attempts, attempt)
        again = next_try(f"{self.message_id}#{self.endpoint_id}", len(attempts), attempt.at, attempt.retry_after)
        if attempt.is_ok:
            state, again = DeliveryState.DELIVERED, None
        elif attempt.status == GONE:
            state, again = DeliveryState.MISSED, None
        else:
            state = DeliveryState.PENDING if again else DeliveryState.EXHAUSTED
        moved_at = self.moved_at if state is self.state else whole_second(attempt.at)
        body = "" if attempt.is_ok else self.body
        return replace(self, body=body, attempts=attempts, state=state, moved_at=moved_at, next_try_at=again)

    def claimed(self, until: datetime) -> Delivery:
        """It, while somebody tries it: due again at `until`, should nobody say how that ended."""
        return replace(self, next_try_at=whole_second(until))

    def replayed(self, now: datetime) -> Delivery:
        """It, due at once, with all tries before it again."""
        at = whole_second(now)
        return replace(
            self, state=DeliveryState.PENDING, moved_at=at, attempts=(), next_try_at=at, replays=self.replays + 1
        )

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be tried."""
        return self.state is DeliveryState.PENDING and self.next_try_at is not None and self.next_try_at <= now

    def place(self) -> DeliveryPlace:
        """Where it stands among those in its state: pending ones by when they are due."""
        return DeliveryPlace(self.next_try_at or self.moved_at, self.message_id)

    def expires_at(self) -> datetime:
        """Until when it is kept."""
        last = self.attempts[-1].at if self.attempts else self.moved_at
        return max(last, self.moved_at, self.next_try_at or self.moved_at) + KEPT_FOR
