"""End an advisory before its time: the merchant says that parcels move again."""

from __future__ import annotations

from datetime import datetime

from shared.disruptions.advisory import MERCHANT, AdvisoryRecord, End, EndReason
from shared.disruptions.ports import Advisories
from shared.errors import NotFound


class AdvisoryUnknown(NotFound):
    """There is no advisory with this id."""

    code = "advisory_unknown"


def end_advisory(advisories: Advisories, advisory_id: str, now: datetime) -> AdvisoryRecord:
    """The record, over from `now` on; one that is over already stays as it is.

    Raises AdvisoryUnknown, and StaleAdvisory where somebody else was faster.
    """
    before = advisories.get(advisory_id)
    if before is None or before.advisory is None:
        raise AdvisoryUnknown("There is no advisory with this id.", field="advisory_id")
    if not before.is_in_force(now):
        return before
    at = max(now, before.advisory.sent_at)  # it may have been sent by a clock that is ahead of ours
    return advisories.save(before, before.ended(End(at, EndReason.ENDED, MERCHANT)))
