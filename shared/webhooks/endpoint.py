"""An endpoint: one address of the merchant's own servers, and which events it wants to be told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from shared.errors import Conflict, Invalid, NotFound
from shared.webhooks.event_types import DELIVERED

ID = r"^we_[0-9a-f]{24}$"
EVERY_EVENT = "*"
MOST_ENDPOINTS = 10
"""Of one deployment. Each is tried beside the others within one run of a function."""
MOST_CHARACTERS = 1000
"""Of an address."""
GIVEN_UP_AFTER = timedelta(days=5)
"""An endpoint that took nothing for so long is disabled (as Svix does, 2026-11: docs.svix.com/retries)."""
MISSED_KEPT_FOR = timedelta(days=30)
"""How long is kept what a disabled endpoint misses."""
_RESERVED = ("localhost", "local", "internal", "home.arpa", "test", "invalid")
"""Ends of names that mean no server of the public internet (RFC 6761, RFC 8375; `.internal`: ICANN, 2024-07)."""


class EndpointState(StrEnum):
    """Whether it is told. The values are public."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DisabledReason(StrEnum):
    """Why it is told nothing. The values are public."""

    GONE = "gone"
    """It answered 410."""
    FAILING = "failing"
    """It took nothing for five days."""
    MERCHANT = "merchant"
    """The merchant said so."""


class EndpointUnknown(NotFound):
    """There is no endpoint with this id."""

    code = "webhook_endpoint_unknown"


class InvalidEndpoint(Invalid):
    """The address or the events are not what can be told."""

    code = "invalid_webhook_endpoint"


class StaleEndpoint(Conflict):
    """Somebody else saved the endpoint since it was read. Read anew and retry."""

    code = "stale_webhook_endpoint"


class EndpointDisabled(Conflict):
    """It is told nothing: enable it first."""

    code = "webhook_endpoint_disabled"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """As it was registered, and how it does. Its secrets lie elsewhere, under its id. All times are aware, UTC."""

    endpoint_id: str
    url: str
    events: tuple[str, ...]
    """Detail-types, or EVERY_EVENT alone."""
    created_at: datetime
    description: str = ""
    state: EndpointState = EndpointState.ACTIVE
    failing_since: datetime | None = None
    """Since when it took nothing; None: it took what it was told last."""
    disabled_at: datetime | None = None
    disabled_because: DisabledReason | None = None
    rotated_at: datetime | None = None
    """When its secret was last replaced."""
    version: int = 0

    @property
    def is_active(self) -> bool:
        """Whether it is told."""
        return self.state is EndpointState.ACTIVE

    def wants(self, detail_type: str) -> bool:
        """Whether it is to be told events of this kind."""
        return detail_type in self.events or (EVERY_EVENT in self.events and detail_type in DELIVERED)

    def keeps_missed(self, now: datetime) -> bool:
        """Whether what it misses is kept: for as long as somebody may still enable it."""
        return self.disabled_at is not None and now - self.disabled_at < MISSED_KEPT_FOR

    def disabled(self, now: datetime, reason: DisabledReason) -> Endpoint:
        """It, told nothing from now on."""
        return replace(self, state=EndpointState.DISABLED, disabled_at=now, disabled_because=reason)

    def enabled(self) -> Endpoint:
        """It, told again, as if it had never failed."""
        state = EndpointState.ACTIVE
        return replace(self, state=state, failing_since=None, disabled_at=None, disabled_because=None)


def read_url(url: str, *, may_be_local: bool) -> str:
    """The address; raises InvalidEndpoint for one that could lead to anything but a public HTTPS server.

    `may_be_local`: also `http://` to this very machine, for the local cloud. What a name leads to is looked at again
    each time something is sent.
    """
    if len(url) > MOST_CHARACTERS or not re.fullmatch(r"[\x21-\x7e]+", url):
        raise InvalidEndpoint(f"url: ASCII without spaces, {MOST_CHARACTERS} characters at most.", field="url")
    try:
        address = urlsplit(url)
        host, _ = address.hostname or "", address.port
    except ValueError:
        raise InvalidEndpoint("url: this is no address.", field="url") from None
    if may_be_local and address.scheme == "http" and host == "127.0.0.1":
        return url
    if address.scheme != "https" or not host or address.username or address.password or address.fragment:
        raise InvalidEndpoint("url: https://, without user, password and fragment.", field="url")
    if not _may_be_public(host):
        raise InvalidEndpoint("url: not a server of the public internet.", field="url")
    return url


def read_events(events: list[str]) -> tuple[str, ...]:
    """Kinds of events, each once; raises InvalidEndpoint for one that is not delivered, or for none."""
    wanted = tuple(dict.fromkeys(events))
    unknown = [name for name in wanted if name != EVERY_EVENT and name not in DELIVERED]
    if unknown or not wanted:
        raise InvalidEndpoint(f'events: "*" for all, or some of {", ".join(DELIVERED)}.', field="events")
    return (EVERY_EVENT,) if EVERY_EVENT in wanted else wanted


def _may_be_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").lower().split(".")
        ends = {".".join(labels[-count:]) for count in (1, 2)}
        return len(labels) > 1 and not labels[-1].isdigit() and ends.isdisjoint(_RESERVED)
