"""Events that were published."""

from __future__ import annotations

from collections.abc import Sequence

from shared.eventing.envelope import Event


class Published:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def publish(self, events: Sequence[Event]) -> None:
        self.events += events
