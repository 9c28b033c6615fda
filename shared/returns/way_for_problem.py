"""Whether the shop's policy already offers a way for what went wrong: then nobody has to be asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shared.claims.problem import Problem
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility
from shared.returns.vocabulary import ReasonGroup

_CODES: Mapping[Problem, frozenset[str]] = {
    Problem.DAMAGED: frozenset({"damaged"}),
    Problem.MISSING: frozenset({"missing_parts"}),
    Problem.WRONG: frozenset({"wrong_item"}),
}
"""Built-in reasons that say the same."""
_GROUPS: Mapping[Problem, frozenset[ReasonGroup]] = {
    Problem.DEFECT: frozenset({ReasonGroup.DEFECT, ReasonGroup.WARRANTY}),
}
"""Groups of which any reason does."""


def offers_a_way(found: Sequence[Eligibility], policy: Policy, problem: Problem) -> bool:
    """Whether anything of the order can come back for this, and something is given for it."""
    offers = (offer for each in found if each.eligible for offer in each.reasons)
    possible = (offer for offer in offers if offer.terms.eligible and offer.outcomes)
    return any(_says_the_same(offer.reason, policy, problem) for offer in possible)


def _says_the_same(code: str, policy: Policy, problem: Problem) -> bool:
    reason = policy.reason(code)
    group = reason.group if reason else None
    return code in _CODES.get(problem, ()) or group in _GROUPS.get(problem, ())
