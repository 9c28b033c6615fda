from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.disruptions.advisory import Advisory, Certainty, Code, EndReason, Ignored, Report, Severity, Urgency
from shared.disruptions.cap import LASTS, UnreadableAlert, alert_id, read_cap
from shared.errors import Invalid
from shared.promise.slowdown import SlowdownKind
from shared.strict_xml import MalformedXml
from tests.disruptions.samples import alert, raw

SENDER = "alerts@weather.example"


def advisory(read: Report | Ignored) -> Advisory:
    assert isinstance(read, Report)
    assert read.advisory
    return read.advisory


def test_an_alert_says_who_what_where_how_bad_and_how_long() -> None:
    read = alert("winter_storm")
    told = advisory(read)
    [hazard] = told.hazards
    assert told.advisory_id == alert_id(SENDER, "urn:oid:2.49.0.1.840.0.example-1")
    assert (told.source, told.sent_at) == (SENDER, datetime(2026, 1, 20, 9, 12, tzinfo=UTC))
    assert hazard.kind is SlowdownKind.SNOW
    assert (hazard.severity, hazard.certainty, hazard.urgency) == (Severity.SEVERE, Certainty.LIKELY, Urgency.EXPECTED)
    [area] = hazard.areas
    assert area.names == {"en": "Harris; Coastal Waters"}
    assert area.codes == (Code("SAME", "048201"), Code("UGC", "TXZ213"), Code("UGC", "GMZ335"))
    assert len(area.shapes) == 1
    assert isinstance(read, Report)
    assert read.ends == {}


def test_it_holds_from_its_onset_until_the_event_ends_and_not_until_the_message_expires() -> None:
    [hazard] = advisory(alert("winter_storm")).hazards
    assert hazard.starts_at == datetime(2026, 1, 21, 0, 0, tzinfo=UTC)
    assert hazard.ends_at == datetime(2026, 1, 21, 18, 0, tzinfo=UTC)


def test_an_alert_without_an_end_of_its_own_lasts_three_days() -> None:
    [hazard] = advisory(alert("winter_storm_update", expires="")).hazards
    assert hazard.ends_at == hazard.starts_at + LASTS
    [hazard] = advisory(alert("winter_storm_update", expires="2026-01-20T17:00:00-06:00")).hazards
    assert hazard.ends_at == hazard.starts_at + LASTS


def test_it_begins_when_it_becomes_effective_or_is_sent_where_no_onset_is_given() -> None:
    [hazard] = advisory(alert("winter_storm", onset="")).hazards
    assert hazard.starts_at == datetime(2026, 1, 20, 9, 12, tzinfo=UTC)
    [hazard] = advisory(alert("winter_storm", onset="", effective="")).hazards
    assert hazard.starts_at == datetime(2026, 1, 20, 9, 12, tzinfo=UTC)


def test_an_update_stands_for_the_alerts_it_refers_to() -> None:
    read = alert("winter_storm_update")
    first = alert_id(SENDER, "urn:oid:2.49.0.1.840.0.example-1")
    assert isinstance(read, Report)
    assert advisory(read).supersedes == (first,)
    assert read.ends[first].reason is EndReason.SUPERSEDED
    assert read.ends[first].by == advisory(read).advisory_id
    assert read.ends[first].at == advisory(read).sent_at


def test_a_cancel_only_ends_what_it_refers_to() -> None:
    read = alert("winter_storm_cancel")
    assert isinstance(read, Report)
    assert read.advisory is None
    [end] = read.ends.values()
    assert end.reason is EndReason.CANCELLED


def test_what_is_sent_by_a_clock_that_lags_ends_what_it_refers_to_all_the_same() -> None:
    read = alert("winter_storm_cancel", sent="2026-01-20T14:00:00-06:00")
    assert isinstance(read, Report)
    [end] = read.ends.values()
    assert end.at == datetime(2026, 1, 20, 20, 40, tzinfo=UTC)


def test_the_same_in_two_languages_is_one_hazard() -> None:
    [hazard] = advisory(alert("two_languages")).hazards
    assert hazard.called == {"ja": "大雪警報", "en": "Heavy Snow Warning"}
    assert [area.names for area in hazard.areas] == [
        {"ja": "新宿区", "en": "Shinjuku City"},
        {"ja": "伊豆諸島北部", "en": "Northern Izu Islands"},
    ]
    assert hazard.kind is SlowdownKind.SNOW


def test_two_events_in_one_language_are_two_hazards() -> None:
    twice = raw("two_languages.xml").replace(b"<language>en</language>", b"<language>ja</language>")
    assert len(advisory(read_cap(twice)).hazards) == 2


@pytest.mark.parametrize(
    ("element", "content", "reason"),
    [
        ("status", "Test", "status is not Actual"),
        ("status", "Exercise", "status is not Actual"),
        ("status", "System", "status is not Actual"),
        ("status", "Draft", "status is not Actual"),
        ("scope", "Private", "scope is not Public"),
        ("msgType", "Ack", "msgType is not Alert or Update or Cancel"),
        ("msgType", "Error", "msgType is not Alert or Update or Cancel"),
        ("urgency", "Past", "nothing that is ahead"),
        ("certainty", "Unlikely", "nothing that is ahead"),
        ("responseType", "AllClear", "nothing that is ahead"),
    ],
)
def test_what_is_no_news_for_parcels_is_ignored_with_its_reason(element: str, content: str, reason: str) -> None:
    read = alert("winter_storm", **{element: content})
    assert isinstance(read, Ignored)
    assert reason in read.reason


def test_an_update_that_gives_the_all_clear_only_ends() -> None:
    read = alert("winter_storm_update", urgency="Past")
    assert isinstance(read, Report)
    assert read.advisory is None
    assert len(read.ends) == 1


@pytest.mark.parametrize(
    ("name", "element", "content", "field"),
    [
        ("winter_storm", "identifier", "", "identifier"),
        ("winter_storm", "sender", "", "sender"),
        ("winter_storm", "sent", "yesterday", "sent"),
        ("winter_storm", "sent", "2026-01-20T03:12:00", "sent"),
        ("winter_storm", "sent", "0001-01-01T00:00:00+14:00", "sent"),
        ("winter_storm", "onset", "soon", "info.onset"),
        ("winter_storm", "event", "", "info.event"),
        ("winter_storm_update", "references", "", "references"),
        ("winter_storm_update", "references", "just-an-id", "references"),
        ("winter_storm_cancel", "references", "a,b", "references"),
        ("winter_storm_cancel", "references", "a,b,c", "references"),
    ],
)
def test_an_alert_that_cannot_be_acted_on_is_refused_and_says_where(
    name: str, element: str, content: str, field: str
) -> None:
    with pytest.raises(UnreadableAlert) as refused:
        alert(name, **{element: content})
    assert refused.value.field == field


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b'<!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>',
        b"<alert>" * 40 + b"</alert>" * 40,
        b"\xff\xfe",
    ],
)
def test_bombs_and_what_is_no_xml_are_refused(body: bytes) -> None:
    with pytest.raises(MalformedXml):
        read_cap(body)


@pytest.mark.parametrize("body", [b"<feed/>", b"<alert>text</alert>", b"<alert/>"])
def test_xml_that_is_no_alert_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableAlert):
        read_cap(body)


def test_words_that_cap_does_not_have_are_unknown_and_not_an_error() -> None:
    [hazard] = advisory(alert("winter_storm", severity="Apocalyptic", certainty="", urgency="Now")).hazards
    assert hazard.severity is Severity.UNKNOWN
    assert hazard.certainty is Certainty.UNKNOWN
    assert hazard.urgency is Urgency.UNKNOWN


def test_a_language_that_is_not_given_is_english_as_the_standard_says() -> None:
    [hazard] = advisory(alert("winter_storm_update")).hazards
    assert set(hazard.called) == {"en"}


def test_very_many_references_are_refused() -> None:
    one = "a,b,2026-01-20T03:12:00-06:00 "
    with pytest.raises(UnreadableAlert):
        alert("winter_storm_cancel", references=one * 101)


def test_two_senders_may_use_the_same_identifier() -> None:
    assert alert_id("a", "1") != alert_id("b", "1")
    assert timedelta(days=3) == LASTS


CONTENT = st.sampled_from(
    ["", "Actual", "Public", "Update", "a,b,2026-01-20T03:12:00-06:00", "2026-01-20T03:12:00-06:00", "Severe", "雪"]
)
_NAMES = """
identifier sender sent status msgType scope references info language event onset expires severity area areaDesc geocode
valueName value parameter polygon
"""
NAMES = st.sampled_from(_NAMES.split())
ELEMENTS = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, NAMES, CONTENT),
    lambda inner: st.builds(lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", NAMES, st.lists(inner)),
)


@given(st.lists(ELEMENTS, max_size=12), st.sampled_from(["winter_storm", "winter_storm_update", "two_languages"]))
def test_whatever_stands_in_an_alert_it_is_read_or_refused(inserted: list[str], name: str) -> None:
    sound = raw(f"{name}.xml").decode()
    for where in ("<info>", "</info>", "</alert>", "<area>", "<sent>"):
        with suppress(Invalid):
            read_cap(sound.replace(where, "".join(inserted) + where, 1).encode())
