from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from shared.disruptions.advisory import Advisory, EndReason, Ignored, Report, SentTwice
from shared.disruptions.end_advisory import AdvisoryUnknown, end_advisory
from shared.disruptions.list_advisories import list_advisories
from shared.disruptions.publications import of_advisory
from shared.disruptions.record_advisory import AdvisoryOutcome, record_advisory
from tests.disruptions.samples import THEN, alert, plain, said
from tests.fakes import InMemoryAdvisories

HOUR = timedelta(hours=1)


def in_force(advisories: InMemoryAdvisories, hours: float = 24) -> list[str]:
    return [found.advisory_id for found in advisories.in_force(THEN + hours * HOUR)]


def told(report: Report | Ignored) -> Advisory:
    assert isinstance(report, Report)
    assert report.advisory
    return report.advisory


def test_an_advisory_that_is_recorded_is_in_force_until_it_is_over() -> None:
    advisories = InMemoryAdvisories()
    assert record_advisory(advisories, plain("snow_hokkaido")).outcome is AdvisoryOutcome.RECORDED
    assert in_force(advisories, 47) == ["hokkaido-snow-1"]
    assert in_force(advisories, 48) == []


def test_said_again_it_changes_nothing() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, alert("winter_storm"))
    before = dict(advisories.records)
    assert record_advisory(advisories, alert("winter_storm")).outcome is AdvisoryOutcome.UNCHANGED
    assert advisories.records == before


def test_without_a_time_of_its_own_the_same_words_later_are_a_repeat_and_other_words_are_news() -> None:
    advisories = InMemoryAdvisories()
    first = said({"id": "a", "carriers": ["ups"]})
    later = Report(replace(told(first), sent_at=THEN + HOUR, hazards=(_later(first),)))
    assert record_advisory(advisories, first, has_own_time=False).outcome is AdvisoryOutcome.RECORDED
    assert record_advisory(advisories, later, has_own_time=False).outcome is AdvisoryOutcome.UNCHANGED
    news = said({"id": "a", "carriers": ["ups"], "severity": "severe", "sent": THEN + HOUR})
    assert record_advisory(advisories, news, has_own_time=False).outcome is AdvisoryOutcome.UPDATED


def test_other_words_without_a_time_are_news_even_within_the_same_moment() -> None:
    advisories = InMemoryAdvisories()
    mild, bad = said({"id": "a", "carriers": ["ups"]}), said({"id": "a", "carriers": ["ups"], "severity": "extreme"})
    record_advisory(advisories, mild, has_own_time=False)
    assert record_advisory(advisories, bad, has_own_time=False).outcome is AdvisoryOutcome.UPDATED
    assert record_advisory(advisories, bad, has_own_time=False).outcome is AdvisoryOutcome.UNCHANGED
    end_advisory(advisories, "a", THEN)
    assert in_force(advisories) == []
    assert record_advisory(advisories, bad, has_own_time=False).outcome is AdvisoryOutcome.UPDATED
    assert in_force(advisories) == ["a"]


def _later(report: Report):  # type: ignore[no-untyped-def]
    [hazard] = told(report).hazards
    return replace(hazard, starts_at=THEN + HOUR)


def test_a_newer_word_holds_and_an_older_one_that_comes_late_changes_nothing() -> None:
    advisories = InMemoryAdvisories()
    newer = plain("snow_hokkaido", sent=THEN + HOUR, severity="extreme")
    assert record_advisory(advisories, newer).outcome is AdvisoryOutcome.RECORDED
    assert record_advisory(advisories, plain("snow_hokkaido")).outcome is AdvisoryOutcome.UNCHANGED
    assert advisories.records["hokkaido-snow-1"].advisory == told(newer)


def test_two_words_at_one_time_under_one_id_are_refused() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, plain("snow_hokkaido"))
    with pytest.raises(SentTwice):
        record_advisory(advisories, plain("snow_hokkaido", severity="minor"))


def test_an_update_takes_the_place_of_what_it_refers_to() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, alert("winter_storm"))
    update = record_advisory(advisories, alert("winter_storm_update"))
    assert update.ended == (told(alert("winter_storm")).advisory_id,)
    assert in_force(advisories) == [told(alert("winter_storm_update")).advisory_id]


def test_a_cancel_leaves_nothing_in_force() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, alert("winter_storm_update"))
    assert record_advisory(advisories, alert("winter_storm_cancel")).outcome is AdvisoryOutcome.ENDED
    assert in_force(advisories) == []


@pytest.mark.parametrize("order", list(permutations(["winter_storm", "winter_storm_update", "winter_storm_cancel"])))
def test_in_whatever_order_and_however_often_alerts_come_the_same_stands(order: tuple[str, ...]) -> None:
    advisories = InMemoryAdvisories()
    for name in (*order, *order):
        record_advisory(advisories, alert(name))
    assert in_force(advisories) == []
    ends = {record.end.reason for record in advisories.records.values() if record.end}
    assert ends == {EndReason.SUPERSEDED, EndReason.CANCELLED}


@pytest.mark.parametrize("order", list(permutations(["winter_storm", "winter_storm_update"])))
def test_an_original_that_comes_after_its_update_never_stands(order: tuple[str, ...]) -> None:
    advisories = InMemoryAdvisories()
    for name in order:
        record_advisory(advisories, alert(name))
    assert in_force(advisories) == [told(alert("winter_storm_update")).advisory_id]


def test_a_test_is_ignored_and_says_why() -> None:
    advisories = InMemoryAdvisories()
    recorded = record_advisory(advisories, alert("winter_storm", status="Test"))
    assert recorded.outcome is AdvisoryOutcome.IGNORED
    assert "status" in recorded.reason
    assert advisories.records == {}


def test_the_merchant_may_end_one_and_ending_it_again_changes_nothing() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, plain("strike"))
    ended = end_advisory(advisories, "strike-2026-03", THEN + 2000 * HOUR)
    assert ended.end
    assert ended.end.reason is EndReason.ENDED
    assert end_advisory(advisories, "strike-2026-03", THEN + 3000 * HOUR) == ended
    assert in_force(advisories) == []


def test_one_that_was_ended_stands_again_when_it_is_said_anew() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, plain("snow_hokkaido"))
    end_advisory(advisories, "hokkaido-snow-1", THEN + HOUR)
    record_advisory(advisories, plain("snow_hokkaido", sent=THEN + 2 * HOUR))
    assert in_force(advisories) == ["hokkaido-snow-1"]


@pytest.mark.parametrize("known", ["nothing", "its end only"])
def test_what_was_never_said_cannot_be_ended(known: str) -> None:
    advisories = InMemoryAdvisories()
    advisory_id = told(alert("winter_storm_update")).advisory_id
    if known != "nothing":
        record_advisory(advisories, alert("winter_storm_cancel"))
    with pytest.raises(AdvisoryUnknown):
        end_advisory(advisories, advisory_id, THEN)


def test_a_list_goes_on_where_its_page_ended() -> None:
    advisories = InMemoryAdvisories()
    for number in range(3):
        record_advisory(advisories, said({"id": f"a{number}", "carriers": ["ups"]}))
    first = list_advisories(advisories, THEN, limit=2)
    rest = list_advisories(advisories, THEN, limit=2, after=first.goes_on_after)
    assert [[r.advisory_id for r in page.records] for page in (first, rest)] == [["a0", "a1"], ["a2"]]
    assert rest.goes_on_after is None


def test_what_stands_is_published_as_issued_and_what_stands_no_more_as_ended() -> None:
    advisories = InMemoryAdvisories()
    update_id = told(alert("winter_storm_update")).advisory_id
    record_advisory(advisories, alert("winter_storm_update"))
    standing = advisories.records[update_id]
    [issued] = of_advisory(None, standing, merchant_id="hanare")
    assert issued.detail_type == "AdvisoryIssued"
    assert issued.data["supersedes"] == [told(alert("winter_storm")).advisory_id]
    assert [hazard["kind"] for hazard in issued.data["hazards"]] == ["snow"]
    assert of_advisory(standing, standing, merchant_id="hanare") == []
    record_advisory(advisories, alert("winter_storm_cancel"))
    over = advisories.records[update_id]
    [ended] = of_advisory(standing, over, merchant_id="hanare")
    assert (ended.detail_type, ended.data["reason"]) == ("AdvisoryEnded", "cancelled")
    assert of_advisory(over, over, merchant_id="hanare") == []
    assert of_advisory(over, standing, merchant_id="hanare") == [issued]


def test_what_was_ended_before_it_came_is_never_published() -> None:
    advisories = InMemoryAdvisories()
    record_advisory(advisories, alert("winter_storm_update"))
    first_id = told(alert("winter_storm")).advisory_id
    before = advisories.records[first_id]
    record_advisory(advisories, alert("winter_storm"))
    assert of_advisory(None, before, merchant_id="hanare") == []
    assert of_advisory(before, advisories.records[first_id], merchant_id="hanare") == []
