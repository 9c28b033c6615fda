"""Receive a carrier's push: prove who sent it, see that it can be read at all, and put it into an event's words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.carrier import Carrier
from shared.carriers.events import CarrierUpdateReceived
from shared.carriers.ports import Files
from shared.eventing.envelope import Event, Metadata

MAX_IN_EVENT = 120 * 1024
"""Bytes. EventBridge takes 256 KB an entry, and JSON inside JSON, its quotes and backslashes escaped, may be twice as
long (docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html, 2026-11)."""
MAX_PUSH = 4 * 1024 * 1024
"""Bytes. API Gateway hands a function 6 MB at most, and what is no text as base64, a third longer."""
LARGE = "pushes/"
"""Where large pushes are put, by carrier and digest."""


def receive_update(
    carrier: Carrier,
    headers: Mapping[str, str],
    body: bytes,
    *,
    secrets: Sequence[str],
    large: Files,
    merchant_id: str,
    now: datetime,
) -> Event:
    """The event of a push that is provably the carrier's; raises SignatureRefused, and what `said_by` raises."""
    carrier.verify(headers, body, secrets, now)
    return said_by(carrier, body, large=large, merchant_id=merchant_id, now=now)


def said_by(carrier: Carrier, body: bytes, *, large: Files, merchant_id: str, now: datetime) -> Event:
    """The event of what the carrier pushed, or answered; raises MalformedJson or MalformedXml.

    The same bytes give the same event id, so a push that is repeated can be told from a new one. A body that is too
    large for an event (some carriers send photos along) is put into `large`, and the event says where.
    """
    carrier.read(body)
    if len(body) <= MAX_IN_EVENT:
        return event_of(carrier, body, merchant_id=merchant_id, now=now)
    path = f"{LARGE}{carrier.slug}/{_digest(body)}"
    large.write(path, body)
    return event_of(carrier, body, merchant_id=merchant_id, now=now, payload_file=path)


def event_of(
    carrier: Carrier, body: bytes, *, merchant_id: str, now: datetime, payload_file: str | None = None
) -> Event:
    """The event of a body that this carrier's adapter reads, however it came. The same bytes give the same event id."""
    data = CarrierUpdateReceived(
        carrier=carrier.slug,
        received_at=now,
        payload="" if payload_file else body.decode("utf-8"),
        payload_file=payload_file,
    )
    digest = _digest(body)
    metadata = Metadata(
        event_id=f"update:{carrier.slug}:{digest}",
        version=data.version,
        occurred_at=now,
        merchant_id=merchant_id,
        correlation_id=f"update:{carrier.slug}:{digest}",
    )
    return Event.of(data, metadata)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]
