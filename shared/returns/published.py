"""Everything about returns that the merchant published, compiled: what functions read, and nothing to validate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.errors import NotFound, Unavailable
from shared.returns.cancellation import CancellationRules
from shared.returns.methods.rules import WayBackRules
from shared.returns.policy.policy import Policy
from shared.returns.suggestions.slots import ReturnSlot


class ReturnsOff(NotFound):
    """The merchant takes nothing back through the platform, or did not when it was bought."""

    code = "returns_off"

    def __init__(self) -> None:
        super().__init__("This shop takes no returns here.")


class UnknownPolicy(NotFound):
    """No policy was published as this version."""

    code = "unknown_policy"


class UnreadablePolicy(Unavailable):
    """The published policy is of another version of this software. Publish again."""

    code = "unreadable_policy"


@dataclass(frozen=True, slots=True)
class PublishedReturns:
    """Of one version of the configuration. A purchase is decided by the policy of its day, prepared by today's ways."""

    policy: Policy
    cancellation: CancellationRules
    ways_back: WayBackRules
    refunds: str
    """Who pays back where a payment does not say it: `shopify`, `stripe`; "" : the merchant's own platform."""
    slots: tuple[ReturnSlot, ...] = ()
    """Recommendations and promotions beside a change of mind; no decision looks at them."""


@dataclass(frozen=True, slots=True, order=True)
class Publication:
    """That a version was put in force."""

    at: datetime
    """Aware, UTC. Never before the version before it."""
    version: int
    is_on: bool
    """Whether it takes anything back at all."""


def version_at(publications: Sequence[Publication], moment: datetime) -> int:
    """The version whose policy holds for what was bought at `moment`; `publications` in their order.

    Before returns were ever on, the first policy there is holds: shoppers of that time were told of no other. Raises
    ReturnsOff where they had been on and were off at that moment, and where they never were on.
    """
    before = [each for each in publications if each.at <= moment]
    if before and before[-1].is_on:
        return before[-1].version
    if any(each.is_on for each in before):
        raise ReturnsOff
    first = next((each.version for each in publications if each.is_on), None)
    if first is None:
        raise ReturnsOff
    return first


def version_in_force(publications: Sequence[Publication]) -> int:
    """The version of today. Raises ReturnsOff."""
    if not publications or not publications[-1].is_on:
        raise ReturnsOff
    return publications[-1].version
