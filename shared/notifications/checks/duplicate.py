"""Decided already: the first decision stands. One that was only put off is decided anew."""

from __future__ import annotations

from shared.notifications.checks.question import PASSED, Answer, Question
from shared.notifications.message import MessageState


def duplicate(asked: Question) -> Answer:
    """Whether a message with this id was decided."""
    known = asked.situation.messages.get(asked.message_id)
    if known is None or known.state is MessageState.PLANNED:
        return PASSED
    return Answer(False, known.state)
