"""What search engines and shopping agents read of the delivery tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.promise.calendar import Calendar, Season
from shared.promise.export.schema_org import to_schema_org
from shared.promise.export.transit_table import to_transit_tables
from shared.promise.money import Price
from shared.promise.network import (
    CarrierService,
    CutoffRule,
    DeliveryNetwork,
    HandlingRule,
    Lane,
    Pickup,
    Warehouse,
)
from shared.promise.product import LeadClass, Preparation

ON = date(2026, 11, 25)
EVERY_DAY = Calendar(frozenset(range(7)))
WORKING_DAYS = Calendar(frozenset(range(5)))
TOKYO = Warehouse("tokyo", "Asia/Tokyo", time(15), WORKING_DAYS, handling_days=1)
HOME = CarrierService("宅急便", "home", "yamato", "tokyo", EVERY_DAY, (Lane("JP", "", 1, 2), Lane("JP", "9", 3, 5)))
ABROAD = CarrierService(
    "EMS",
    "abroad",
    "japan_post",
    "tokyo",
    Calendar(frozenset(range(6))),
    (Lane("US", "", 5, 8),),
    price=Price(123_450, "JPY"),
)


def network(warehouse: Warehouse = TOKYO, *services: CarrierService) -> DeliveryNetwork:
    return DeliveryNetwork((warehouse,), services or (HOME, ABROAD))


def details(network: DeliveryNetwork, lead: LeadClass | None = None) -> list[dict[str, Any]]:
    graph: list[dict[str, Any]] = to_schema_org(network, ON, lead)["@graph"]
    return graph


def handling(network: DeliveryNetwork, lead: LeadClass | None = None) -> tuple[int, int]:
    time = details(network, lead)[0]["deliveryTime"]["handlingTime"]
    return time["minValue"], time["maxValue"]


def test_a_service_becomes_shipping_details_for_each_area_it_serves() -> None:
    first = details(network())[1]
    assert first == {
        "@type": "OfferShippingDetails",
        "name": "宅急便",
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "JP", "postalCodePrefix": ["9"]},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "businessDays": {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [
                    f"https://schema.org/{day}" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
                ],
            },
            "cutoffTime": "15:00:00+09:00",
            "handlingTime": {"@type": "QuantitativeValue", "minValue": 1, "maxValue": 1, "unitCode": "d"},
            "transitTime": {"@type": "QuantitativeValue", "minValue": 3, "maxValue": 5, "unitCode": "d"},
        },
    }


def test_a_price_is_said_in_the_currencys_main_unit() -> None:
    in_yen = details(network())[2]
    assert in_yen["shippingRate"] == {"@type": "MonetaryAmount", "value": "123450", "currency": "JPY"}
    in_dollars = details(network(TOKYO, replace(ABROAD, price=Price(123_450, "USD"))))[0]
    assert in_dollars["shippingRate"]["value"] == "1234.50"


def test_days_for_which_the_carrier_may_be_closed_are_added() -> None:
    abroad = details(network())[2]["deliveryTime"]["transitTime"]
    assert (abroad["minValue"], abroad["maxValue"]) == (5, 9)


def test_the_cutoff_is_the_earliest_of_the_week_for_this_carrier() -> None:
    early_on_fridays = replace(TOKYO, cutoffs=(CutoffRule(time(11), frozenset({"yamato"}), frozenset({4})),))
    told = details(network(early_on_fridays))
    assert told[0]["deliveryTime"]["cutoffTime"] == "11:00:00+09:00"
    assert told[2]["deliveryTime"]["cutoffTime"] == "15:00:00+09:00"


def test_the_cutoff_carries_the_offset_of_the_week() -> None:
    paris = replace(TOKYO, time_zone="Europe/Paris")
    summer = to_schema_org(network(paris), date(2026, 7, 1))["@graph"][0]["deliveryTime"]["cutoffTime"]
    assert summer == "15:00:00+02:00"


def test_a_season_counts_in_its_weeks_only() -> None:
    busy = replace(TOKYO, handling=(HandlingRule(4, season=Season((12, 10), (12, 31))),))
    assert handling(network(busy)) == (1, 1)
    christmas = to_schema_org(network(busy), date(2026, 12, 14))["@graph"][0]["deliveryTime"]["handlingTime"]
    assert (christmas["minValue"], christmas["maxValue"]) == (4, 4)


def test_working_days_without_a_pickup_are_waited_for() -> None:
    twice_a_week = replace(TOKYO, pickups=(Pickup("yamato", weekdays=frozenset({0, 3})),))
    assert handling(network(twice_a_week)) == (1, 1 + 2)


def test_a_lead_class_adds_its_days_and_keeps_to_its_methods() -> None:
    made_to_order = LeadClass("made to order", Preparation(handling_days=5), methods=frozenset({"home"}))
    assert handling(network(), made_to_order) == (6, 6)
    assert {each["name"] for each in details(network(), made_to_order)} == {"宅急便"}
    services = to_transit_tables(network(), ON, made_to_order)["services"]
    assert [each["name"] for each in services] == ["宅急便 (JP)"]


def test_a_transit_table_has_a_row_for_each_group_of_postal_codes() -> None:
    told = to_transit_tables(network(), ON)
    assert told["services"][0] == {
        "name": "宅急便 (JP)",
        "active": True,
        "deliveryCountry": "JP",
        "deliveryTime": {
            "cutoffTime": {"hour": 15, "minute": 0, "timezone": "Asia/Tokyo"},
            "minHandlingTimeInDays": 1,
            "maxHandlingTimeInDays": 1,
            "handlingBusinessDayConfig": {"businessDays": ["monday", "tuesday", "wednesday", "thursday", "friday"]},
            "transitBusinessDayConfig": {
                "businessDays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            },
            "transitTimeTable": {
                "postalCodeGroupNames": ["宅急便: JP 1-2", "宅急便: JP 3-5"],
                "transitTimeLabels": ["all other labels"],
                "rows": [
                    {"values": [{"minTransitTimeInDays": 1, "maxTransitTimeInDays": 2}]},
                    {"values": [{"minTransitTimeInDays": 3, "maxTransitTimeInDays": 5}]},
                ],
            },
        },
    }
    assert told["postalCodeGroups"][1] == {
        "name": "宅急便: JP 3-5",
        "country": "JP",
        "postalCodeRanges": [{"postalCodeRangeBegin": "9*"}],
    }


def test_a_whole_country_is_all_other_locations_and_needs_no_group() -> None:
    told = to_transit_tables(network(TOKYO, ABROAD), ON)
    table = told["services"][0]["deliveryTime"]["transitTimeTable"]
    assert (table["postalCodeGroupNames"], told["postalCodeGroups"]) == (["all other locations"], [])
    assert told["services"][0]["currency"] == "JPY"


def test_every_group_a_table_names_is_there_once() -> None:
    told = to_transit_tables(network(), ON)
    names = [group["name"] for group in told["postalCodeGroups"]]
    named = [n for each in told["services"] for n in each["deliveryTime"]["transitTimeTable"]["postalCodeGroupNames"]]
    assert sorted(names) == sorted(set(named) - {"all other locations"})
    assert len(names) == len(set(names))


weekdays = st.frozensets(st.integers(0, 6), min_size=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZoneInfo("Asia/Tokyo")))


def counted(first: date, days: int, open_days: frozenset[int]) -> date:
    """`days` open days after the first open day from `first` on."""
    day, left = first, days
    while left or day.weekday() not in open_days:
        left -= day.weekday() in open_days
        day += timedelta(days=1)
    return day


@given(weekdays, weekdays, st.integers(0, 4), st.integers(0, 9), moments)
def test_a_reader_of_either_form_comes_to_no_earlier_day_than_the_tables(
    works: frozenset[int], delivers: frozenset[int], handling_days: int, transit_days: int, ordered: datetime
) -> None:
    """The two readers count as schema.org and Google say they do."""
    warehouse = replace(TOKYO, calendar=Calendar(works), handling_days=handling_days)
    service = replace(HOME, calendar=Calendar(delivers), lanes=(Lane("JP", "", transit_days, transit_days),))
    taken_up = ordered.date() + timedelta(days=ordered.time() >= time(15))
    shipped = counted(taken_up, handling_days, works)
    arrives = Calendar(delivers).first_open(shipped + timedelta(days=transit_days))

    one = network(warehouse, service)
    markup = to_schema_org(one, ordered.date())["@graph"][0]["deliveryTime"]
    ships = counted(taken_up, markup["handlingTime"]["maxValue"], works)
    assert ships + timedelta(days=markup["transitTime"]["maxValue"]) >= arrives

    table = to_transit_tables(one, ordered.date())["services"][0]["deliveryTime"]
    ships = counted(taken_up, table["maxHandlingTimeInDays"], works)
    most = table["transitTimeTable"]["rows"][0]["values"][0]["maxTransitTimeInDays"]
    assert _days_of_transit(ships, most, delivers) >= arrives


def _days_of_transit(shipped: date, days: int, delivers: frozenset[int]) -> date:
    day = shipped
    for _ in range(days):
        day = Calendar(delivers).first_open(day + timedelta(days=1))
    return Calendar(delivers).first_open(day)
