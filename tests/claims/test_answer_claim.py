"""The shop answers what it looked at, once, and says why where it declines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.cases.ports import StaleCase
from shared.cases.publications import of_case
from shared.cases.record_case import record_case
from shared.claims.add_to_claim import ClaimUnknown
from shared.claims.answer_claim import AnswerUnknown, ClaimAnswer, ReasonMissing, Seen, answer_claim
from shared.claims.claim_number import claim_id_of
from tests.claims.reporting import BROKEN, ReportingDesk
from tests.samples import NOW

LATER = NOW + timedelta(hours=2)


def answered(
    desk: ReportingDesk, claim_id: str, news: CaseNews, seen: int = 1, reason: str = "", *, told: int = 1
) -> Case:
    answer = ClaimAnswer(news, Seen(seen, told), reason)
    return answer_claim(desk.claims, desk.cases, desk.orders, "A-1", claim_id, answer, LATER)


def test_an_answer_is_told_by_the_case_and_a_second_click_changes_nothing() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    case = answered(desk, claim.claim_id, CaseNews.DECLINED, reason="not_covered")
    assert (case.is_open, case.news[CaseNews.DECLINED].reason) == (False, "not_covered")
    assert answered(desk, claim.claim_id, CaseNews.DECLINED, reason="not_covered") == case


def test_what_somebody_else_decided_meanwhile_stands() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    answered(desk, claim.claim_id, CaseNews.APPROVED)
    with pytest.raises(StaleCase):
        answered(desk, claim.claim_id, CaseNews.DECLINED, reason="other")
    assert CaseNews.DECLINED not in desk.case(claim).news


def test_nobody_declines_for_want_of_a_proof_that_came_while_they_looked() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    desk.show(claim.claim_id, "evidence/x.jpg", NOW + timedelta(hours=1))
    with pytest.raises(StaleCase):
        answered(desk, claim.claim_id, CaseNews.DECLINED, reason="no_proof")
    desk.say(claim.claim_id, "As the photo shows.", NOW + timedelta(hours=1))
    with pytest.raises(StaleCase):
        answered(desk, claim.claim_id, CaseNews.DECLINED, reason="no_proof", told=2)
    assert desk.case(claim).is_open
    assert not answered(desk, claim.claim_id, CaseNews.RESOLVED, told=3).is_open


def test_a_claim_whose_number_the_shop_used_for_something_else_is_answered_all_the_same() -> None:
    desk = ReportingDesk()
    number = claim_id_of("A-1", BROKEN.problem, BROKEN.shipment_id)
    for news, hours in ((CaseNews.REQUESTED, -2), (CaseNews.RESOLVED, -1)):
        told = Told(NOW + timedelta(hours=hours))
        record_case(desk.cases, desk.orders, "A-1", number, CaseKind.RETURN, news, told, NOW)
    claim = desk.report()
    assert desk.case(claim).newest is CaseNews.REOPENED
    assert answered(desk, claim.claim_id, CaseNews.APPROVED, seen=3).newest is CaseNews.APPROVED


def test_what_is_resolved_after_news_of_the_end_of_the_day_is_over_all_the_same() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    desk.answer(claim, CaseNews.RESOLVED, hours=8)
    desk.say(claim.claim_id, "Not yet.", NOW + timedelta(hours=1))
    assert desk.case(claim).is_open
    assert not answered(desk, claim.claim_id, CaseNews.RESOLVED, seen=3, told=2).is_open


def test_what_is_told_twice_on_such_a_day_is_two_events() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    before = desk.answer(claim, CaseNews.RESOLVED, hours=8)
    events = of_case(None, before, merchant_id="hanare")
    for words in ("Not yet.", "Not yet, either."):
        claim = desk.say(claim.claim_id, words, NOW + timedelta(hours=1))
        opened = desk.case(claim)
        after = answered(desk, claim.claim_id, CaseNews.RESOLVED, seen=opened.version, told=claim.version)
        for earlier, later in ((before, opened), (opened, after)):
            events += of_case(earlier, later, merchant_id="hanare")
        before = after
    assert len({event.metadata.event_id for event in events}) == len(events) == 6


def test_an_answer_without_a_reason_and_one_that_there_is_not_are_refused() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    with pytest.raises(ReasonMissing):
        answered(desk, claim.claim_id, CaseNews.DECLINED, reason="because")
    with pytest.raises(AnswerUnknown):
        answered(desk, claim.claim_id, CaseNews.REFUNDED)
    with pytest.raises(ClaimUnknown):
        answered(desk, "CL-22222222", CaseNews.APPROVED)
    assert {*desk.case(claim).news} == {CaseNews.REQUESTED}
