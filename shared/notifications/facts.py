"""Facts: what a message needs to know beside its order, as short texts. Kept with it; never a name or an address."""

from __future__ import annotations

from typing_extensions import TypedDict


class Facts(TypedDict, total=False):
    """Every fact there is. All are optional: words and templates fall back where one is missing."""

    carrier: str
    """Slug."""
    tracking_number: str
    shipment_id: str
    detail: str
    """`shared.tracking.detail.Detail`: what exactly the carrier said."""
    cause: str
    """`shared.tracking.cause.Cause`."""
    reason: str
    """`shared.estimates.reason.Reason`, or the code of a case."""
    expected: str
    """ISO date at the destination: the latest likely day it is expected now (nine in ten have come by then)."""
    expected_from: str
    """ISO date: the earliest."""
    expected_before: str
    """ISO date: what `expected` was until now."""
    promised: str
    """ISO date: the last day that was promised."""
    sku: str
    quantity: str
    """Whole number."""
    day: str
    """ISO date: of a pickup, or when something is back in stock."""
    until: str
    """ISO date: until when the shopper has to do something, or a warranty holds."""
    amount: str
    """Integer minor units."""
    currency: str
    """ISO 4217."""
    url: str
    """https: where the shopper goes on; the tracking page where it is missing."""
    case_id: str
    case_kind: str
    """`shared.cases.case.CaseKind`."""
    delivered: str
    """How many of the order's parcels have come."""
    total: str
    """How many parcels the order has."""
