"""Send one webhook to one endpoint, signed, and say how that went."""

from __future__ import annotations

from dataclasses import replace

from shared.webhooks.delivery import Attempt
from shared.webhooks.endpoint import Endpoint
from shared.webhooks.ports import Means, NoSecret
from shared.webhooks.sign import in_force, signed_headers

_JSON = {"Content-Type": "application/json; charset=utf-8"}


def try_delivery(means: Means, endpoint: Endpoint, message_id: str, body: str) -> Attempt:
    """One try, signed with the time at which it begins. Raises NoSecret."""
    now = means.clock()
    secrets = in_force(means.secrets().get(endpoint.endpoint_id, ()), endpoint.rotated_at, now)
    if not secrets:
        raise NoSecret("There is no secret for this endpoint yet: rotate it, if this does not pass.")
    raw = body.encode()
    attempt = means.post(endpoint.url, {**_JSON, **signed_headers(message_id, raw, secrets, now)}, raw)
    return replace(attempt, at=means.clock())
