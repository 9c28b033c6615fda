"""Register an endpoint, change it, and remove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.errors import Conflict
from shared.webhooks.endpoint import (
    MOST_ENDPOINTS,
    DisabledReason,
    Endpoint,
    EndpointState,
    EndpointUnknown,
    read_events,
    read_url,
)
from shared.webhooks.ports import Endpoints, WebhookSecrets
from shared.webhooks.sign import SECRET_BYTES, new_secret

ENTROPY = 12 + SECRET_BYTES
"""Random bytes that a new endpoint takes: for its id, and for its secret."""


class UrlTaken(Conflict):
    """There is an endpoint with this address already."""

    code = "webhook_url_taken"


class TooManyEndpoints(Conflict):
    """There are as many endpoints as there may be."""

    code = "too_many_webhook_endpoints"


@dataclass(frozen=True, slots=True)
class Registered:
    """A new endpoint, or one with a new secret. The secret is shown this once."""

    endpoint: Endpoint
    secret: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be another; None: it stays."""

    url: str | None = None
    events: list[str] | None = None
    description: str | None = None
    state: EndpointState | None = None


def register(
    endpoints: Endpoints,
    secrets: WebhookSecrets,
    *,
    url: str,
    events: list[str],
    description: str,
    now: datetime,
    entropy: bytes,
    may_be_local: bool,
) -> Registered:
    """Keep a new endpoint and its secret, out of ENTROPY random bytes. It is told what happens within a minute.

    The secret is kept first: an endpoint without one is never told anything. Raises InvalidEndpoint, UrlTaken,
    TooManyEndpoints.
    """
    endpoint = Endpoint(
        endpoint_id=f"we_{entropy[:12].hex()}",
        url=read_url(url, may_be_local=may_be_local),
        events=read_events(events),
        created_at=now,
        description=description,
    )
    known = endpoints.all()
    _require_free(endpoint, known)
    if len(known) >= MOST_ENDPOINTS:
        raise TooManyEndpoints(f"There are {MOST_ENDPOINTS} endpoints already: remove one first.")
    secret = new_secret(entropy[12:ENTROPY])
    secrets.rotate_in(endpoint.endpoint_id, secret, keep=1)
    return Registered(endpoints.save(endpoint), secret)


def change(endpoints: Endpoints, endpoint_id: str, wanted: Change, *, now: datetime, may_be_local: bool) -> Endpoint:
    """Save what is to be another; the same again changes nothing. Enabled, an endpoint begins anew.

    Raises EndpointUnknown, InvalidEndpoint, UrlTaken, and StaleEndpoint where somebody else was faster.
    """
    before = require(endpoints, endpoint_id)
    after = before
    if wanted.url is not None and wanted.url != before.url:
        after = replace(after, url=read_url(wanted.url, may_be_local=may_be_local), failing_since=None)
        _require_free(after, endpoints.all())
    if wanted.events is not None:
        after = replace(after, events=read_events(wanted.events))
    if wanted.description is not None:
        after = replace(after, description=wanted.description)
    if wanted.state is not None and wanted.state is not before.state:
        is_active = wanted.state is EndpointState.ACTIVE
        after = after.enabled() if is_active else after.disabled(now, DisabledReason.MERCHANT)
    return before if after == before else endpoints.save(after)


def remove(endpoints: Endpoints, secrets: WebhookSecrets, endpoint_id: str) -> None:
    """Forget an endpoint and its secrets. What it missed is forgotten with time. Raises EndpointUnknown."""
    require(endpoints, endpoint_id)
    endpoints.remove(endpoint_id)
    secrets.forget(endpoint_id)


def require(endpoints: Endpoints, endpoint_id: str) -> Endpoint:
    """The endpoint; raises EndpointUnknown."""
    endpoint = endpoints.get(endpoint_id)
    if endpoint is None:
        raise EndpointUnknown("There is no endpoint with this id.", field="endpoint_id")
    return endpoint


def _require_free(endpoint: Endpoint, known: Sequence[Endpoint]) -> None:
    if any(other.url == endpoint.url and other.endpoint_id != endpoint.endpoint_id for other in known):
        raise UrlTaken("There is an endpoint with this url already.", field="url")
