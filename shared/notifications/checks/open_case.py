"""Nobody is asked for a review, or offered anything, while something of their order is wrong."""

from __future__ import annotations

from datetime import timedelta

from shared.estimates.live_estimate import Outcome
from shared.notifications.checks.question import PASSED, Answer, Question
from shared.notifications.situation import Situation
from shared.shoppers.kind import Kind

ASKED_AGAIN_AFTER = timedelta(days=3)
_CALM_ONLY = frozenset({Kind.FEEDBACK, Kind.PROMOTION})


def open_case(asked: Question) -> Answer:
    """Whether it has to wait until a case is closed, a parcel out of trouble, or what is late has come."""
    trigger = asked.occasion.trigger
    if not trigger.held_by_cases and trigger.kind not in _CALM_ONLY:
        return PASSED
    wrong = what_is_wrong(asked.situation)
    return Answer(False, wrong, until=asked.now + ASKED_AGAIN_AFTER) if wrong else PASSED


def what_is_wrong(situation: Situation) -> str:
    """The first thing found that somebody waits for, in a word or two; "" where all is well."""
    for case in situation.cases:
        if case.is_open:
            return f"case {case.case_id}"
    for parcel in situation.parcels.values():
        if parcel.incident is not None:
            return f"incident {parcel.incident.detail}"
    for live in situation.estimates.values():
        if live.outcome is Outcome.MISSED and live.arrived_on is None:
            return f"late since {live.promised}"
    return ""
