"""What a webhook's body says: an event, as the bus carries it, under Standard Webhooks' names."""

from __future__ import annotations

import json
from datetime import datetime

from shared.eventing.envelope import Event
from shared.webhooks.endpoint import Endpoint

TEST = "WebhookTest"
"""The type of a test. Nothing of this type is ever on the bus."""


def body_of(event: Event) -> str:
    """`{"type", "timestamp", "data", "metadata"}`; the same event gives the same text."""
    detail = json.loads(event.detail())
    content = {
        "type": event.detail_type,
        "timestamp": detail["metadata"]["occurred_at"],
        "data": detail["data"],
        "metadata": detail["metadata"],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def body_of_test(endpoint: Endpoint, event_id: str, now: datetime, merchant_id: str) -> str:
    """The body of a test, in the same form."""
    at = now.isoformat().replace("+00:00", "Z")
    metadata = {
        "event_id": event_id,
        "version": 1,
        "occurred_at": at,
        "merchant_id": merchant_id,
        "correlation_id": endpoint.endpoint_id,
    }
    content = {"type": TEST, "timestamp": at, "data": {"endpoint_id": endpoint.endpoint_id}, "metadata": metadata}
    return json.dumps(content, separators=(",", ":"))
