"""The fairness report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.abuse.fairness import SMALLEST, DecidedReturn, Rate, decided_of, fairness
from shared.returns.axes import Action, Approval
from shared.returns.vocabulary import Review
from shared.tracking.sale import Buyer
from tests.returns.abuse.customers import NOW, item, logged, order, request, until

PLAIN = DecidedReturn("normal", "", "JP", "1 to 3 years", is_denied=False, is_slowed=False)


def many(count: int, **fields: object) -> list[DecidedReturn]:
    return [replace(PLAIN, **fields)] * count  # type: ignore[arg-type]


def test_rates_stand_beside_their_counts_and_their_difference_to_all() -> None:
    report = fairness(
        [*many(90), *many(5, is_denied=True), *many(5, region="BR", is_denied=True), *many(5, region="BR")]
    )
    assert (report.denied.count, report.denied.of) == (10, 105)
    japan, brazil = report.by["region"]
    assert (japan.group, japan.of, brazil.group, brazil.of) == ("JP", 95, "BR", 10)
    assert brazil.denied == Rate(5, 10)
    assert brazil.denied_more == pytest.approx(0.5 - 10 / 105)
    assert (japan.stands_out, brazil.stands_out) == (False, True)


def test_a_group_that_chance_explains_does_not_stand_out() -> None:
    report = fairness(
        [*many(90), *many(10, is_slowed=True), *many(9, tier="gold"), *many(1, tier="gold", is_slowed=True)]
    )
    assert [cell.stands_out for cell in report.by["tier"]] == [False, False]


def test_counts_below_ten_are_not_told() -> None:
    report = fairness([*many(50), *many(9, region="BR"), *many(3, region="DE")])
    assert [(cell.group, cell.of) for cell in report.by["region"]] == [("JP", 50), ("BR", None), ("DE", None)]
    assert all(cell.denied is None and cell.slowed is None for cell in report.by["region"][1:])


def test_one_hidden_count_alone_could_be_worked_out_so_the_next_is_hidden_too() -> None:
    report = fairness([*many(50), *many(20, region="BR"), *many(3, region="DE")])
    assert [(cell.group, cell.of) for cell in report.by["region"]] == [("JP", 50), ("BR", None), ("DE", None)]


@given(st.lists(st.sampled_from(["JP", "DE", "BR", "US"]), max_size=60))
def test_no_small_count_can_be_read_out_of_the_report(regions: list[str]) -> None:
    report = fairness([replace(PLAIN, region=region) for region in regions])
    cells = report.by["region"]
    assert all(cell.of is None or cell.of >= SMALLEST for cell in cells)
    hidden = sum(cell.of is None for cell in cells)
    assert hidden != 1 or len(cells) == 1


def test_wilson_s_interval_is_as_published() -> None:
    low, high = Rate(10, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert Rate(0, 0).interval == (0.0, 1.0)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_rate_and_stays_a_share(of: int, data: st.DataObject) -> None:
    rate = Rate(data.draw(st.integers(0, of)), of)
    low, high = rate.interval
    assert 0.0 <= low <= rate.share + 1e-12
    assert rate.share - 1e-12 <= high <= 1.0


def test_nothing_at_all_is_a_report_of_nothing() -> None:
    report = fairness([])
    assert report.denied.of == 0
    assert all(cells == () for cells in report.by.values())


def test_a_draft_was_not_decided_on() -> None:
    assert decided_of(request("A-1"), {}) is None


def test_a_return_is_looked_at_by_its_log_its_order_and_its_terms() -> None:
    asked = logged(request("A-1", customer_tier="gold"), (Action.SUBMIT, timedelta(0)))
    asked = replace(asked, log=(replace(asked.log[0], rules=("base", "abuse:watched")),))
    known = {"A-1": order("A-1", buyer=Buyer("C-1", since=NOW - timedelta(days=20)))}
    assert decided_of(asked, known) == DecidedReturn(
        "watched", "gold", known["A-1"].destination.country, "under 30 days", is_denied=False, is_slowed=False
    )
    assert decided_of(asked, {}) == DecidedReturn("watched", "gold", "unknown", "unknown", False, False)


@pytest.mark.parametrize(
    ("days", "tenure"),
    [(29, "under 30 days"), (30, "30 days to a year"), (365, "1 to 3 years"), (1095, "over 3 years")],
)
def test_tenure_is_told_in_four_spans(days: int, tenure: str) -> None:
    asked = logged(request("A-1"), (Action.SUBMIT, timedelta(0)))
    known = {"A-1": order("A-1", buyer=Buyer("C-1", since=NOW - timedelta(days=days)))}
    found = decided_of(asked, known)
    assert found is not None
    assert found.tenure == tenure


def test_who_was_slowed_down_is_seen_by_the_rules_that_decided() -> None:
    terms = until(NOW.date())
    by_score = replace(terms, rules=(("whole_at", "abuse:watched"),))
    by_limit = replace(terms, rules=(("review", "limits"),), actions=replace(terms.actions, review=Review.MANUAL))
    by_policy = replace(terms, rules=(("review", "costly"),), actions=replace(terms.actions, review=Review.MANUAL))
    found = []
    for each in (by_score, by_limit, by_policy):
        asked = logged(request("A-1", item(terms=each)), (Action.SUBMIT, timedelta(0)))
        decided = decided_of(asked, {})
        found.append(decided is not None and decided.is_slowed)
    assert found == [True, True, False]


def test_what_was_denied_and_then_approved_after_an_objection_is_no_denial() -> None:
    denied = logged(request("A-1", item(approval=Approval.DECLINED)), (Action.SUBMIT, timedelta(0)))
    after = replace(denied, items=(item(approval=Approval.APPROVED),))
    found = [decided_of(one, {}) for one in (denied, after)]
    assert [one.is_denied for one in found if one] == [True, False]
