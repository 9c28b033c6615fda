"""What happens next with a parcel, or with an order that has none yet, and when, as far as that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.pages.expected import Expected
from shared.pages.told_promise import ShownPromise
from shared.tracking.shown_stage import ShownStage

SHIPS, HANDED_OVER, NEAR, ARRIVES = "ships", "handed_over", "near", "arrives"
AGAIN, FETCH, GOES_BACK = "again", "fetch", "goes_back"

_STEPS: Mapping[ShownStage, Sequence[str]] = {
    ShownStage.PREPARING: (SHIPS, HANDED_OVER, ARRIVES),
    ShownStage.INFO_RECEIVED: (HANDED_OVER, NEAR, ARRIVES),
    ShownStage.IN_TRANSIT: (NEAR, ARRIVES),
    ShownStage.OUT_FOR_DELIVERY: (ARRIVES,),
    ShownStage.ATTEMPT_FAILED: (AGAIN, GOES_BACK),
    ShownStage.AVAILABLE_FOR_PICKUP: (FETCH, GOES_BACK),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that is still to come."""

    word: str
    """Names its text under `[next]` of the locales."""
    earliest: date | None = None
    latest: date | None = None
    """Local dates at the destination; of SHIPS, at the warehouse. None: nobody knows."""

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "step": self.word,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
        }


def next_steps(
    stage: ShownStage, comes: Expected | None, promise: ShownPromise | None, today: date
) -> tuple[NextStep, ...]:
    """In their order; empty where nothing is to come. A promise stands in for an estimate until its day is over."""
    return tuple(_dated(word, comes, promise, today) for word in _STEPS.get(stage, ()))


def _dated(word: str, comes: Expected | None, promise: ShownPromise | None, today: date) -> NextStep:
    if word == SHIPS and promise and promise.basis and promise.basis.ship_date >= today:
        return NextStep(word, promise.basis.ship_date, promise.basis.ship_date)
    if word == ARRIVES and comes:
        return NextStep(word, comes.earliest, comes.latest)
    if word == ARRIVES and promise and promise.latest >= today:
        return NextStep(word, max(promise.earliest, today), promise.latest)
    return NextStep(word)
