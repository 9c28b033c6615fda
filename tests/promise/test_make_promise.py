"""The promise, case by case: what a shopper in Japan or abroad is told, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from shared.promise.answer import PromiseAnswer, PromiseOption, Source
from shared.promise.calendar import Calendar
from shared.promise.make_promise import NoLane, make_promise
from shared.promise.network import (
    CarrierService,
    DefaultLane,
    DeliveryNetwork,
    Lane,
    Warehouse,
    ZoneRule,
)
from shared.promise.question import PromiseQuestion

TOKYO = ZoneInfo("Asia/Tokyo")
EVERY_DAY = Calendar(frozenset(range(7)))
WEEKDAYS = frozenset(range(5))
THANKSGIVING = date(2026, 11, 23)  # a Monday

WAREHOUSE = Warehouse("tokyo", "Asia/Tokyo", time(15), Calendar(WEEKDAYS, frozenset({THANKSGIVING})))
HOME = CarrierService(
    "宅急便",
    "home",
    "yamato",
    "tokyo",
    EVERY_DAY,
    (Lane("JP", "", 1, 2), Lane("JP", "0", 2, 3), Lane("JP", "90", 3, 5)),
)
EXPRESS = CarrierService("タイムサービス", "express", "yamato", "tokyo", EVERY_DAY, (Lane("JP", "1", 1, 1),))
USPS = CarrierService(
    "Priority Mail",
    "home",
    "usps",
    "tokyo",
    Calendar(frozenset(range(6)), frozenset({date(2026, 11, 26)})),
    (Lane("US", "", 7, 12), Lane("US", "9", 6, 9)),
)
NETWORK = DeliveryNetwork(
    (WAREHOUSE,),
    (HOME, EXPRESS, USPS),
    DefaultLane("宅急便", frozenset({"TW"}), 5, 14),
    (ZoneRule("US", "1", "America/New_York"),),
)


def at(text: str) -> datetime:
    """A moment of Tokyo: "11-24 12:47"."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


def ask(moment: str, country: str = "JP", postal: str = "530", **more: str) -> PromiseAnswer:
    return make_promise(NETWORK, PromiseQuestion(country, postal, at(moment), **more))


def only(answer: PromiseAnswer) -> PromiseOption:
    (option,) = answer.options
    return option


@pytest.mark.parametrize(
    ("moment", "ship_date", "promised"),
    [
        ("11-24 14:59", "11-24", "11-26"),
        ("11-24 15:00", "11-25", "11-27"),
        ("11-20 14:00", "11-20", "11-22"),
        ("11-20 15:00", "11-24", "11-26"),
        ("11-21 09:00", "11-24", "11-26"),
        ("11-23 09:00", "11-24", "11-26"),
    ],
    ids=[
        "before the cutoff it ships the same day",
        "at the cutoff it ships the next day",
        "a weekend does not stop the carrier",
        "after friday's cutoff it waits for the weekend and the holiday",
        "on saturday it waits for tuesday",
        "on the holiday it waits for tuesday",
    ],
)
def test_the_ship_date_follows_cutoff_and_closed_days(moment: str, ship_date: str, promised: str) -> None:
    option = only(ask(moment))
    assert (f"{option.ship_date:%m-%d}", f"{option.promised:%m-%d}") == (ship_date, promised)


@pytest.mark.parametrize(
    ("postal", "earliest", "latest"),
    [
        ("530", "11-25", "11-26"),
        ("060-0001", "11-26", "11-27"),
        ("9000001", "11-27", "11-29"),
        ("91", "11-25", "11-26"),
    ],
)
def test_the_longest_postal_prefix_wins(postal: str, earliest: str, latest: str) -> None:
    option = only(ask("11-24 10:00", postal=postal))
    assert (f"{option.earliest:%m-%d}", f"{option.latest:%m-%d}") == (earliest, latest)


def test_a_postal_code_too_short_to_tell_spans_every_lane_it_may_mean() -> None:
    whole_country, nine = only(ask("11-24 10:00", postal="")), only(ask("11-24 10:00", postal="9"))
    assert (whole_country.earliest, whole_country.latest) == (date(2026, 11, 25), date(2026, 11, 29))
    assert (nine.earliest, nine.latest) == (date(2026, 11, 25), date(2026, 11, 29))


def test_options_come_soonest_first_and_a_method_can_be_asked_for() -> None:
    assert [option.method for option in ask("11-24 10:00", postal="150").options] == ["express", "home"]
    assert only(ask("11-24 10:00", postal="150", method="home")).service == "宅急便"


@pytest.mark.parametrize("second", [EXPRESS, replace(EXPRESS, lanes=(Lane("JP", "", 1, 1),))], ids=["near", "all"])
def test_who_asked_before_changes_nothing_of_who_delivers_there(second: CarrierService) -> None:
    network = replace(NETWORK, services=(HOME, second, USPS))
    asked = [("JP", "150", None), ("JP", "530", None), ("JP", "150", "home"), ("US", "9", None), ("TW", "", None)]
    for country, postal, method in asked * 2:
        question = PromiseQuestion(country, postal, at("11-24 12:47"), method=method)
        assert make_promise(network, question) == make_promise(replace(network), question)
    for _ in range(2):
        with pytest.raises(NoLane):
            make_promise(network, PromiseQuestion("US", "9", at("11-24 12:47"), method="express"))


def test_handling_counts_working_days_only() -> None:
    slow = replace(NETWORK, warehouses=(replace(WAREHOUSE, handling_days=2),))
    option = only(make_promise(slow, PromiseQuestion("JP", "530", at("11-19 10:00"))))
    assert option.ship_date == date(2026, 11, 24)
    assert [(reason.component, reason.days) for reason in option.explanation] == [
        ("handling", 2),
        ("warehouse_closed", 3),
        ("transit", 1),
        ("buffer", 1),
    ]


def test_a_day_without_delivery_moves_the_arrival_and_is_named() -> None:
    answer = ask("11-17 10:00", country="US", postal="94105", language="en")  # 9 days later is Thanksgiving
    option = only(answer)
    assert (option.promised, option.time_zone) == (date(2026, 11, 27), "America/Los_Angeles")
    assert option.explanation[-1].text == "The carrier does not deliver on Thu 26 Nov."


@pytest.mark.parametrize(
    ("country", "postal", "zone"),
    [
        ("JP", "", "Asia/Tokyo"),
        ("US", "", "America/Los_Angeles"),
        ("US", "10001", "America/New_York"),
        ("TW", "100", "Asia/Taipei"),
    ],
)
def test_a_promise_names_the_zone_of_its_destination(country: str, postal: str, zone: str) -> None:
    assert {option.time_zone for option in ask("11-24 10:00", country, postal).options} == {zone}


def test_where_no_lane_leads_the_default_says_that_it_is_one() -> None:
    option = only(ask("11-24 10:00", country="TW"))
    assert (option.source, option.service, option.promised) == (Source.MERCHANT_DEFAULT, "宅急便", date(2026, 12, 8))


@pytest.mark.parametrize(("country", "method"), [("FR", None), ("US", "express"), ("TW", "express")])
def test_what_nothing_serves_is_refused_without_repeating_the_postal_code(country: str, method: str | None) -> None:
    with pytest.raises(NoLane, match=country) as refusal:
        make_promise(NETWORK, PromiseQuestion(country, "12345", at("11-24 10:00"), method))
    assert refusal.value.code == "no_lane"
    assert "12345" not in refusal.value.detail
    assert "lane" not in refusal.value.detail


def test_a_method_nobody_offers_is_answered_with_those_there_are() -> None:
    with pytest.raises(NoLane) as refusal:
        ask("11-24 10:00", method="drone")
    assert refusal.value.detail == "There is no such method. The methods are: express, home."
    assert refusal.value.field == "method"


def test_a_shopper_reads_natural_japanese() -> None:
    option = only(ask("11-20 16:00", language="ja-JP"))
    assert option.text == "11月24日（火）15:00までのご注文で、11月26日（木）までにお届けします"
    assert option.countdown_text == "あと3日と23時間以内のご注文で、11月26日（木）までにお届けします"
    assert [reason.text for reason in option.explanation] == [
        "11月20日（金）15:00の注文締切を過ぎております",
        "11月21日（土）から11月23日（月）まで出荷元の休業日です",
        "ご注文の受付当日に発送いたします",
        "発送からお届けまで1日かかります",
        "配送状況により、さらに1日かかる場合がございます",
    ]


def test_a_shopper_abroad_reads_the_deadline_in_their_own_time() -> None:
    option = only(ask("11-24 12:47", country="US", postal="10001", language="en"))
    assert option.text == "Order by 01:00 on Tue 24 Nov (EST) to get it by Mon 7 Dec."
    assert option.countdown_text == "Order within 2 h 13 min to get it by Mon 7 Dec."


@pytest.mark.parametrize(
    ("moment", "left"), [("11-24 14:59", "1 min"), ("11-24 14:01", "59 min"), ("11-24 14:00", "1 h 0 min")]
)
def test_the_time_left_is_never_overstated(moment: str, left: str) -> None:
    assert only(ask(moment)).countdown_text.startswith(f"Order within {left} ")


@pytest.mark.parametrize(
    ("moment", "valid_until"),
    [("11-24 10:00", "11-24 15:00"), ("11-20 16:00", "11-21 00:00"), ("11-22 09:00", "11-23 00:00")],
    ids=["until the cutoff", "until midnight, when the reasons are counted anew", "on a closed day too"],
)
def test_an_answer_says_how_long_it_holds(moment: str, valid_until: str) -> None:
    answer = ask(moment)
    assert answer.valid_until == at(valid_until)
    assert answer.max_age(answer.as_of) == (at(valid_until) - at(moment)).total_seconds()
    assert answer.max_age(datetime(2027, 1, 1, tzinfo=UTC)) == 0


def test_the_answer_as_published_is_plain_json() -> None:
    published = json.loads(json.dumps(ask("11-24 12:47", postal="150", method="express").to_json()))
    assert published == {
        "as_of": "2026-11-24T03:47:00Z",
        "country": "JP",
        "postal": "150",
        "language": "en",
        "options": [
            {
                "method": "express",
                "carrier": "yamato",
                "service": "タイムサービス",
                "warehouse": "tokyo",
                "order_by": "2026-11-24T06:00:00Z",
                "ship_date": "2026-11-24",
                "earliest": "2026-11-25",
                "likely": "2026-11-25",
                "latest": "2026-11-25",
                "promised": "2026-11-25",
                "time_zone": "Asia/Tokyo",
                "confidence": 90,
                "confidence_code": "too_little_data",
                "percentiles": {str(per_cent): "2026-11-25" for per_cent in (50, 75, 80, 85, 90, 95, 97, 99)},
                "probability": {"2026-11-25": 1.0},
                "probability_later": 0.0,
                "source": "carrier_table",
                "sample_size": 0,
                "gate": {"shown": "date", "reason": "too_little_data", "minimum_sample": 10, "target": 85},
                "explanation": [
                    {"component": "handling", "days": 0, "text": "We ship on the day we take up your order."},
                    {"component": "transit", "days": 1, "text": "On the way with the carrier: 1 day."},
                ],
                "text": "Order by 15:00 on Tue 24 Nov to get it by Wed 25 Nov.",
                "countdown_text": "Order within 2 h 13 min to get it by Wed 25 Nov.",
            }
        ],
        "valid_until": "2026-11-24T06:00:00Z",
    }
