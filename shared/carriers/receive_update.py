"""Receive a carrier's push: prove who sent it, see that it can be read at all, and put it into an event's words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared import strict_json
from shared.carriers.carrier import Carrier
from shared.carriers.events import CarrierUpdateReceived
from shared.eventing.envelope import Event, Metadata


def receive_update(
    carrier: Carrier,
    headers: Mapping[str, str],
    body: bytes,
    *,
    secrets: Sequence[str],
    merchant_id: str,
    now: datetime,
) -> Event:
    """The event of a push that is provably the carrier's; raises SignatureRefused, MalformedJson.

    The same bytes give the same event id, so a push that is repeated can be told from a new one.
    """
    carrier.verify(headers, body, secrets, now)
    strict_json.loads(body)
    data = CarrierUpdateReceived(carrier=carrier.slug, received_at=now, payload=body.decode("utf-8"))
    digest = hashlib.sha256(body).hexdigest()[:32]
    metadata = Metadata(
        event_id=f"update:{carrier.slug}:{digest}",
        version=data.version,
        occurred_at=now,
        merchant_id=merchant_id,
        correlation_id=f"update:{carrier.slug}:{digest}",
    )
    return Event.of(data, metadata)
