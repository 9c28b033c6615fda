from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from shared.disruptions.advisory import AffectedArea, Code, Days, Severity
from shared.disruptions.plain import InvalidAdvisory
from shared.promise.slowdown import SlowdownKind
from tests.disruptions.samples import THEN, plain, said


def test_a_plain_advisory_says_the_same_as_an_alert() -> None:
    advisory = plain("snow_hokkaido").advisory
    assert advisory
    assert advisory.advisory_id == "hokkaido-snow-1"
    assert advisory.source == "merchant"
    assert advisory.sent_at == datetime(2026, 1, 19, 23, 30, tzinfo=UTC)
    [hazard] = advisory.hazards
    assert (hazard.kind, hazard.severity, hazard.days) == (SlowdownKind.SNOW, Severity.SEVERE, None)
    assert hazard.areas == (AffectedArea(codes=(Code("ISO 3166-2", "JP-01"),)),)
    assert hazard.starts_at == datetime(2026, 1, 20, tzinfo=UTC)
    assert hazard.ends_at == datetime(2026, 1, 22, tzinfo=UTC)


def test_days_carriers_and_words_may_be_said_outright() -> None:
    advisory = plain("strike").advisory
    assert advisory
    [hazard] = advisory.hazards
    assert hazard.days == Days(1, 4)
    assert hazard.carriers == ("dhl",)
    assert hazard.ends_at is None
    assert hazard.headlines["ja"].startswith("配送会社")


def test_what_is_left_out_is_from_now_on_and_until_it_is_ended() -> None:
    advisory = said({"area": [{"country": "DE", "postal_prefix": "8"}]}).advisory
    assert advisory
    [hazard] = advisory.hazards
    assert (advisory.sent_at, hazard.starts_at, hazard.ends_at) == (THEN, THEN, None)
    assert hazard.kind is SlowdownKind.OTHER


def test_without_an_id_the_content_is_the_id_and_the_time_of_sending_is_no_part_of_it() -> None:
    one, later = said({"carriers": ["ups"]}), said({"carriers": ["ups"], "sent": THEN + timedelta(hours=1)})
    other = said({"carriers": ["dhl"]})
    assert one.advisory
    assert later.advisory
    assert other.advisory
    assert one.advisory.advisory_id == later.advisory.advisory_id != other.advisory.advisory_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"area": [], "carriers": [], "warehouses": []}, "area"),
        ({"area": [{"region": "JP-99"}]}, "area.0.region"),
        ({"area": [{"region": "JP-01"}, {"region": "JP-02", "country": "JP"}]}, "area.1"),
        ({"area": [{}]}, "area.0.country"),
        ({"area": [{"country": "XX"}]}, "area.0.country"),
        ({"days": {"least": 3, "most": 1}}, "days"),
        ({"until": "2026-01-20T08:00:00+09:00"}, "until"),
        ({"id": "cap-0123"}, "id"),
    ],
)
def test_what_cannot_be_acted_on_is_refused_and_says_where(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidAdvisory) as refused:
        plain("snow_hokkaido", **changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "meteor"},
        {"sent": "2026-01-20T08:30:00"},
        {"sent": "0001-01-01T00:00:00+14:00"},
        {"from": "1999-01-01T00:00:00Z"},
        {"until": "9999-12-31T23:59:59-12:00"},
        {"days": {"most": 61}},
        {"days": {"most": -1}},
        {"carriers": ["No Slug"]},
        {"headline": {"english": "x"}},
        {"headline": {"en": ""}},
        {"id": "a/b"},
        {"erea": []},
    ],
)
def test_what_is_misspelt_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        plain("snow_hokkaido", **changes)
