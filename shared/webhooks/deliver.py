"""Tell an event to every endpoint that wants it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from shared.eventing.envelope import Event
from shared.webhooks.delivery import Attempt, Delivery, DeliveryState
from shared.webhooks.endpoint import Endpoint
from shared.webhooks.note_health import note_health
from shared.webhooks.payload import body_of
from shared.webhooks.ports import Means, SideBySide
from shared.webhooks.schedule import whole_second
from shared.webhooks.sign import webhook_id
from shared.webhooks.try_delivery import try_delivery


class Told(StrEnum):
    """What became of an event at one endpoint, for a log."""

    DELIVERED = "delivered"
    FAILED = "failed"
    """It is kept, and tried again."""
    MISSED = "missed"
    """It is kept for when the endpoint is enabled."""
    DROPPED = "dropped"
    """The endpoint was disabled too long ago for anybody to want it."""
    KNOWN = "known"
    """It came before, and is kept already: its own tries go on."""


def deliver(means: Means, event: Event, endpoints: Sequence[Endpoint], side_by_side: SideBySide[Told]) -> list[Told]:
    """Try it once with each that wants it, side by side.

    What is taken at the first try is written nowhere. The same event again therefore goes out again, with the same
    `webhook-id`; not where it failed before, for there its own tries go on.
    """
    wanting = [endpoint for endpoint in endpoints if endpoint.wants(event.detail_type)]
    if not wanting:
        return []
    body = body_of(event)
    return list(side_by_side([partial(_tell, means, endpoint, event, body) for endpoint in wanting]))


def _tell(means: Means, endpoint: Endpoint, event: Event, body: str) -> Told:
    delivery = _delivery(means, endpoint, event, body)
    if not endpoint.is_active and not endpoint.keeps_missed(means.clock()):
        return Told.DROPPED
    if means.deliveries.get(endpoint.endpoint_id, delivery.message_id):
        return Told.KNOWN
    if not endpoint.is_active:
        return Told.MISSED if means.deliveries.keep(delivery) else Told.KNOWN
    attempt = try_delivery(means, endpoint, delivery.message_id, body)
    return _keep(means, endpoint, delivery, attempt)


def _keep(means: Means, endpoint: Endpoint, delivery: Delivery, attempt: Attempt) -> Told:
    if not attempt.is_ok:
        means.deliveries.keep(delivery.after(attempt))
    note_health(means.endpoints, endpoint, attempt)
    return Told.DELIVERED if attempt.is_ok else Told.FAILED


def _delivery(means: Means, endpoint: Endpoint, event: Event, body: str) -> Delivery:
    """As it is before any try: missed, until it was tried."""
    return Delivery(
        endpoint_id=endpoint.endpoint_id,
        message_id=webhook_id(event.metadata.event_id),
        event_id=event.metadata.event_id,
        detail_type=event.detail_type,
        body=body,
        state=DeliveryState.MISSED,
        moved_at=whole_second(means.clock()),
    )
