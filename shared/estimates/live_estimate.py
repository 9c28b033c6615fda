"""A live estimate: what was told of one parcel, from the first estimate to the latest, and how its promise fares.

What a parcel's estimate is now follows from its facts alone (`estimate_arrival.py`). What was told does not: it stays
told. So this is a record, moved on by `follow`, which changes nothing when the same facts are put to it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.estimates.at_risk import is_at_risk
from shared.estimates.estimate import Estimate
from shared.estimates.hysteresis import is_worth_telling
from shared.estimates.reason import NO_SETBACK, Reason
from shared.estimates.revision import Revision, bounded, reason_of
from shared.tracking.carrier_update import ParcelId
from shared.tracking.cause import Cause


class Outcome(StrEnum):
    """What became of a promise. A scan that comes late may turn `missed` into `kept`."""

    KEPT = "kept"
    MISSED = "missed"


class Standing(StrEnum):
    """How a parcel stands to its promise. The values are public."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class LiveEstimate:
    """Of a parcel; or of an order that has none yet, until it has."""

    order_id: str
    time_zone: str
    """IANA zone of the destination: all dates are its."""
    parcel: ParcelId | None = None
    shipment_id: str | None = None
    country: str = ""
    """Of the destination, ISO 3166-1 alpha-2."""
    area: str = ""
    """The start of its postal code, as `coarse_postal` cuts it: by it, advisories find whom they touch."""
    promised: date | None = None
    """The last day of what was promised last; None where nothing was."""
    first_promised: date | None = None
    """The last day of what was promised first, where something else was promised since."""
    revisions: tuple[Revision, ...] = ()
    """Oldest first: the first, and the newest others."""
    at_risk: bool = False
    warned_at: datetime | None = None
    """When it was first at risk (UTC): said once, however often it comes and goes."""
    arrived_on: date | None = None
    """When the shopper had it, or could have it."""
    outcome: Outcome | None = None
    settled_at: datetime | None = None
    """When that was found (UTC)."""
    times_settled: int = 0
    """More than once where a late scan, or a parcel that is reopened, changed it."""
    cause: Cause | None = None
    """Whom the carrier puts the delay down to, where it says."""
    look_at: datetime | None = None
    """When it must be looked at again though nothing is heard (UTC); None: it is over."""
    version: int = 0
    """How often it was saved."""

    @property
    def first(self) -> Estimate | None:
        """What was told first."""
        return self.revisions[0].estimate if self.revisions else None

    @property
    def latest(self) -> Estimate | None:
        """What was told last."""
        return self.revisions[-1].estimate if self.revisions else None

    @property
    def why(self) -> Reason | None:
        """Why it is not sooner, in one word; None where nothing is known of that."""
        if not self.revisions:
            return None
        newest = self.revisions[-1]
        said = (*(newest.estimate.reasons if newest.estimate else ()), newest.reason)
        return next((reason for reason in said if reason not in NO_SETBACK), None)

    @property
    def standing(self) -> Standing | None:
        """How it stands to its promise; None where nothing was promised."""
        if self.promised is None:
            return None
        if self.outcome is Outcome.MISSED:
            return Standing.LATE
        return Standing.AT_RISK if self.at_risk and self.outcome is None else Standing.ON_TIME


@dataclass(frozen=True, slots=True)
class Found:
    """What is found when a parcel is looked at."""

    now: datetime
    today: date
    """At the destination."""
    estimate: Estimate | None
    """None where it has arrived, or will not come."""
    reasons: tuple[Reason, ...] = ()
    arrived_on: date | None = None
    will_not_come: bool = False
    cause: Cause | None = None


def follow(live: LiveEstimate, found: Found) -> LiveEstimate:
    """Move a live estimate to what was found. The same put to it again changes nothing more."""
    risk = _is_at_risk(live, found)
    moved = replace(
        live,
        arrived_on=found.arrived_on,
        cause=found.cause or live.cause,
        at_risk=risk,
        warned_at=live.warned_at or (found.now if risk else None),
        revisions=_revisions(live, found, risk_turned=risk != live.at_risk),
    )
    outcome = outcome_of(moved.promised, moved.arrived_on, found.today)
    if outcome is live.outcome:
        return moved
    if outcome is None:
        return replace(moved, outcome=None, settled_at=None)
    return replace(moved, outcome=outcome, settled_at=found.now, times_settled=live.times_settled + 1)


def outcome_of(promised: date | None, arrived_on: date | None, today: date) -> Outcome | None:
    """What became of the promise by today; None while it is open, or where there is none."""
    if promised is None:
        return None
    if arrived_on is not None:
        return Outcome.KEPT if arrived_on <= promised else Outcome.MISSED
    return Outcome.MISSED if promised < today else None


def _is_at_risk(live: LiveEstimate, found: Found) -> bool:
    """A promise whose day is over, or whose parcel is there, is at risk no more: it is missed or kept."""
    if live.promised is None or found.arrived_on is not None or live.promised < found.today:
        return False
    if found.will_not_come:
        return True
    return is_at_risk(found.estimate.on_time if found.estimate else None, was_at_risk=live.at_risk)


def _revisions(live: LiveEstimate, found: Found, *, risk_turned: bool) -> tuple[Revision, ...]:
    if found.arrived_on is not None:  # said by the milestone, and by what became of the promise
        return live.revisions
    overdue = live.promised is not None and live.promised < found.today
    if not (risk_turned and not overdue) and not is_worth_telling(live.revisions, found.estimate, found.today):
        return live.revisions
    number = live.revisions[-1].number + 1 if live.revisions else 1
    reason = _reason(live.revisions, found)
    return bounded([*live.revisions, Revision(number, found.now, reason, found.estimate)])


def _reason(revisions: Sequence[Revision], found: Found) -> Reason:
    if revisions:
        return reason_of(revisions[-1].estimate, found.estimate, found.reasons)
    return found.reasons[0] if found.reasons and found.estimate is None else Reason.FIRST
