"""Not yet: what is planned is asked everything else when it is due, since all of it may change until then."""

from __future__ import annotations

from shared.notifications.checks.question import PASSED, Answer, Question


def not_due(asked: Question) -> Answer:
    """Whether its moment is still to come."""
    due_at = asked.occasion.due_at
    if due_at is None or due_at <= asked.now:
        return PASSED
    return Answer(False, due_at.isoformat(), until=due_at)
