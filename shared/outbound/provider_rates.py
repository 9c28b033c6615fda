"""What carriers of a label provider ask for, and which of them is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from shared.promise.currency import minor_digits


@dataclass(frozen=True, slots=True)
class Rate:
    """One carrier's price for one service."""

    rate_id: str
    carrier: str
    service: str
    amount: int
    """Minor units."""
    currency: str


def rate_of(rate_id: str, carrier: str, service: str, written: str, currency: str) -> Rate | None:
    """None for one that cannot be read: it is not taken."""
    try:
        exact = Decimal(written)
    except InvalidOperation:
        return None
    if not rate_id or not exact.is_finite() or not 0 <= exact < 10**9:
        return None
    amount = int(exact.scaleb(minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP))
    return Rate(rate_id, carrier, service, amount, currency)


def cheapest(rates: Sequence[Rate], service: str) -> Rate | None:
    """The cheapest, of the `service` alone where one is named; of equals the first by carrier and service."""
    fitting = [rate for rate in rates if not service or rate.service == service]
    return min(fitting, key=lambda rate: (rate.amount, rate.carrier, rate.service), default=None)
