"""Whether a model that was just fitted replaces the one in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

TOO_OLD = timedelta(days=30)
"""A model in force that was fitted longer ago has not seen how carriers are now: it is no measure for a new one."""
FAR_OFF = 0.05
"""By how much an asked confidence may be missed, beyond chance, whatever the age of the model in force."""
_STANDARD_ERRORS = 2
"""How far off chance alone puts one share in twenty."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How promises at one confidence would have been kept in the weeks that were held back from fitting."""

    asked: int
    """Per cent."""
    kept: int
    total: int
    said: int | None = None
    """How many were to be kept, by the chance of each date that was given: dates are whole days, so more than asked."""

    @property
    def wanted(self) -> float:
        """The share that was to be kept."""
        return self.asked / 100 if self.said is None or not self.total else self.said / self.total

    @property
    def miss(self) -> float:
        """How far the share that was kept is from it, as a share of 1, in either direction."""
        return abs(self.kept / self.total - self.wanted) if self.total else 0.0

    @property
    def miss_beyond_chance(self) -> float:
        """What is left of it when chance is granted as much as a sample of this size may be off by."""
        chance = _STANDARD_ERRORS * sqrt(self.wanted * (1 - self.wanted) / self.total) if self.total else 0.0
        return max(self.miss - chance, 0.0)


@dataclass(frozen=True, slots=True)
class InForce:
    """The model that promises are made with now."""

    made_at: datetime
    calibration: Sequence[Kept]
    """Empty where it was not noted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the new model is put in force, and why, in one sentence for the log and the operator."""

    release: bool
    reason: str


def decide_release(calibration: Sequence[Kept], in_force: InForce | None, now: datetime) -> Verdict:
    """Put the new model in force unless it keeps its word worse than the one in force.

    "Worse" is the worst confidence of each, beyond chance. A model in force that is over 30 days old is replaced by any
    that is not far off; the first model is put in force whatever it is, since carriers' tables are no better known.
    """
    if in_force is None:
        return Verdict(True, "It is the first model.")
    new = _worst(calibration)
    if now - in_force.made_at > TOO_OLD:
        far_off = new > FAR_OFF
        return Verdict(not far_off, f"The one in force is too old to compare; this one is {_points(new)} points off.")
    old = _worst(in_force.calibration)
    if new > old:
        return Verdict(False, f"It is {_points(new)} points off beyond chance, the one in force {_points(old)}.")
    return Verdict(True, f"It is {_points(new)} points off beyond chance, the one in force {_points(old)}.")


def _worst(calibration: Sequence[Kept]) -> float:
    return max((kept.miss_beyond_chance for kept in calibration), default=0.0)


def _points(share: float) -> str:
    return f"{share * 100:.1f}"
