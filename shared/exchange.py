"""One question over HTTPS and its answer, as contexts speak of them. Pure: `shared/outbound` sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from shared.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Question:
    """One HTTP request."""

    url: str
    """https, one of the hosts that the other side documents."""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    body: bytes
    retry_after: timedelta | None = None
    """How long the other side wants to be left alone, where it says so in seconds."""
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Names in small letters."""


class NoAnswer(Unavailable):
    """There was no answer, or none that can be used. The reason never holds what was sent."""

    code = "no_answer"

    def __init__(self, reason: str, retry_after: timedelta | None = None, *, was_asked: bool = True) -> None:
        super().__init__(f"There was no answer: {reason}.")
        self.retry_after = retry_after
        self.was_asked = was_asked
        """No: the question certainly never arrived, because nobody was there to take it."""


class Transport(Protocol):
    """Sends a question."""

    def __call__(self, question: Question, /) -> Answer:
        """The answer, of any status; redirects are answers too, and not followed. Raises NoAnswer."""
