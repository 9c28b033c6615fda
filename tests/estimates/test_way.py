"""The way a parcel takes, as the merchant's table knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from shared.estimates.way import Way, plain_postal, way_to
from shared.promise.money import Price
from shared.promise.network import CarrierService, DeliveryNetwork, Lane, Leg, RemoteArea, Warehouse
from shared.tracking.order import Shipment
from tests.estimates.cases import EVERY_DAY, NO_SUNDAY, at

HOME = CarrierService("宅急便", "home", "yamato", "tokyo", EVERY_DAY, (Lane("JP", "", 2, 3), Lane("JP", "15", 1, 1)))
EXPRESS = replace(HOME, name="タイムサービス", method="express", lanes=(Lane("JP", "15", 0, 1),))
POST = CarrierService("ゆうパック", "home", "japan_post", "osaka", NO_SUNDAY, (Lane("JP", "", 3, 4),))
NETWORK = DeliveryNetwork((Warehouse("tokyo", "Asia/Tokyo", time(12), EVERY_DAY),), (HOME, EXPRESS, POST))
SHIPMENT = Shipment("S-1", at(0), ())


def days(way: Way | None) -> tuple[int, int] | None:
    return (way.least_days, way.most_days) if way else None


def test_it_is_the_carriers_own_lane() -> None:
    way = way_to(NETWORK, "japan_post", "JP", "1500001")
    assert way == Way(3, 4, NO_SUNDAY, "osaka", "ゆうパック")


def test_where_the_service_is_not_told_the_days_span_all_of_the_carriers() -> None:
    assert days(way_to(NETWORK, "yamato", "JP", "1500001")) == (0, 1)
    assert days(way_to(NETWORK, "", "JP", "1500001")) == (0, 4)


def test_where_the_shop_tells_service_and_warehouse_they_count() -> None:
    told = replace(SHIPMENT, service="宅急便", warehouse="nagoya")
    assert way_to(NETWORK, "yamato", "JP", "1500001", told) == Way(1, 1, EVERY_DAY, "nagoya", "宅急便")
    unheard_of = replace(SHIPMENT, service="?")
    assert days(way_to(NETWORK, "yamato", "JP", "1500001", unheard_of)) == (0, 1)


def test_the_warehouse_and_the_price_are_told_where_they_are_one() -> None:
    network = replace(NETWORK, services=(replace(HOME, price=Price(1250, "USD")),))
    way = way_to(network, "yamato", "JP", "1500001")
    assert way is not None
    assert (way.freight, way.origin) == (12.5, network.warehouses[0])
    several = way_to(NETWORK, "", "JP", "1500001")
    assert several is not None
    assert (several.freight, several.origin) == (None, None)


def test_what_a_remote_area_the_legs_and_customs_take_is_in_it() -> None:
    abroad = replace(POST, legs=(Leg("dhl", 1, 2, EVERY_DAY),), customs_days=(1, 3))
    network = replace(NETWORK, services=(abroad,), remote_areas=(RemoteArea("JP", "100", 5),))
    assert days(way_to(network, "japan_post", "JP", "1500001")) == (5, 9)
    assert days(way_to(network, "japan_post", "JP", "1000401")) == (10, 14)


def test_there_is_none_without_a_network_a_lane_or_the_carrier() -> None:
    assert way_to(None, "yamato", "JP", "1500001") is None
    assert way_to(NETWORK, "yamato", "US", "94105") is None
    assert way_to(NETWORK, "ups", "JP", "1500001") is None


def test_postal_codes_are_spelled_as_lanes_spell_them() -> None:
    assert plain_postal("150-0001") == "1500001"
    assert plain_postal("sw1a 1aa") == "SW1A1AA"
