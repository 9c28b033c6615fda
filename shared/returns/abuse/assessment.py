"""What a request looks like to whoever watches for abuse: points, by name, and the tier that policies ask about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.returns.axes import Action
from shared.returns.policy.facts import CustomerHistory
from shared.returns.return_request import ReturnRequest


class RiskTier(StrEnum):
    """How closely somebody is looked at. The values are public: the fact `customer.risk` of policies."""

    TRUSTED = "trusted"
    """Hardly a point, and a record that says so."""
    NORMAL = "normal"
    WATCHED = "watched"
    HIGH = "high"


BY_SCORE = "abuse:"
"""Stands before the tier where a rule is named and the score decided, not the policy."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a request was rated. The points are the sum of the signals, at most 100."""

    points: int = 0
    signals: tuple[tuple[str, int], ...] = ()
    """Signal -> what it contributes, the most first: every point has a name."""
    tier: str = RiskTier.NORMAL.value
    """`trusted`, `normal`, `watched`, `high`: the fact `customer.risk` of the policy."""
    observed: tuple[tuple[str, int], ...] = ()
    """Signal -> what was counted, in the signal's unit; of those that contribute."""


Assess = Callable[[ReturnRequest, CustomerHistory, datetime], Assessment]
"""Rates a request that is about to be decided, as of a moment (aware, UTC)."""


def rate_nobody(request: ReturnRequest, history: CustomerHistory, now: datetime) -> Assessment:
    """Where a merchant watches for nothing: everybody is as the history says."""
    return Assessment(tier=history.risk)


def tier_of(request: ReturnRequest) -> str:
    """The tier a return was submitted in, by its log; `normal` before that."""
    rules = (rule for entry in request.log if entry.action is Action.SUBMIT for rule in entry.rules)
    tiers = (rule.removeprefix(BY_SCORE) for rule in rules if rule.startswith(BY_SCORE))
    return next(tiers, RiskTier.NORMAL.value)


def rule_of(tier: str) -> str:
    """What is named as the rule where a tier decided: `abuse:high`."""
    return f"{BY_SCORE}{tier}"
