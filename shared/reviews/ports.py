"""What is kept of reviews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from shared.errors import Conflict
from shared.reviews.review import Review


class StaleReview(Conflict):
    """Somebody else saved the review since it was read. Read anew and retry."""

    code = "stale_review"


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """An entry in the list of reviews."""

    at: datetime
    order_id: str
    sku: str


class Reviewed(Protocol):
    """What was reviewed already."""

    def skus_of(self, order_id: str) -> frozenset[str]:
        """The SKUs of an order that have stars, strongly consistent."""


class Reviews(Reviewed, Protocol):
    """What shoppers said, one record per order line."""

    def get(self, order_id: str, sku: str) -> Review | None:
        """As last saved, strongly consistent."""

    def of_order(self, order_id: str) -> Sequence[Review]:
        """Everything said about an order, by SKU, strongly consistent."""

    def save(self, review: Review) -> Review:
        """Save as one version on; raises StaleReview when the stored version differs."""

    def written_on(self, day: date, after: WrittenReview | None, limit: int) -> Sequence[WrittenReview]:
        """At most `limit` reviews first written on a (UTC) day, newest first, behind `after`; eventually consistent."""

    def read(self, wanted: Collection[WrittenReview]) -> Mapping[WrittenReview, Review]:
        """Those of them that are there; eventually consistent."""
