"""Revisions: what was told of a parcel, one after the other, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.reason import Reason

MOST_KEPT = 20
"""Revisions kept of a parcel: the first, and the newest of the others."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One telling."""

    number: int
    """1 for the first."""
    at: datetime
    """Aware, UTC."""
    reason: Reason
    estimate: Estimate | None
    """None: no date can be given, for the reason said."""


def bounded(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """The first revision and the newest others, MOST_KEPT in all."""
    if len(revisions) <= MOST_KEPT:
        return tuple(revisions)
    return (revisions[0], *revisions[-MOST_KEPT + 1 :])


def reason_of(told: Estimate | None, now: Estimate | None, reasons: Sequence[Reason]) -> Reason:
    """What a revision is put down to: the first reason that is new; else where the new date comes from, and goes."""
    known = told.reasons if told else ()
    new = next((reason for reason in reasons if reason not in known), None)
    if new is not None:
        return new
    if told is None or now is None:
        return reasons[0] if reasons else Reason.CARRIER_REVISED
    if now.source is EstimateSource.CARRIER and not told.same_dates(now):
        return Reason.CARRIER_REVISED
    if told.width > 1 >= now.width and now.likely == told.likely:
        return Reason.NARROWED
    return Reason.SLOW_LANE if _lateness(now) > _lateness(told) else Reason.FASTER_THAN_USUAL


def _lateness(estimate: Estimate) -> tuple[date, date, int]:
    """What makes an estimate the later of two: its days, else that the promise is less likely kept."""
    return estimate.latest, estimate.likely, -(estimate.on_time or 0)
