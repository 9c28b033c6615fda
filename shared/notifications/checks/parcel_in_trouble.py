"""Good news about a parcel in trouble is untrue."""

from __future__ import annotations

from shared.notifications.checks.question import PASSED, Answer, Question


def parcel_in_trouble(asked: Question) -> Answer:
    """Whether its parcel has an open incident."""
    occasion = asked.occasion
    if not occasion.trigger.good_news or occasion.parcel is None:
        return PASSED
    parcel = asked.situation.parcels.get(occasion.parcel)
    if parcel is None or parcel.incident is None:
        return PASSED
    return Answer(False, parcel.incident.detail)
