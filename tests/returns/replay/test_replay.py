"""A draft is asked about returns of the past: what flips, by which rule, and what it costs and keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Accept, Bonus, EvidenceNeeded, Fact, Fee, Lists, Policy, Test, Window
from shared.returns.replay.figures import Assumptions
from shared.returns.replay.flips import Flip, Kind
from shared.returns.replay.past_return import PastReturn, UnreadableRow, read_row
from shared.returns.replay.replay import replay, replay_lines
from shared.returns.replay.stand import Verdict
from shared.returns.replay.summary import Because, Summary
from shared.returns.vocabulary import Keep, Method, Outcome, Review, WholeAt
from tests.returns.policy.samples import policy, rule, when
from tests.returns.replay.past import past

FEE = Fee(basis_points=625)


def draft(*rules: Any, **base: object) -> Policy:
    """A policy that decides as `past()` was decided, but for these."""
    same = policy(*rules)
    slots: dict[str, object] = {"restocking_fee": FEE, "outcomes": tuple(Outcome), **base}
    return replace(same, base=replace(same.base, **slots))  # type: ignore[arg-type]


def found(draft: Policy, *rows: PastReturn, label_cost: int = 0) -> Summary:
    return replay(rows or (past(),), Engine(draft), Assumptions(label_cost))


def flips(summary: Summary) -> list[Flip]:
    return [because.flip for because in summary.causes]


def change(summary: Summary) -> tuple[int, int]:
    """Of cost and of revenue kept, all causes together."""
    [sums] = summary.sums
    moved = (sums.after.cost - sums.before.cost, sums.after.kept - sums.before.kept)
    of_causes = [each for because in summary.causes for each in because.changes]
    assert moved == (sum(each.cost for each in of_causes), sum(each.kept for each in of_causes))
    return moved


def only(summary: Summary) -> Because:
    [because] = summary.causes
    return because


def test_a_draft_that_decides_alike_flips_nothing() -> None:
    summary = found(draft())
    assert (summary.rows, summary.flipped, summary.causes) == (1, 0, ())
    assert change(summary) == (0, 0)
    assert summary.versions == ((3, 1),)


def test_a_shorter_window_declines_and_saves_what_was_paid() -> None:
    summary = found(draft(window=Window(10)))
    assert only(summary).flip == Flip(Kind.DECLINED, "base", "base", "window_closed")
    assert change(summary) == (-7640, 0)
    assert only(summary).samples == ("R1/1",)
    assert [(each.before, each.after) for each in summary.verdicts] == [(Verdict.APPROVED, Verdict.DECLINED)]


def test_a_longer_window_accepts_what_was_declined_at_the_drafts_own_terms() -> None:
    row = past(decided={"whys": [{"code": "window_closed", "rule": "outlet"}]}, money={"refunded": 0, "label": None})
    summary = found(draft(), row, label_cost=700)
    assert only(summary).flip == Flip(Kind.ACCEPTED, "outlet", "base", "window_closed")
    assert change(summary) == (8000 - 500 - 500 + 700, 0)
    assert summary.sums[0].after.labels_assumed == 1


def test_a_rule_that_declines_is_named_with_its_code_beside_the_one_that_accepted() -> None:
    outlet = rule("outlet", when(Test(Fact.PRODUCT_PRICE, at_least=1)), accept=Accept(False, "final_sale"))
    row = past(decided={"rules": {"accept": "friends"}})
    assert only(found(draft(outlet), row)).flip == Flip(Kind.DECLINED, "friends", "outlet", "final_sale")


def test_an_outcome_that_is_gone_makes_place_for_the_first_that_is_offered() -> None:
    summary = found(draft(outcomes=(Outcome.STORE_CREDIT, Outcome.EXCHANGE)))
    assert only(summary).flip == Flip(Kind.OUTCOME_GONE, "base", "base")
    assert change(summary) == (-7000, 7000)
    summary = found(draft(rule("credit", when(), without_outcomes=frozenset({Outcome.REFUND}))))
    assert flips(summary)[0].after == "credit"


def test_a_fee_moves_what_was_paid_by_the_difference() -> None:
    summary = found(draft(shipping_fee=Fee(800)))
    assert only(summary).flip == Flip(Kind.FEE_UP, "base", "base")
    assert change(summary) == (-300, 0)
    assert change(found(draft(shipping_fee=Fee()))) == (500, 0)
    assert change(found(draft(restocking_fee=Fee(200)))) == (300, 0)


def test_what_an_inspection_took_off_stays_taken_off() -> None:
    row = past(money={"refunded": 3000})
    assert change(found(draft(shipping_fee=Fee()), row)) == (500, 0)
    assert change(found(draft(shipping_fee=Fee(9000)), row)) == (-3000, 0)


def test_a_fee_of_the_whole_return_is_shared_by_value_and_adds_up() -> None:
    rows = [
        past(f"R1/{number}", money={"value": 1001, "refunded": 700, "value_before": 1001 * number} | total)
        for number, total in enumerate([{"value_of_return": 3003}] * 3)
    ]
    assert change(found(draft(shipping_fee=Fee(600)), *rows)) == (-100, 0)


def test_amounts_of_the_policy_are_taken_at_the_rate_of_the_sale() -> None:
    row = past(money={"per_million": 500_000})
    assert change(found(draft(shipping_fee=Fee(900)), row)) == (-200, 0)


def test_a_bonus_counts_for_credit_only() -> None:
    bonuses = (Bonus(Outcome.STORE_CREDIT, 0, 1000, 600),)
    credit = past(asked={"outcome": "store_credit"}, money={"refunded": 0, "credited": 7000})
    summary = found(draft(bonuses=bonuses), credit, past("R2/1"))
    assert only(summary).flip.kind is Kind.BONUS_UP
    assert (only(summary).rows, change(summary)) == (1, (600, 0))


def test_goods_that_stay_have_no_way_back_and_no_fee_for_it() -> None:
    summary = found(draft(rule("cheap", when(), keep=Keep.KEEP)))
    assert [each.kind for each in flips(summary)] == [Kind.EARLIER, Kind.FEE_DOWN, Kind.KEPT]
    assert change(summary) == (500 - 640, 0)
    kept = next(each for each in summary.causes if each.flip.kind is Kind.KEPT)
    assert (kept.rows, summary.flipped, summary.causes[0].rows) == (1, 1, 0)


def test_when_and_by_whom_it_is_decided_moves_no_money() -> None:
    summary = found(draft(review=Review.MANUAL, whole_at=WholeAt.RECEIPT), past(decided={"whole_at": "approval"}))
    assert [each.kind for each in flips(summary)] == [Kind.LATER, Kind.TO_REVIEW]
    assert change(summary) == (0, 0)
    assert dict(summary.kinds) == {Kind.LATER: 1, Kind.TO_REVIEW: 1}


def test_what_staff_declined_stays_declined_unless_nobody_would_be_asked() -> None:
    row = past(decided={"review": "manual"}, ended="declined", money={"refunded": 0, "label": None})
    assert change(found(draft(review=Review.MANUAL), row)) == (0, 0)
    assert change(found(draft(), row)) == (7000, 0)


@pytest.mark.parametrize("ended", ["cancelled", "expired", "failed", "withheld"])
def test_what_came_to_nothing_by_itself_stays_nothing(ended: str) -> None:
    row = past(ended=ended, money={"refunded": 0})
    assert change(found(draft(shipping_fee=Fee()), row)) == (0, 0)


def test_more_evidence_is_taken_as_shown() -> None:
    summary = found(draft(evidence=EvidenceNeeded(photos=2)))
    assert only(summary).flip == Flip(Kind.EVIDENCE_MORE, "base", "base")
    assert change(summary) == (0, 0)


def test_a_way_back_that_is_gone_is_replaced_by_the_first_that_is_offered() -> None:
    summary = found(draft(methods=(Method.OWN_CARRIER,)))
    assert only(summary).flip.kind is Kind.METHOD_GONE
    assert change(summary) == (-640, 0)


def test_a_reason_that_is_gone_declines() -> None:
    summary = found(replace(draft(), reasons=()))
    assert only(summary).flip == Flip(Kind.DECLINED, "base", "base", "reason_unknown")


def test_lists_and_days_of_the_draft_are_asked_as_of_that_day() -> None:
    row = past(customer_id="C-9", delivered=date(2026, 10, 18), today=date(2026, 10, 20))
    assert found(draft(window=Window(3)), row).flipped == 0
    blocked = replace(draft(), lists=Lists(blocked_customers=frozenset({"C-9"})))
    assert only(found(blocked, row)).flip.code == "blocked"


def test_a_row_reads_back_as_it_was_written_whatever_the_order_of_its_facts() -> None:
    row = past(facts={"order.tags": ["b", "a"], "order.country": "JP", "product.final_sale": True, "order.value": 1})
    assert read_row(row.line_of_history()) == row
    assert '"order.tags":["a","b"]' in row.line_of_history()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "the line"),
        ('{"id": "R1/1"}', "order_id: Field required"),
        (past().line_of_history().replace("order.country", "order.colour"), "facts.order.colour"),
    ],
)
def test_a_line_that_is_no_row_is_refused_without_repeating_it(line: str, said: str) -> None:
    with pytest.raises(UnreadableRow, match=said) as refused:
        read_row(line)
    assert "R1/1" not in refused.value.detail


def test_lines_that_are_no_rows_are_told_by_number_and_counted_in_nothing() -> None:
    lines = [past().line_of_history(), "", "nonsense", "{}"]
    summary = replay_lines(lines, Engine(draft()), first=11)
    assert (summary.rows, summary.unreadable) == (1, 2)
    assert [number for number, _ in summary.first_unreadable] == [13, 14]
