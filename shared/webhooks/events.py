"""What webhooks publish: that one of them goes nowhere any more."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from shared.eventing.envelope import EventData
from shared.webhooks.endpoint import DisabledReason

SOURCE = "postpurchase.webhooks"


class WebhookEndpointDisabled(EventData):
    """An endpoint is told nothing any more. What it misses is kept for 30 days, and can be replayed."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "WebhookEndpointDisabled"
    version: ClassVar[int] = 1

    endpoint_id: str
    disabled_at: AwareDatetime
    reason: DisabledReason
    failing_since: AwareDatetime | None = None
    """Since when it took nothing."""
