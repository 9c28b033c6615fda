"""Triggers: which milestones are worth a message, and until when the message is still true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.tracking.milestone import Milestone


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason to tell a shopper something. Its name is also the name of its words and templates."""

    name: str
    milestone: Milestone
    """One with a rank: only those are reached. Exceptions and expiry are not, so they set nothing off."""
    stale_from: Milestone | None
    """Once the parcel has come this far, the message would be old news. None: it never is, whatever follows."""
    stale_after: timedelta
    """So long after the carrier's scan it would be old news: late reports, replays and redrives tell nobody."""


TRIGGERS = (
    Trigger(
        "out_for_delivery",
        Milestone.OUT_FOR_DELIVERY,
        stale_from=Milestone.ATTEMPT_FAILED,
        stale_after=timedelta(hours=18),
    ),
)


def triggers_of(milestone: Milestone) -> list[Trigger]:
    """Every trigger that reaching `milestone` sets off."""
    return [trigger for trigger in TRIGGERS if trigger.milestone is milestone]


def trigger_named(name: str) -> Trigger:
    """The trigger of this name; KeyError when there is none, as for a message of a version that had more."""
    return {trigger.name: trigger for trigger in TRIGGERS}[name]
