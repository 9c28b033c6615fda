"""The endpoints with their secrets, as a function remembers them for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.webhooks.endpoint import Endpoint
from shared.webhooks.ports import Endpoints, WebhookSecrets


@dataclass(frozen=True, slots=True)
class Known:
    """What was known when it was read."""

    endpoints: Sequence[Endpoint]
    secrets: Mapping[str, Sequence[str]]


def read_known(endpoints: Endpoints, secrets: WebhookSecrets) -> Known:
    """Both, so that they fit each other.

    The secrets are read first: who sees a new one also sees that it is new, and signs with the old one too. They are
    read again where an endpoint came in between.
    """
    known = secrets.read()
    found = endpoints.all()
    if any(endpoint.endpoint_id not in known for endpoint in found):
        known = secrets.read()
    return Known(found, known)
