from __future__ import annotations

from datetime import timedelta

import pytest

from shared.disruptions.advisory import Certainty, Code, Days, Hazard, Severity, Urgency
from shared.disruptions.cap import read_cap
from shared.disruptions.record_advisory import record_advisory
from shared.disruptions.rules import Rules
from shared.disruptions.slowdowns import slowdowns
from shared.disruptions.view import AdvisoryView
from shared.promise.slowdown import Slowdown, SlowdownKind
from tests.disruptions.samples import THEN, alert, plain, raw, said
from tests.fakes import InMemoryAdvisories


def slowed_by(*reports: object, rules: Rules | None = None, hours: float = 1) -> list[Slowdown]:
    advisories = InMemoryAdvisories()
    for report in reports:
        record_advisory(advisories, report)  # type: ignore[arg-type]
    return slowdowns(advisories, THEN + timedelta(hours=hours), rules)


def test_snow_in_hokkaido_slows_parcels_to_hokkaido_while_it_lasts_and_says_so() -> None:
    [snow] = slowed_by(plain("snow_hokkaido"))
    assert snow.touches("JP", "0600001", "yamato", "tokyo")
    assert not snow.touches("JP", "1500001", "yamato", "tokyo")
    assert (snow.least_days, snow.most_days) == (1, 3)
    assert (snow.starts_at, snow.ends_at) == (THEN, THEN + timedelta(days=2))
    assert snow.headline("en") == "Snow advisory for Hokkaido: up to 3 more days"
    assert snow.headline("ja") == "北海道：大雪のため最大3日の遅れ"
    assert slowed_by(plain("snow_hokkaido"), hours=48) == []


def test_a_strike_slows_its_carrier_everywhere_in_the_merchants_words() -> None:
    [strike] = slowed_by(plain("strike"))
    assert strike.touches("BR", "01310", "dhl")
    assert not strike.touches("BR", "01310", "ups")
    assert (strike.least_days, strike.most_days) == (1, 4)
    assert strike.headline("en") == "Strike at the carrier: up to 4 more days"


def test_what_leaves_from_a_warehouse_is_slowed_and_nothing_else() -> None:
    [slowdown] = slowed_by(said({"warehouses": ["sapporo"], "severity": "minor", "kind": "traffic"}))
    assert slowdown.touches("US", "770", "ups", "sapporo")
    assert not slowdown.touches("US", "770", "ups", "tokyo")
    assert slowdown.headline("en") == "Traffic disruption: up to 1 more day"


def test_an_alert_slows_the_places_that_are_known_and_lists_the_others() -> None:
    report = alert("two_languages")
    [snow] = slowed_by(report)
    assert snow.touches("JP", "1600022")
    assert not snow.touches("JP", "1000400")  # the islands' code is in no list
    assert snow.headline("ja") == "新宿区、伊豆諸島北部：大雪のため最大1日の遅れ"
    advisories = InMemoryAdvisories()
    recorded = record_advisory(advisories, report)
    assert recorded.record
    view = AdvisoryView.of(recorded.record, Rules(), THEN)
    assert view
    assert [[code.value for code in area.unplaced] for area in view.hazards[0].areas] == [[], ["130020"]]


def test_an_alert_of_which_nothing_is_placed_slows_nobody_until_the_merchant_places_it() -> None:
    strange = read_cap(raw("winter_storm.xml").replace(b"048201", b"099999"))
    assert slowed_by(strange) == []
    rules = Rules(places={Code("UGC", "TXZ213"): (("US", "770"),)})
    [placed] = slowed_by(strange, rules=rules)
    assert placed.touches("US", "77002")
    assert not placed.touches("US", "78701")


def test_many_areas_are_counted_and_not_named() -> None:
    areas = [{"region": f"JP-0{number}"} for number in range(1, 6)]
    [slowdown] = slowed_by(said({"area": areas, "kind": "storm", "severity": "extreme"}))
    assert slowdown.headline("en") == "Storm advisory for Hokkaido, Aomori, Iwate and 2 more: up to 5 more days"
    assert slowdown.headline("ja") == "北海道、青森県、岩手県ほか2地域：台風・暴風のため最大5日の遅れ"


def test_every_kind_has_words_in_every_language() -> None:
    for kind in SlowdownKind:
        [slowdown] = slowed_by(said({"kind": kind, "carriers": ["ups"]}))
        assert slowdown.headline("en") != slowdown.headline("ja")


def hazard(severity: Severity, certainty: Certainty, urgency: Urgency = Urgency.UNKNOWN) -> Hazard:
    return Hazard(SlowdownKind.SNOW, THEN, None, severity, certainty, urgency)


@pytest.mark.parametrize(
    ("severity", "sure", "possible"),
    [
        (Severity.EXTREME, Days(2, 5), Days(0, 2)),
        (Severity.SEVERE, Days(1, 3), Days(0, 1)),
        (Severity.MODERATE, Days(0, 2), Days(0, 1)),
        (Severity.MINOR, Days(0, 1), Days(0, 0)),
        (Severity.UNKNOWN, Days(0, 1), Days(0, 0)),
    ],
)
def test_days_follow_from_severity_and_certainty(severity: Severity, sure: Days, possible: Days) -> None:
    for certainty in (Certainty.OBSERVED, Certainty.LIKELY, Certainty.UNKNOWN):
        assert Rules().days_of(hazard(severity, certainty)) == sure
    assert Rules().days_of(hazard(severity, Certainty.POSSIBLE)) == possible
    assert Rules().days_of(hazard(severity, Certainty.UNLIKELY)) == Days(0, 0)
    assert Rules().days_of(hazard(severity, Certainty.LIKELY, Urgency.PAST)) == Days(0, 0)
    assert Rules().days_of(hazard(severity, Certainty.LIKELY, Urgency.FUTURE)) == Days(0, sure.most)


def test_the_merchants_figures_come_before_the_built_in_ones_and_those_of_a_kind_first() -> None:
    rules = Rules(days={Severity.SEVERE: Days(0, 1)}, days_by_kind={SlowdownKind.SNOW: {Severity.SEVERE: Days(2, 4)}})
    [snow] = slowed_by(plain("snow_hokkaido"), rules=rules)
    [rain] = slowed_by(plain("snow_hokkaido", kind="heavy_rain"), rules=rules)
    assert [(found.least_days, found.most_days) for found in (snow, rain)] == [(2, 4), (0, 1)]


def test_what_costs_no_day_slows_nobody() -> None:
    none = Rules(days={Severity.SEVERE: Days(0, 0)})
    assert slowed_by(plain("snow_hokkaido"), rules=none) == []


def test_a_slowdown_of_an_alert_reads_back_from_the_snapshot() -> None:
    for slowdown in slowed_by(alert("winter_storm"), alert("two_languages"), plain("strike")):
        assert Slowdown.from_json(slowdown.to_json()) == slowdown
