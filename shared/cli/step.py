"""Steps of a story that is told to a deployment: each did something, and saw what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shared.cli.api_client import Answer

Found = TypeVar("Found")

PATIENCE = 200.0
"""Seconds to wait for what follows from a call. A queue of the local cloud shows a message again after 40: what
stumbled once or twice, on a busy machine, gets its next try within the story, as it does on AWS."""


class StoryFailed(RuntimeError):
    """A step did not go as it should; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: what was done, what came back, how long it took."""

    title: str
    call: str
    outcome: str
    milliseconds: float
    details: tuple[str, ...] = ()
    """What else came back, a line each."""


def expect(status: int, answer: Answer, what: str) -> Answer:
    """The answer to `what`, where it has this status; else raises StoryFailed with what it says."""
    if answer.status != status:
        words = answer.body[:300].decode("utf-8", "replace")
        raise StoryFailed(f"{what}: expected {status}, got {answer.status}: {words}")
    return answer


def until(look: Callable[[], Found | None], what: str, patience: float = PATIENCE) -> tuple[Found, float]:
    """What `look` finds at last, and the milliseconds that took; raises StoryFailed after `patience` seconds."""
    began = time.perf_counter()
    while time.perf_counter() - began < patience:
        found = look()
        if found is not None:
            return found, (time.perf_counter() - began) * 1000
        time.sleep(0.1)
    raise StoryFailed(f"Waited {patience:.0f} s in vain for {what}.")
