"""Who entered a code for an order: a cookie says it, sealed, for that order alone and a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shared.access.shopper_link import open_token, seal
from shared.errors import Forbidden

VALID_FOR = timedelta(hours=2)
COOKIE = "__Host-todoku"
"""The prefix keeps it to this very host, over TLS: a neighbouring domain can neither set nor read it (RFC 6265bis,
4.1.3.2)."""
_PURPOSE = "verified"


def cookie_for(link: str, secret: str, now: datetime) -> str:
    """The `Set-Cookie` that remembers it. `link`: the reference in the order's link."""
    token = seal(link, now + VALID_FOR, secret, _PURPOSE)
    age = int(VALID_FOR.total_seconds())
    return f"{COOKIE}={token}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax"


def is_verified(cookies: Mapping[str, str], link: str, secrets: Sequence[str], now: datetime) -> bool:
    """Whether these cookies show a code that was entered for this order, lately."""
    try:
        return open_token(cookies.get(COOKIE, ""), secrets, now, _PURPOSE) == link
    except Forbidden:
        return False
