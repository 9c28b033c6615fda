"""All that an order's story is told from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.cases.case import Case
from shared.claims.claim import Claim
from shared.estimates.live_estimate import LiveEstimate
from shared.notifications.why import Why
from shared.receipts.ports import Told
from shared.returns.return_request import ReturnRequest
from shared.reviews.review import Review
from shared.tracking.carrier_update import ParcelId
from shared.tracking.find_parcel import FoundParcel
from shared.tracking.order import Order
from shared.tracking.tracked import TrackedOrder


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """As they are kept. The order holds what its receipts say of the promise."""

    tracked: TrackedOrder[FoundParcel]
    told: Told | None
    """Its receipts, first and last."""
    lives: Mapping[ParcelId | None, LiveEstimate]
    """What was told of arrivals, by parcel; under None, of the order while it has none."""
    why: Why
    """What was decided about its messages."""
    returns: Sequence[ReturnRequest]
    cases: Sequence[Case]
    reviews: Sequence[Review]
    claims: Sequence[Claim] = ()
    """Oldest first."""

    @property
    def order(self) -> Order:
        return self.tracked.order
