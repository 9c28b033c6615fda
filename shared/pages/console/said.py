"""What is known of parcels and estimates, in the words of the shop's people."""

from __future__ import annotations

from datetime import date

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import NO_SETBACK, Reason
from shared.locales import Words
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg, Parcel


def stage_in_words(parcel: Parcel, say: Words) -> str:
    """Where it stands; never "delivered" for what is back with its sender."""
    return milestone_in_words(parcel.return_milestone or parcel.milestone, parcel.leg, say)


def milestone_in_words(milestone: Milestone, leg: Leg, say: Words) -> str:
    """A milestone on its way out, or back."""
    if leg is Leg.RETURN and milestone is Milestone.DELIVERED:
        return say("milestones.returned")
    return say(f"milestones.{milestone}")


def detail_in_words(detail: Detail, cause: Cause | None, say: Words) -> str:
    """What went wrong, by the code that the API tells too, and whom it is put down to."""
    return say("console_story.caused", what=detail, cause=say(f"console_cause.{cause}")) if cause else str(detail)


def reason_in_words(reason: Reason, say: Words) -> str:
    """Why an estimate is what it is."""
    own = reason in NO_SETBACK
    return say(f"console_estimate.{reason}") if own else say(f"estimate.{reason}")


def days_in_words(earliest: date, latest: date, say: Words) -> str:
    """From a day to another, or one day."""
    if earliest == latest:
        return say.date(earliest)
    return say("page.from_to", earliest=say.date(earliest), latest=say.date(latest))


def expected_in_words(live: LiveEstimate | None, say: Words) -> str:
    """When it comes, by all that is known; "" where nothing is."""
    told = live.latest if live else None
    return days_in_words(told.earliest, told.latest, say) if told else ""
