"""List the advisories in force, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.disruptions.advisory import AdvisoryRecord
from shared.disruptions.ports import Advisories, place_of

USUAL_LIMIT = 50
MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class AdvisoriesPage:
    """Some of them."""

    records: Sequence[AdvisoryRecord]
    goes_on_after: str | None
    """The place behind which the next page begins; None: there is none."""


def list_advisories(advisories: Advisories, now: datetime, *, limit: int, after: str | None = None) -> AdvisoriesPage:
    """Those in force at `now`, the one that is over first coming first; what has no end comes last."""
    records = advisories.in_force(now, after=after, limit=limit)
    return AdvisoriesPage(records, place_of(records[-1]) if len(records) == limit else None)
