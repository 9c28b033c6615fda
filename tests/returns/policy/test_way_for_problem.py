"""What went wrong, and whether the policy already has a way for it."""

from __future__ import annotations

from datetime import date

import pytest

from shared.claims.problem import Problem
from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Fact, Policy, Reason
from shared.returns.vocabulary import Outcome, ReasonGroup
from shared.returns.way_for_problem import offers_a_way
from tests.returns.policy.samples import DAMAGED, STYLE, one_of, policy, position, purchase, rule, when

OWN = Reason("hairline_crack", ReasonGroup.DEFECT)
EVERYTHING = policy()
NOTHING_FOR_IT = rule("no", when(one_of(Fact.RETURN_REASON, "damaged")), without_outcomes=frozenset(Outcome))


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        (EVERYTHING, {Problem.DAMAGED, Problem.MISSING, Problem.WRONG, Problem.DEFECT}),
        (policy(reasons=(STYLE, DAMAGED)), {Problem.DAMAGED}),
        (policy(reasons=(STYLE, OWN)), {Problem.DEFECT}),
        (policy(reasons=(STYLE,)), set()),
        (policy(NOTHING_FOR_IT, reasons=(STYLE, DAMAGED)), set()),
    ],
)
def test_a_way_is_offered_where_a_reason_that_says_the_same_brings_something(
    written: Policy, problems: set[Problem]
) -> None:
    found = Engine(written).offers(purchase())
    assert {problem for problem in Problem if offers_a_way(found, written, problem)} == problems


def test_what_can_no_longer_come_back_has_no_way() -> None:
    late = Engine(EVERYTHING).offers(purchase(position(delivered_on=date(2026, 1, 1), shipped_on=date(2026, 1, 1))))
    assert not any(offers_a_way(late, EVERYTHING, problem) for problem in Problem)
