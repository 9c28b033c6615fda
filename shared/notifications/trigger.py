"""Triggers: which milestones are worth a message, and until when the message is still true."""

from __future__ import annotations

from dataclasses import dataclass

from shared.tracking.milestone import Milestone


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason to tell a shopper something. Its name is also the name of its words and templates."""

    name: str
    milestone: Milestone
    stale_from: Milestone
    """Once the parcel has come this far, the message would be old news."""


TRIGGERS = (Trigger("out_for_delivery", Milestone.OUT_FOR_DELIVERY, stale_from=Milestone.DELIVERED),)


def triggers_of(milestone: Milestone) -> list[Trigger]:
    """Every trigger that reaching `milestone` sets off."""
    return [trigger for trigger in TRIGGERS if trigger.milestone is milestone]
