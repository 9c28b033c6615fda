"""A claim grows by what its shopper says and shows, and opens again when it is not solved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.cases.case import CaseNews
from shared.claims.add_to_claim import ClaimUnknown, TooMuchShown
from shared.claims.claim import MAX_EVIDENCE, MOST_WORDS
from shared.claims.report_problem import UnreadableReport
from tests.claims.reporting import ReportingDesk
from tests.samples import NOW

LATER = NOW + timedelta(hours=3)


def test_more_words_stand_behind_the_first_and_the_same_again_change_nothing() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    more = desk.say(claim.claim_id, "  And the box.\x00 ", LATER)
    assert [said.words for said in more.said] == ["The rim is chipped.", "And the box."]
    assert desk.say(claim.claim_id, "And the box.", LATER + timedelta(hours=1)) == more
    assert {*desk.case(claim).news} == {CaseNews.REQUESTED}
    assert more.changed_at == LATER


def test_words_after_the_end_open_it_again_and_only_once() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    desk.answer(claim, CaseNews.DECLINED, hours=1, reason="not_covered")
    desk.say(claim.claim_id, "Not solved.", LATER)
    reopened = desk.case(claim)
    assert reopened.is_open
    desk.say(claim.claim_id, "Not solved.", LATER + timedelta(hours=1))
    assert desk.case(claim) == reopened


@pytest.mark.parametrize("words", ["", " \x00 ", "x" * (MOST_WORDS + 1)])
def test_nothing_and_too_much_are_refused_by_name(words: str) -> None:
    desk = ReportingDesk()
    claim = desk.report()
    with pytest.raises(UnreadableReport) as raised:
        desk.say(claim.claim_id, words)
    assert raised.value.field == "words"


def test_a_file_is_shown_once_and_only_so_many_are() -> None:
    desk = ReportingDesk()
    claim = desk.report()
    for number in range(MAX_EVIDENCE):
        shown = desk.show(claim.claim_id, f"evidence/{number}", NOW + timedelta(minutes=number))
    assert [evidence.key for evidence in shown.evidence] == [f"evidence/{number}" for number in range(MAX_EVIDENCE)]
    assert desk.show(claim.claim_id, "evidence/0", LATER) == shown
    with pytest.raises(TooMuchShown):
        desk.show(claim.claim_id, "evidence/more")


def test_a_claim_that_the_order_does_not_have_takes_nothing() -> None:
    desk = ReportingDesk()
    with pytest.raises(ClaimUnknown):
        desk.say("CL-22222222", "Hello.")
    with pytest.raises(ClaimUnknown):
        desk.show("CL-22222222", "evidence/0")
    assert (desk.claims.claims, desk.cases.cases) == ({}, {})
