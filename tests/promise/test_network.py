"""The compiled network is loaded as it was stored, or refused with the reason."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.promise.calendar import Calendar
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.network import CarrierService, DefaultLane, DeliveryNetwork, Lane, UnreadableNetwork, Warehouse

OPEN = Calendar(frozenset(range(5)), frozenset({date(2026, 11, 23)}))
NETWORK = DeliveryNetwork(
    (Warehouse("tokyo", "Asia/Tokyo", time(15), OPEN, 1),),
    (CarrierService("宅急便", "home", "yamato", "tokyo", OPEN, (Lane("JP", "90", 3, 5), Lane("JP", "", 1, 2))),),
    DefaultLane("宅急便", frozenset({"TW"}), 5, 14),
)


def test_numbers_may_come_back_from_dynamodb_as_decimals() -> None:
    stored = json.loads(json.dumps(NETWORK.to_json()), parse_int=Decimal)
    loaded = DeliveryNetwork.from_json(stored)
    assert loaded == NETWORK
    assert type(next(iter(loaded.services[0].lanes)).max_days) is int


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 3},
        {"warehouses": []},
        {"warehouses": [{"id": "tokyo"}]},
        {"warehouses": None},
        {"services": [{}]},
        {"zone_rules": [["US", "9", "Mars/Olympus"]]},
        {"default_lane": 3},
    ],
)
def test_a_damaged_network_is_refused_when_loaded_not_when_asked(damage: dict[str, Any]) -> None:
    with pytest.raises(UnreadableNetwork, match="cannot be read"):
        DeliveryNetwork.from_json({**NETWORK.to_json(), **damage})


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7})])
def test_a_calendar_that_never_opens_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="weekday"):
        Calendar(weekdays)


def test_every_country_has_a_zone_that_exists() -> None:
    assert len(COUNTRY_ZONES) == 248
    for zone in set(COUNTRY_ZONES.values()):
        assert ZoneInfo(zone).key == zone
