"""A problem is reported once, however often it is sent, and somebody always waits for it to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.cases.ports import StaleCase
from shared.cases.record_case import MAX_CASES, TooManyCases
from shared.claims.claim import MOST_SAID, MOST_WORDS, Claim, Said
from shared.claims.claim_number import claim_id_of, is_claim_id
from shared.claims.ports import StaleClaim
from shared.claims.problem import Problem, Wish
from shared.claims.report_problem import LineUnknown, Report, ShipmentUnknown, TooMuchSaid, UnreadableReport
from shared.errors import Invalid
from tests.claims.reporting import BROKEN, LATE, ReportingDesk
from tests.fakes import InMemoryCases, InMemoryClaims
from tests.samples import NOW

HOUR = timedelta(hours=1)


def test_a_report_is_kept_and_its_case_is_open() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    assert desk.claims.of_order("A-1") == [claim]
    assert (claim.lines, claim.wish, claim.said) == (BROKEN.lines, Wish.REPLACEMENT, (Said(NOW, BROKEN.words),))
    case = desk.case(claim)
    assert (case.kind, case.is_open, case.lines) == (CaseKind.CLAIM, True, BROKEN.lines)
    assert desk.case(desk.report(replace(BROKEN, problem=Problem.DEFECT))).kind is CaseKind.WARRANTY


def test_who_answers_within_the_second_and_writes_seconds_only_has_answered_afterwards() -> None:
    desk = ReportingDesk()
    claim = desk.report(at=NOW + timedelta(microseconds=900_000))
    assert desk.case(claim).hearing(CaseNews.APPROVED, Told(NOW)).newest is CaseNews.APPROVED


def test_the_same_report_again_is_the_same_claim_and_tells_nobody_anything() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    told = desk.case(claim)
    again = desk.report(at=NOW + HOUR)
    assert (again.said, again.reported_at, again.claim_id) == (claim.said, NOW, claim.claim_id)
    assert desk.case(claim) == told
    assert desk.report(LATE, NOW) == desk.report(LATE, NOW + HOUR)


def test_another_report_of_the_same_problem_adds_what_it_says() -> None:
    desk = ReportingDesk()
    desk.report()
    more = Report(Problem.DAMAGED, "S-1", (CaseLine("KB-02"), CaseLine("KB-01", 1)), Wish.REFUND, "The plate too.")
    claim = desk.report(more, NOW + HOUR)
    assert claim.lines == (CaseLine("KB-01", 2), CaseLine("KB-02", 1))
    assert [said.words for said in claim.said] == ["The rim is chipped.", "The plate too."]
    assert claim.wish is Wish.REFUND
    assert desk.report(replace(more, wish=Wish.UNDECIDED), NOW + 2 * HOUR).wish is Wish.REFUND


def test_another_problem_or_another_shipment_is_another_claim() -> None:
    numbers = {claim_id_of("A-1", problem, shipment) for problem in Problem for shipment in ("", "S-1", "S-2")}
    assert len(numbers) == 3 * len(Problem)
    assert all(is_claim_id(number) for number in numbers)
    assert not any(is_claim_id(number) for number in ("RMA-7", "CL-1", "CL-7K3F92M0", "xCL-7K3F92M4", "CL-7K3F92M4\n"))
    assert numbers.isdisjoint(claim_id_of("A-2", problem, "S-1") for problem in Problem)


@pytest.mark.parametrize("closing", [CaseNews.DECLINED, CaseNews.RESOLVED])
def test_what_was_closed_is_opened_again_by_another_report(closing: CaseNews) -> None:
    desk = ReportingDesk()
    claim = desk.report()
    desk.answer(claim, closing, hours=1)
    desk.report(at=NOW + 2 * HOUR)
    case = desk.case(claim)
    assert case.is_open
    assert case.news[CaseNews.REOPENED].at == NOW + 2 * HOUR
    desk.report(at=NOW + 3 * HOUR)
    assert desk.case(claim) == case


def test_it_is_open_again_even_where_it_was_closed_as_of_the_end_of_the_day() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    desk.answer(claim, CaseNews.RESOLVED, hours=10)
    desk.say(claim.claim_id, "It is not.", NOW + HOUR)
    assert desk.case(claim).is_open


def test_what_no_report_can_be_is_refused_with_its_field_and_nothing_is_kept() -> None:
    desk = ReportingDesk()
    refused: Sequence[tuple[Report, type[Invalid], str]] = [
        (replace(BROKEN, lines=()), UnreadableReport, "lines"),
        (replace(BROKEN, lines=(CaseLine("KB-09"),)), LineUnknown, "lines"),
        (replace(BROKEN, lines=(CaseLine("KB-01", 4),)), UnreadableReport, "lines"),
        (replace(BROKEN, lines=(CaseLine("KB-01", 0),)), UnreadableReport, "lines"),
        (replace(BROKEN, lines=(CaseLine("KB-02"), CaseLine("KB-02"))), UnreadableReport, "lines"),
        (replace(BROKEN, words="x" * (MOST_WORDS + 1)), UnreadableReport, "words"),
        (replace(BROKEN, problem=Problem.DEFECT, words=" \x00 "), UnreadableReport, "words"),
        (replace(BROKEN, shipment_id="S-9"), ShipmentUnknown, "shipment"),
        (replace(BROKEN, shipment_id="R-1"), ShipmentUnknown, "shipment"),
    ]
    for report, error, field in refused:
        with pytest.raises(error) as raised:
            desk.report(report)
        assert raised.value.field == field
    assert (desk.claims.claims, desk.cases.cases) == ({}, {})


def test_as_many_as_were_bought_in_all_positions_can_be_named() -> None:
    assert ReportingDesk().report(replace(BROKEN, lines=(CaseLine("KB-01", 3),))).lines == (CaseLine("KB-01", 3),)


def test_articles_are_of_no_account_where_the_parcel_is_the_problem() -> None:
    assert ReportingDesk().report(replace(BROKEN, problem=Problem.NOT_FOUND)).lines == ()


def test_words_are_kept_only_so_often() -> None:
    desk = ReportingDesk()
    for number in range(MOST_SAID):
        claim = desk.report(replace(LATE, words=str(number)))
    with pytest.raises(TooMuchSaid):
        desk.report(replace(LATE, words="once more"))
    assert desk.report(replace(LATE, words="0")) == claim


def test_an_order_with_too_many_cases_is_refused_with_nothing_kept() -> None:
    desk = ReportingDesk()
    for number in range(MAX_CASES):
        desk.cases.save(Case("A-1", f"RMA-{number}", CaseKind.RETURN))
    with pytest.raises(TooManyCases):
        desk.report()
    assert desk.claims.claims == {}


class FailsOnce(InMemoryClaims):
    """As a function that dies, or loses a race, before the claim is kept."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.errors = [error]

    def save(self, claim: Claim) -> Claim:
        if self.errors:
            raise self.errors.pop()
        return super().save(claim)


def test_what_died_between_the_case_and_the_claim_is_made_whole_by_sending_it_again() -> None:
    desk = ReportingDesk()
    desk.claims = FailsOnce(TimeoutError())
    with pytest.raises(TimeoutError):
        desk.report()
    case = desk.cases.of_order("A-1")[0]
    assert case.is_open  # somebody hears of it, whatever becomes of the claim
    claim = desk.report(at=NOW + HOUR)
    assert desk.claims.of_order("A-1") == [claim]
    assert desk.case(claim) == case


def test_who_loses_a_race_against_their_own_second_click_still_gets_their_claim() -> None:
    desk = ReportingDesk()
    desk.claims = FailsOnce(StaleClaim("stale"))
    assert desk.report().version == 1
    other = ReportingDesk()
    other.cases = _LosesOnce()
    assert other.case(other.report()).is_open


class _LosesOnce(InMemoryCases):
    def save(self, case: Case) -> Case:
        if not self.cases:
            super().save(case)
            raise StaleCase("stale")
        return super().save(case)


words = st.sampled_from(["", "Chipped.", "The box too."])
lines = st.sets(st.sampled_from(["KB-01", "KB-02"]), min_size=1).map(
    lambda skus: tuple(CaseLine(sku, 1 + (sku == "KB-01")) for sku in sorted(skus))
)
reports = st.builds(Report, st.just(Problem.DAMAGED), st.just("S-1"), lines, st.sampled_from(Wish), words)
sent = st.lists(st.tuples(reports, st.integers(0, 5)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(told=sent, data=st.data())
def test_neither_order_nor_repetition_of_reports_changes_the_claim(
    told: list[tuple[Report, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=4))))
    once, again = ReportingDesk(), ReportingDesk()
    for report, hours in told:
        claim = once.report(report, NOW + hours * HOUR)
    for report, hours in shuffled:
        other = again.report(report, NOW + hours * HOUR)
    assert replace(claim, version=0) == replace(other, version=0)
    for desk in (once, again):
        assert {*desk.case(claim).news} == {CaseNews.REQUESTED}
