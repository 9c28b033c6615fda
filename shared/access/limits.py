"""How often somebody may ask: look-ups, new returns, gift codes. So that numbers and codes cannot be guessed.

Fixed windows of an hour, counted per limit and caller. A caller is known by a keyed hash of the orders whose tokens
they show, else of the address they ask from; the address itself is kept nowhere. The merchant's own key is not counted:
whoever holds it may read everything anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from shared.errors import TooMany

WINDOW = timedelta(hours=1)
_KEPT = timedelta(hours=1)
"""After the window is over, so that a late look still finds it."""


class AskedTooOften(TooMany):
    """This caller asked for this more often than anybody needs to in an hour."""

    code = "asked_too_often"


class Counters(Protocol):
    """Counts that go away by themselves."""

    def take(self, key: str, window: datetime, most: int, expires_at: datetime) -> bool:
        """Count one more in the window, unless `most` are counted (False). Atomic: of many at once no more get through.

        `window`: when it began, aware, UTC.
        """

    def counted(self, key: str, window: datetime) -> int:
        """How many were counted in the window, strongly consistent."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one thing may be asked for by one caller in an hour."""

    name: str
    """Small letters and underscores: part of the counter's key."""
    most: int
    counters: Counters

    def check(self, key: str, now: datetime) -> None:
        """Count the key once more; raises AskedTooOften, with the seconds until the window is over.

        `key`: what is counted: from `caller_key`, `nearby_key` or `order_key`, as the limit says. `now`: aware, UTC.
        """
        window = window_of(now)
        if not self.counters.take(f"{self.name}#{key}", window, self.most, window + WINDOW + _KEPT):
            left = max(1, -((now - window - WINDOW) // timedelta(seconds=1)))
            raise AskedTooOften("This was asked too often from here. Wait, then ask again.", retry_after=left)

    def asked(self, key: str, now: datetime) -> int:
        """How often the caller was counted in the last two windows, the running one included."""
        window = window_of(now)
        full = f"{self.name}#{key}"
        return self.counters.counted(full, window) + self.counters.counted(full, window - WINDOW)


def look_ups(counters: Counters) -> Limit:
    """Of orders and returns by their numbers: a person looks a few times, a program that guesses thousands."""
    return Limit("look_up", 120, counters)


def order_lookups(counters: Counters) -> Limit:
    """Forms on which shoppers ask for their order, by caller: a household asks a few times, an office some more."""
    return Limit("order_lookup", 30, counters)


def lookups_of_number_nearby(counters: Counters) -> Limit:
    """The same of one order's number, out of one network: who fills it shuts out nobody elsewhere. Its key is
    `nearby_key`."""
    return Limit("lookup_nearby", 60, counters)


def lookups_of_number(counters: Counters) -> Limit:
    """The same of one order's number, whoever asks. Very high: only many networks together can fill it, and who does
    shuts out whose order it is, for the rest of the hour."""
    return Limit("lookup_of_number", 1200, counters)


def access_codes(counters: Counters) -> Limit:
    """Codes mailed about one order. Five tries each: at most one guess in 33,000 an hour is right."""
    return Limit("access_code", 6, counters)


def gift_codes(counters: Counters) -> Limit:
    """Tries of gift codes, right or wrong."""
    return Limit("gift_code", 20, counters)


def wrong_gift_codes(counters: Counters) -> Limit:
    """Wrong codes for one order, whoever tried them. Its key is the order's (`order_key`)."""
    return Limit("wrong_gift_code", 20, counters)


def new_returns(counters: Counters) -> Limit:
    """Drafts and submissions."""
    return Limit("new_return", 40, counters)


def uploads(counters: Counters) -> Limit:
    """Forms that are signed for a file. Of their own: who shows all that they may must still get to ask for it."""
    return Limit("upload", 120, counters)


def order_forms(counters: Counters) -> Limit:
    """Forms about one order by which shoppers say something: reviews, calls for help, what they want to hear."""
    return Limit("order_form", 40, counters)


def claim_forms(counters: Counters) -> Limit:
    """Forms by which claims are reported and added to. Of their own: those take a code, and who has the tracking link
    alone must not be able to use them up."""
    return Limit("claim_form", 40, counters)


def window_of(now: datetime) -> datetime:
    """When the window began in which `now` lies: the full hour, UTC."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def caller_key(address: str, secret: str) -> str:
    """What a caller is counted under: 32 hex digits that nobody can turn back into the address without the secret.

    Of an IPv6 address the first 64 bits count, which is what one household or server has at least (RFC 6177).
    """
    return _keyed("caller", _network(address), secret)


def order_key(order_id: str, secret: str) -> str:
    """What an order is counted under."""
    return _keyed("order", order_id, secret)


def nearby_key(number: str, address: str, secret: str) -> str:
    """What an order's number is counted under, out of one network: an IPv4 /24, or an IPv6 /48, which is what one
    customer of a provider is given at most (RFC 6177)."""
    return _keyed("nearby", f"{number}\x1f{_network(address, 24, 48)}", secret)


def contact_key(address: str, secret: str) -> str:
    """What customers who share a mail address or a telephone are counted under."""
    return _keyed("contact", address.strip().lower(), secret)


def _network(address: str, bits_of_4: int = 32, bits_of_6: int = 64) -> str:
    """The first address of its network; what is no address stands for itself."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.IPv6Network((int(found), bits_of_6), strict=False).network_address)
        found = found.ipv4_mapped
    return str(ipaddress.IPv4Network((int(found), bits_of_4), strict=False).network_address)


def _keyed(what: str, value: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"todoku-limit\x1f{what}\x1f{value}".encode(), hashlib.sha256).hexdigest()[:32]
