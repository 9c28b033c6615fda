"""Replay what an endpoint missed, or took at no try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.webhooks.delivery import StaleDelivery
from shared.webhooks.endpoint import EndpointDisabled, EndpointUnknown
from shared.webhooks.ports import Deliveries, Endpoints

MOST_AT_ONCE = 200
"""Deliveries of one call: each is a write, and somebody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a call did."""

    replayed: int
    more: bool
    """Whether there is more: call again."""


def replay(
    endpoints: Endpoints, deliveries: Deliveries, endpoint_id: str, now: datetime, since: datetime | None = None
) -> Replayed:
    """Make them due at once, each with 14 tries before it, and with its `webhook-id` as before.

    `since`: only what was missed or given up then or later. Raises EndpointUnknown and EndpointDisabled.
    """
    endpoint = endpoints.get(endpoint_id)
    if endpoint is None:
        raise EndpointUnknown("There is no endpoint with this id.", field="endpoint_id")
    if not endpoint.is_active:
        raise EndpointDisabled("The endpoint is disabled: enable it first.")
    found = deliveries.replayable(endpoint_id, since, MOST_AT_ONCE)
    done = 0
    for delivery in found:
        try:
            deliveries.save(delivery.replayed(now))
        except StaleDelivery:
            continue
        done += 1
    return Replayed(done, more=len(found) == MOST_AT_ONCE)
