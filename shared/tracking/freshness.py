"""How fresh a carrier's word is: what is counted of every update, and watched per carrier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.tracking.record_update import Recorded


@dataclass(frozen=True, slots=True)
class UpdateFigures:
    """One update, counted."""

    new_scans: int
    unknown_codes: int
    newest_age_seconds: float | None
    """How old its newest new scan was when it came; None when it brought none."""


def figures(recorded: Recorded, now: datetime) -> UpdateFigures:
    """Count what an update brought. A carrier's clock may run ahead: then the age is 0."""
    ages = [(now - scan.occurred_at).total_seconds() for scan in recorded.new]
    return UpdateFigures(
        new_scans=len(recorded.new),
        unknown_codes=sum(scan.is_unknown for scan in recorded.new),
        newest_age_seconds=max(min(ages), 0.0) if ages else None,
    )
