"""Old news: late reports, replays and redrives tell nobody."""

from __future__ import annotations

from shared.notifications.checks.question import PASSED, Answer, Question


def too_old(asked: Question) -> Answer:
    """Whether it happened, or was due, longer ago than its trigger stays news."""
    stale_after, age = asked.occasion.trigger.stale_after, asked.now - asked.occasion.occurred_at
    if age <= stale_after:
        return PASSED
    hours = age.total_seconds() / 3600
    return Answer(False, f"{hours:.0f} h, at most {stale_after.total_seconds() / 3600:.0f} h")
