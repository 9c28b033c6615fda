"""What is known of a customer beside the sums of their history: the merchant's own records, and what carriers scanned.

Nothing in here is bought from others, and nothing says who the customer is: no name, country, language, sex, age, faith
or address, and nothing that merely stands for one of these, such as a postal code, a device or the hour of the day.
Signals read these records only, so none of them can be one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.returns.return_request import ReturnRequest
from shared.tracking.order import Order
from shared.tracking.sale import Buyer


@dataclass(frozen=True, slots=True)
class ParcelScans:
    """What carriers say of an order's parcels."""

    all_delivered: bool = False
    """There is at least one, and each was scanned as delivered to whom it was sent."""
    grams_out: int | None = None
    """All of them together, where the carrier weighed each."""
    grams_back: Mapping[str, int] = field(default_factory=dict)
    """Tracking number of a parcel that comes back -> what the carrier weighed."""


@dataclass(frozen=True, slots=True)
class Records:
    """All of it, as of one moment."""

    now: datetime
    """Aware, UTC."""
    returns: Sequence[ReturnRequest] = ()
    """The customer's newest, newest first, without the one that is being rated."""
    orders: Mapping[str, Order] = field(default_factory=dict)
    """Those of the request, and of `returns`."""
    claims: Mapping[str, int] = field(default_factory=dict)
    """Order -> how many deliveries of it were claimed to have gone wrong."""
    scans: Mapping[str, ParcelScans] = field(default_factory=dict)
    """Of orders with claims, and of those that came back whole."""
    same_contact: int = 0
    """Other customers who gave the same mail address or telephone."""
    wrong_gift_codes: int = 0
    """Tried lately, for the order that the request is about."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What signals look at."""

    records: Records
    request: ReturnRequest | None = None
    """None: the customer is looked at, not one request of theirs."""

    @property
    def buyer(self) -> Buyer | None:
        """Of the request's orders, else of the newest return's; None for who received a gift, and where nobody says."""
        asked = self.request or next(iter(self.records.returns), None)
        if asked is None or asked.is_gift:
            return None
        return next((order.sale.buyer for order in self.asked_orders if order.sale), None)

    @property
    def asked_orders(self) -> tuple[Order, ...]:
        """The orders of the request, else of the newest return."""
        asked = self.request or next(iter(self.records.returns), None)
        ids = asked.order_ids if asked else ()
        return tuple(self.records.orders[order_id] for order_id in ids if order_id in self.records.orders)

    @property
    def is_gift(self) -> bool:
        return self.request is not None and self.request.is_gift
