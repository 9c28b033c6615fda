"""Whoever pays, credits or sends what a return comes to. Each is asked with the settlement's id, however often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from shared.errors import Invalid, Unavailable
from shared.returns.settlement import Settlement
from shared.tracking.sale import Payment


class PayerUnavailable(Unavailable):
    """Whoever pays did not answer, is busy, or does not let us in just now. Nobody knows whether they paid."""

    code = "payer_unavailable"


class PaymentRefused(Invalid):
    """Whoever pays will not, and trying again will not help: somebody has to look. `code` is kept as the failure."""

    code = "payment_refused"

    def __init__(self, detail: str, *, code: str = "payment_refused") -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Settled:
    """What whoever pays answered."""

    is_done: bool
    """False: they took it on, and will say when it is done."""
    reference: str = ""
    """Their id of it."""
    failure: str = ""
    """Why it came to nothing, a code; only where it was looked at."""


def looked_at(read: Callable[[Mapping[str, Any]], Settled], refund: Mapping[str, Any]) -> Settled:
    """What `read` makes of their refund; where it raises PaymentRefused, that it came to nothing, and why."""
    try:
        return read(refund)
    except PaymentRefused as refused:
        return Settled(is_done=False, failure=refused.code)


class Refunds(Protocol):
    """Pays money back the way it came."""

    def pay(self, settlement: Settlement, payment: Payment, currency: str) -> Settled:
        """Refund `settlement.amount` (minor units) of `payment`, once, however often it is asked for.

        Raises PaymentRefused, and Unavailable where trying again is worth it.
        """

    def look(self, settlement: Settlement, payment: Payment, currency: str) -> Settled | None:
        """What became of it, without paying anything; None where they know of no refund by its name.

        It may have come to nothing after it was paid. Raises PaymentRefused where they cannot be asked about this
        payment, and Unavailable.
        """


class Stock(Protocol):
    """How much of an item can be sent."""

    def available(self, sku: str) -> int | None:
        """Pieces on the shelf; None: not known, and then nothing is refused for want of stock."""
