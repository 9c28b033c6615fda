"""A shopper's or the staff's wish to cancel, of a whole order or some of it, before anything was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CancelledPieces:
    """Pieces of one position."""

    line: str
    """The position, by the shop's id or the SKU."""
    sku: str
    quantity: int
    cancelled_before: int = 0
    """How many of the position were cancelled or asked to be by then: with `quantity`, what it comes to."""


@dataclass(frozen=True, slots=True)
class CancellationAsked:
    """One request. It is kept with its order, and fenced by its version: goods that leave meanwhile make it stale."""

    request_id: str
    asked_at: datetime
    """Aware, UTC."""
    asked_by: str
    """`shopper` or `staff`."""
    pieces: tuple[CancelledPieces, ...]
    whole_order: bool
    """Whether nothing is left of the order then."""
    reason: str = ""
    """A code, small letters; "" where nobody asked."""
    currency: str = ""
    """ISO 4217; "" where the shop did not say what was sold for how much."""
    value: int = 0
    """What need not be paid for any more, less a shipping fee that is due instead; minor units."""
    paid_back: int = 0
    """Of that, what was captured and goes back."""
    shipping_fee: int = 0
    """Taken off `value`: due because what is left falls below free shipping."""

    def is_done(self, cancelled: Mapping[str, int]) -> bool:
        """Whether the shop cancelled all of it, by how many pieces of each position are cancelled."""
        return all(cancelled.get(each.line, 0) >= each.cancelled_before + each.quantity for each in self.pieces)
