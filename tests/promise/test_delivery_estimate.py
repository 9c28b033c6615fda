"""When a parcel arrives, how surely, and what the days are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.promise.answer import ConfidenceCode, Source
from shared.promise.calendar import Calendar
from shared.promise.distribution import Distribution
from shared.promise.network import Lane, Leg, RemoteArea
from shared.promise.policy import PromisePolicy, WhenThin
from shared.promise.slowdown import Slowdown, SlowdownKind
from tests.promise.networks import EVERY_DAY, HOME, WAREHOUSE, Learned, ask, at, on, only, parts_of, shop

NOT_ON_SUNDAYS = Calendar(frozenset(range(6)))
HALF_NEXT_DAY = Distribution(1, (5_000, 8_000, 9_000, 9_500, 10_000))
ISLAND = RemoteArea("JP", "90", 2, (("ja", "沖縄本島"), ("en", "Okinawa")))


@pytest.mark.parametrize(
    ("confidence", "promised"),
    [(50, "11-25"), (75, "11-26"), (80, "11-26"), (90, "11-27"), (95, "11-28"), (99, "11-29")],
)
def test_the_promise_is_as_sure_as_was_asked(confidence: int, promised: str) -> None:
    option = only(ask(shop(), forecasts=Learned(HALF_NEXT_DAY), confidence=confidence))
    assert option.promised == on(promised)
    assert dict(option.percentiles)[confidence] == option.promised
    assert (option.earliest, option.likely, option.latest) == (on("11-25"), on("11-25"), on("11-29"))


def test_the_buffer_is_told_apart_from_the_usual_days() -> None:
    option = only(ask(shop(), forecasts=Learned(HALF_NEXT_DAY)))
    assert parts_of(option) == [("handling", 0), ("transit", 1), ("buffer", 2)]
    assert option.explanation[-1].text == "Allowance so that 90 of 100 parcels come by then: 2 days."
    assert (option.source, option.sample_size, option.model) == (Source.OWN_HISTORY, 200, "model-1")


def test_the_chances_say_on_which_day_and_add_up_to_one() -> None:
    option = only(ask(shop(), forecasts=Learned(HALF_NEXT_DAY)))
    assert option.probability == (
        (on("11-25"), 0.5),
        (on("11-26"), 0.3),
        (on("11-27"), 0.1),
        (on("11-28"), 0.05),
        (on("11-29"), 0.05),
    )
    assert option.probability_later == 0


def test_a_day_without_delivery_gives_its_chance_to_the_next() -> None:
    option = only(ask(shop(replace(HOME, calendar=NOT_ON_SUNDAYS)), "11-27 10:00", forecasts=Learned(HALF_NEXT_DAY)))
    assert dict(option.probability) == {on("11-28"): 0.5, on("11-30"): 0.4, on("12-01"): 0.05, on("12-02"): 0.05}


def test_a_table_is_promised_to_its_last_days_and_has_no_data_of_its_own() -> None:
    option = only(ask(shop(replace(HOME, lanes=(Lane("JP", "", 1, 20),)))))
    assert (option.likely, option.promised, option.latest) == (on("12-04"), on("12-12"), on("12-14"))
    assert option.confidence_code is ConfidenceCode.TOO_LITTLE_DATA


@pytest.mark.parametrize(("grain", "source"), [("all", Source.OWN_HISTORY), ("none", Source.CARRIER_TABLE)])
def test_where_nothing_like_it_was_delivered_the_table_answers(grain: str, source: Source) -> None:
    option = only(ask(shop(), forecasts=Learned(HALF_NEXT_DAY, 0, grain)))
    assert option.source is source
    assert (option.model is None) is (source is Source.CARRIER_TABLE)


def test_a_place_that_is_not_precise_is_promised_the_slowest_lane_and_says_so() -> None:
    service = replace(HOME, lanes=(Lane("JP", "", 1, 2), Lane("JP", "90", 3, 5)))
    rough, precise = (only(ask(shop(service), postal=postal, confidence=50)) for postal in ("9", "900"))
    assert (rough.earliest, rough.promised) == (on("11-25"), on("11-29"))
    assert rough.confidence_code is ConfidenceCode.PLACE_NOT_PRECISE
    assert rough.explanation[-1].text == "On the way with the carrier: 1 to 5 days."
    assert (precise.earliest, precise.promised) == (on("11-27"), on("11-28"))


@pytest.mark.parametrize(
    ("days", "sample", "code"),
    [
        (Distribution(1, (9_500, 10_000)), 200, ConfidenceCode.HIGH),
        (Distribution(3, (5_000, 8_000, 9_500, 10_000)), 200, ConfidenceCode.HIGH_FOR_RANGE),
        (Distribution(1, (5_000, *range(6_000, 9_000, 500), 10_000)), 200, ConfidenceCode.VOLATILE),
        (Distribution(1, (9_500, 10_000)), 9, ConfidenceCode.TOO_LITTLE_DATA),
    ],
)
def test_the_confidence_code_says_how_far_a_date_can_be_relied_on(
    days: Distribution, sample: int, code: ConfidenceCode
) -> None:
    assert only(ask(shop(), forecasts=Learned(days, sample))).confidence_code is code


def test_an_island_takes_longer_and_says_why() -> None:
    network = shop(remote_areas=(ISLAND,))
    mainland, island = only(ask(network)), only(ask(network, postal="9000001"))
    assert island.promised == mainland.promised + timedelta(days=2) == on("11-28")
    assert parts_of(island)[-1] == ("remote_area", 2)
    assert island.explanation[-1].text == "Okinawa: 2 days more."
    assert only(ask(network, postal="9000001", language="ja")).explanation[-1].text == (
        "沖縄本島のため、さらに2日かかります"
    )
    maybe = only(ask(network, postal="9"))
    assert (maybe.earliest, maybe.promised) == (mainland.earliest, island.promised)


def test_a_parcel_abroad_goes_by_legs_with_calendars_of_their_own_and_through_customs() -> None:
    service = replace(
        HOME,
        calendar=NOT_ON_SUNDAYS,
        lanes=(Lane("US", "", 2, 2),),
        legs=(Leg("jal", 1, 1, Calendar(frozenset({1, 4}))),),
        customs_days=(1, 3),
    )
    option = only(ask(shop(service), country="US", postal="94105"))
    assert parts_of(option) == [
        ("handling", 0),
        ("first_leg", 1),
        ("first_leg", 2),
        ("customs", 3),
        ("transit", 2),
    ]
    assert (option.earliest, option.promised) == (on("11-30"), on("12-02"))
    assert [reason.text for reason in option.explanation[1:4]] == [
        "On the way to the destination's country, with jal: 1 day.",
        "On the way to the destination's country, with jal: 2 days.",
        "Customs: 3 days.",
    ]


def slowdown(**changes: object) -> Slowdown:
    values: dict[str, object] = {
        "id": "snow-1",
        "kind": SlowdownKind.SNOW,
        "areas": (("JP", "06"),),
        "severity": "severe",
        "least_days": 1,
        "most_days": 2,
        "starts_at": at("11-24 00:00"),
        "ends_at": at("11-27 00:00"),
    }
    return Slowdown(**{**values, **changes})  # type: ignore[arg-type]


def test_a_slowdown_moves_the_promise_for_as_long_as_it_holds_and_says_so() -> None:
    snow = (slowdown(headlines={"en": "Heavy snow in Hokkaido"}),)
    usual = only(ask(shop(), postal="0600001"))
    slowed = only(ask(shop(), postal="0600001", slowdowns=snow))
    assert slowed.promised == on("11-28") == usual.promised + timedelta(days=2)  # type: ignore[operator]
    assert slowed.explanation[-1].text == "Heavy snow in Hokkaido (2 days more)."
    assert only(ask(shop(), slowdowns=snow)) == only(ask(shop()))
    later = only(ask(shop(), "12-01 10:00", postal="0600001", slowdowns=snow))
    assert "disruption" not in dict(parts_of(later))


def test_a_slowdown_without_a_headline_is_said_in_our_words() -> None:
    option = only(ask(shop(), postal="0600001", slowdowns=(slowdown(),), language="ja"))
    assert option.explanation[-1].text == "大雪のため、さらに2日かかります"


def test_a_warehouse_whose_handling_is_learned_is_forecast_from_the_order() -> None:
    model = Learned(Distribution(2, (5_000, 10_000)))
    answer = ask(shop(warehouse=replace(WAREHOUSE, learned=True, country="JP")), "11-24 10:20", forecasts=model)
    (how, asked), option = model.asked[0], only(answer)
    assert (how, asked.start, asked.hour, asked.origin_country) == ("from_order", on("11-24"), 10, "JP")
    assert parts_of(option) == [("handling_and_transit", 2), ("buffer", 1)]
    assert option.promised == on("11-27")
    assert answer.valid_until == at("11-24 11:00")


def test_a_model_that_knows_nothing_leaves_the_carriers_table() -> None:
    class Blank(Learned):
        def from_hand_over(self, asked: object) -> None:
            return None

    assert only(ask(shop(), forecasts=Blank(HALF_NEXT_DAY))) == only(ask(shop()))


@pytest.mark.parametrize(
    ("when_thin", "kept", "sample", "shown", "reason", "text"),
    [
        (WhenThin.PROMISE, 95, 5, "date", "too_little_data", "to get it by Fri 27 Nov."),
        (WhenThin.RANGE, 95, 5, "range", "too_little_data", "to get it between Wed 25 Nov and Fri 27 Nov."),
        (WhenThin.RANGE, 70, 200, "range", "below_target", "to get it between Wed 25 Nov and Fri 27 Nov."),
        (WhenThin.HIDE, 70, 200, "nothing", "below_target", ": we cannot promise a delivery day for this yet."),
        (WhenThin.HIDE, 85, 200, "date", "ok", "to get it by Fri 27 Nov."),
    ],
)
def test_the_honesty_gate_decides_what_is_told(
    when_thin: WhenThin, kept: int, sample: int, shown: str, reason: str, text: str
) -> None:
    network = shop(policy=PromisePolicy(when_thin=when_thin))
    option = only(ask(network, forecasts=Learned(HALF_NEXT_DAY, sample, kept=kept)))
    gate = option.to_json()["gate"]
    assert (gate["shown"], gate["reason"], gate["kept"]) == (shown, reason, float(kept))
    assert option.text.endswith(text)
    assert (option.promised is None) == (shown == "nothing")
    assert option.to_json()["promised"] == (None if shown == "nothing" else "2026-11-27")


def test_a_day_it_is_needed_by_is_answered_with_its_chance_and_the_last_ship_date() -> None:
    option = only(ask(shop(), forecasts=Learned(HALF_NEXT_DAY), deliver_by=on("11-28")))
    assert option.to_json()["deliver_by"] == {
        "date": "2026-11-28",
        "probability": 0.95,
        "kept": True,
        "ship_by": "2026-11-25",
    }
    late = only(ask(shop(), forecasts=Learned(HALF_NEXT_DAY), deliver_by=on("11-26")))
    assert late.deadline is not None
    assert (late.deadline.chance, late.deadline.kept, late.deadline.ship_by) == (0.8, False, None)


def test_a_store_pickup_gets_ready_instead_of_being_brought() -> None:
    store = replace(HOME, method="store_pickup", calendar=EVERY_DAY, lanes=(Lane("JP", "", 0, 0),))
    option = only(ask(shop(store)))
    assert option.text == "Order by 15:00 on Tue 24 Nov to collect it by Tue 24 Nov."
