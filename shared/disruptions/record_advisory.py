"""Record what was said about trouble ahead: once, however often and in whatever order it is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shared.disruptions.advisory import Advisory, AdvisoryRecord, End, Ignored, Report
from shared.disruptions.ports import Advisories

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_A_MOMENT = timedelta(microseconds=1)


class AdvisoryOutcome(StrEnum):
    """What became of a message. The values are public."""

    RECORDED = "recorded"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ENDED = "ended"
    """It brought no advisory, only the end of others."""
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a message, and the advisory it brought."""

    outcome: AdvisoryOutcome
    record: AdvisoryRecord | None = None
    ended: tuple[str, ...] = ()
    """Ids of the advisories that it says are over; also of those that were not known."""
    reason: str = ""
    """Why it was ignored."""

    def logged(self) -> dict[str, object]:
        """For a log: ids, counts and codes."""
        return {
            "outcome": self.outcome.value,
            "advisory_id": self.record.advisory_id if self.record else "",
            "ended": len(self.ended),
            "reason": self.reason,
        }


def record_advisory(advisories: Advisories, report: Report | Ignored, *, has_own_time: bool = True) -> Recorded:
    """Save what is new in it. Raises StaleAdvisory where somebody else was faster, and SentTwice.

    `has_own_time`: whether the sender said when it was sent. If not, the same words again are a repeat, and other words
    are news, whatever the clocks of those who took them in say.
    The advisory is saved before those it stands for are ended: in between, parcels are slowed by the worse of them.
    """
    if isinstance(report, Ignored):
        return Recorded(AdvisoryOutcome.IGNORED, reason=report.reason)
    told = _tell(advisories, report.advisory, has_own_time) if report.advisory else None
    for advisory_id, end in report.ends.items():
        _end(advisories, advisory_id, end)
    ended = tuple(report.ends)
    return replace(told, ended=ended) if told else Recorded(AdvisoryOutcome.ENDED, ended=ended)


def _tell(advisories: Advisories, advisory: Advisory, has_own_time: bool) -> Recorded:
    before = advisories.get(advisory.advisory_id)
    if before and not has_own_time:
        if before.is_open and _says_the_same(before.advisory, advisory):
            return Recorded(AdvisoryOutcome.UNCHANGED, before)
        advisory = _later_than(before, advisory)
    after = (before or AdvisoryRecord(advisory.advisory_id)).told(advisory)
    if after == before:
        return Recorded(AdvisoryOutcome.UNCHANGED, before)
    saved = advisories.save(before, after)
    return Recorded(AdvisoryOutcome.UPDATED if before and before.advisory else AdvisoryOutcome.RECORDED, saved)


def _end(advisories: Advisories, advisory_id: str, end: End) -> None:
    before = advisories.get(advisory_id)
    after = (before or AdvisoryRecord(advisory_id)).ended(end)
    if after != before:
        advisories.save(before, after)


def _says_the_same(known: Advisory | None, advisory: Advisory) -> bool:
    """But for when it was said, and with it the beginning of what begins at once."""
    return known is not None and _timeless(known) == _timeless(advisory)


def _timeless(advisory: Advisory) -> Advisory:
    return _sent_at(_ANY_TIME, advisory)


def _later_than(record: AdvisoryRecord, advisory: Advisory) -> Advisory:
    known = [record.advisory.sent_at] if record.advisory else []
    newest = max([*known, record.end.at] if record.end else known)
    return _sent_at(newest + _A_MOMENT, advisory) if advisory.sent_at <= newest else advisory


def _sent_at(moment: datetime, advisory: Advisory) -> Advisory:
    """As if it had been sent then; what begins when it is sent begins then too."""
    hazards = tuple(
        replace(hazard, starts_at=moment) if hazard.starts_at == advisory.sent_at else hazard
        for hazard in advisory.hazards
    )
    return replace(advisory, sent_at=moment, hazards=hazards)
