"""What the shopper was told already: what a decision compares with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from shared.notifications import subject
from shared.notifications.message import Message, MessageState
from shared.notifications.situation import Situation

TOLD_STATES = frozenset({MessageState.DECIDED, MessageState.SENDING, MessageState.SENT})
"""Sent, or handed to the sender of its channel."""


def told_about(situation: Situation, triggers: Collection[str], about: str) -> Iterator[Message]:
    """What was told for one of `triggers` about the same thing as the subject `about`."""
    for message in situation.messages.values():
        is_told = message.state in TOLD_STATES and message.trigger in triggers
        if is_told and subject.are_about_the_same(message.subject, about):
            yield message


def was_told(situation: Situation, triggers: Collection[str], about: str) -> bool:
    """Whether any of them was told about the same thing as the subject `about`."""
    return next(told_about(situation, triggers, about), None) is not None
