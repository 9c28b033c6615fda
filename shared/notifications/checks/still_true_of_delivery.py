"""What is no longer true of a parcel's arrival. Each answers why in a word or two, "" while it is true."""

from __future__ import annotations

from shared.estimates.live_estimate import LiveEstimate, Outcome
from shared.notifications.catalogue.arrival import all_is_told_at_once
from shared.notifications.catalogue.expectation import WARNINGS
from shared.notifications.checks.question import Question
from shared.notifications.told import was_told


def is_shipped(asked: Question) -> str:
    """Of an order that was said not to be on its way."""
    return "shipped" if asked.situation.outbound else ""


def is_shipped_or_safe(asked: Question) -> str:
    """Likewise, or its promise is at risk no more."""
    return is_shipped(asked) or is_safe(asked)


def is_safe(asked: Question) -> str:
    """Of a promise that was said to be at risk."""
    live = _live(asked)
    if live is None or live.at_risk:
        return ""
    return "at risk no more" if live.outcome is None else f"promise {live.outcome}"


def is_safe_or_unpromised(asked: Question) -> str:
    """Likewise; a parcel that waits with no promise to miss waits all the same."""
    live = _live(asked)
    return is_safe(asked) if live is not None and live.warned_at is not None else ""


def is_not_restored(asked: Question) -> str:
    """Of a promise that is said to be kept after all."""
    live = _live(asked)
    if not was_told(asked.situation, WARNINGS, asked.occasion.subject):
        return "no warning was told"
    if live is not None and live.at_risk:
        return "at risk again"
    return "missed" if live is not None and live.outcome is Outcome.MISSED else ""


def has_moved(asked: Question) -> str:
    """Of a day that is told: another is expected now, or none."""
    live, day = _live(asked), asked.occasion.facts.get("expected")
    if live is None:
        return ""
    if live.latest is None:
        return "no day"
    return "" if str(live.latest.latest) == day else f"expected {live.latest.latest}"


def all_have_come(asked: Question) -> str:
    """Of a parcel that was one of several on their way."""
    return "all have come" if all_is_told_at_once(asked.situation, asked.rules) else ""


def is_cleared(asked: Question) -> str:
    """Of a parcel's trouble."""
    parcel = asked.situation.parcels.get(asked.occasion.parcel) if asked.occasion.parcel else None
    return "cleared" if parcel is not None and parcel.incident is None else ""


def _live(asked: Question) -> LiveEstimate | None:
    situation, parcel = asked.situation, asked.occasion.parcel
    return situation.estimates.get(parcel) if parcel else situation.order_estimate
