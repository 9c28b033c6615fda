"""How sure a promise is to be, and when it is better not to make one: the honesty gate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.promise.forecast import Adherence

CONFIDENCES = (50, 75, 80, 85, 90, 95, 97, 99)
"""Per cent: what may be asked, and what is answered as `percentiles`."""
NAMED_CONFIDENCES = {"aggressive": 50, "balanced": 80, "conservative": 95}
"""The same, for people who would rather say a word."""
ADHERENCE_DAYS = 28
"""Days over which a model counts how its promises were kept."""


class WhenThin(StrEnum):
    """What a shopper is told where the promise cannot be relied on. The values are public."""

    PROMISE = "promise"
    RANGE = "range"
    HIDE = "hide"


class Shown(StrEnum):
    """What a shopper is told. The values are public."""

    DATE = "date"
    RANGE = "range"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """The merchant's word on how promises are made."""

    confidence: int = 90
    """Of 100 parcels, how many come by the promised date. One of CONFIDENCES."""
    target: int = 85
    """Per cent of the last 28 days' promises that must have been kept, lest the gate closes."""
    minimum_sample: int = 10
    """Deliveries of its own that a lane needs, lest the gate closes."""
    when_thin: WhenThin = WhenThin.PROMISE


DEFAULT_POLICY = PromisePolicy()


@dataclass(frozen=True, slots=True)
class Gate:
    """What the honesty gate decided for one option, and from what."""

    shown: Shown
    reason: str
    """"ok", "too_little_data" or "below_target". Public."""
    sample_size: int
    adherence: Adherence | None
    policy: PromisePolicy

    def to_json(self) -> dict[str, Any]:
        """As published; `kept` is in per cent, and left out where nothing was counted."""
        kept = self.adherence
        counted = {} if not kept or not kept.total else {"kept": round(100 * kept.kept / kept.total, 1)}
        return {
            "shown": self.shown.value,
            "reason": self.reason,
            "minimum_sample": self.policy.minimum_sample,
            "target": self.policy.target,
            **counted,
        }


_TELLS = {WhenThin.PROMISE: Shown.DATE, WhenThin.RANGE: Shown.RANGE, WhenThin.HIDE: Shown.NOTHING}


def pass_gate(policy: PromisePolicy, sample_size: int, adherence: Adherence | None) -> Gate:
    """Decide what is shown of a date that rests on so many own deliveries, and whose like were kept so well."""
    reason = "ok"
    if sample_size < policy.minimum_sample:
        reason = "too_little_data"
    elif adherence and adherence.total and adherence.kept * 100 < policy.target * adherence.total:
        reason = "below_target"
    shown = Shown.DATE if reason == "ok" else _TELLS[policy.when_thin]
    return Gate(shown, reason, sample_size, adherence, policy)
