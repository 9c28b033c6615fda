"""Which events follow from an endpoint that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from shared.eventing.envelope import Event, Metadata
from shared.webhooks.endpoint import DisabledReason, Endpoint
from shared.webhooks.events import WebhookEndpointDisabled


def of_endpoint(before: Endpoint | None, after: Endpoint, *, merchant_id: str) -> list[Event]:
    """That it was disabled; none where it was before, or is not. The id depends only on which endpoint, and when."""
    if after.is_active or after.disabled_at is None or (before is not None and not before.is_active):
        return []
    data = WebhookEndpointDisabled(
        endpoint_id=after.endpoint_id,
        disabled_at=after.disabled_at,
        reason=after.disabled_because or DisabledReason.MERCHANT,
        failing_since=after.failing_since,
    )
    metadata = Metadata(
        event_id=f"webhook_disabled:{after.endpoint_id}:{after.disabled_at:%Y%m%dT%H%M%S%f}",
        version=data.version,
        occurred_at=after.disabled_at,
        merchant_id=merchant_id,
        correlation_id=after.endpoint_id,
    )
    return [Event.of(data, metadata)]
