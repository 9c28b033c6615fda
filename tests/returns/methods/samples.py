"""A Japanese shopper, a Japanese warehouse, two cups and a return."""

from __future__ import annotations

from datetime import UTC, datetime, time

from shared.returns.methods.ports import Address, LabelWanted, ParcelContents
from shared.returns.methods.rules import (
    Destination,
    PickupArea,
    PickupSlotRule,
    PickupTable,
    PointRow,
    WayBackRules,
)
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Method

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
"""A Sunday, noon in Tokyo."""
SHOPPER = Address(
    "JP", "150-0001", ("神宮前4-5-6", "メゾン 702号室"), "渋谷区", "東京都", "髙橋 さくら", "090-0000-0000"
)
WAREHOUSE = Address("JP", "1350061", ("豊洲1-2-3",), "江東区", "東京都", "はなれ 返品係", "03-0000-0000")
AMERICAN = Address("US", "97205", ("1220 SW Morrison St", "Apt 4"), "Portland", "OR", "Sam Canary", "+15035550100")
PORTLAND = Address("US", "97201", ("12 Dock St",), "Portland", "OR", "Pinecrest Returns", "+15035550101")
GERMAN = Address("DE", "10115", ("Invalidenstraße 117",), "Berlin", "", "Jörg Łukasiewicz")
CONTENTS = (
    ParcelContents("CUP-01", "湯のみ 藍", 1, 2200, "JPY", "6912.00", "JP", "イメージと違った", 210),
    ParcelContents("PLATE-22", "粉引の平皿", 2, 9800, "JPY", "6912.00", "JP", "割れていた", 900),
)
TABLE = PickupTable(
    areas=(PickupArea("JP", ("1", "2"), "Asia/Tokyo"),),
    slots=(
        PickupSlotRule("am", time(8), time(12), frozenset(range(5)), 2),
        PickupSlotRule("14-16", time(14), time(16), frozenset(range(7)), 1),
    ),
    lead_hours=20,
    days_ahead=3,
    closed_days=frozenset({"2026-12-01"}),
)
POINTS = (
    PointRow("shibuya", "渋谷店", Address("JP", "150-0043", ("道玄坂1-1",)), False, "10:00–20:00", True, 35.658, 139.7),
    PointRow("osaka", "大阪ロッカー", Address("JP", "530-0001", ("梅田1-1",)), latitude=34.702, longitude=135.495),
    PointRow("harajuku", "原宿カウンター", Address("JP", "150-0001", ("神宮前1-1",))),
)
RULES = WayBackRules((Destination("tokyo", WAREHOUSE),), pickup_table=TABLE, points=POINTS, shop="はなれ")


def wanted(**changes: object) -> LabelWanted:
    """A label to be made."""
    values: dict[str, object] = {
        "shipment_id": "R-abc-1-1234",
        "return_number": "7K2M-9QXA-4",
        "method": Method.LABEL,
        "sender": SHOPPER,
        "recipient": WAREHOUSE,
        "contents": CONTENTS,
        "language": "ja",
    }
    return LabelWanted(**{**values, **changes})  # type: ignore[arg-type]


def request(**changes: object) -> ReturnRequest:
    """A return with two items."""
    values: dict[str, object] = {
        "return_id": "abcdefgh23456789",
        "number": "7K2M-9QXA-4",
        "currency": "JPY",
        "items": (
            ReturnItem("1", "A-1", "CUP-01", "CUP-01", 1, "colour"),
            ReturnItem("2", "A-1", "PLATE-22", "PLATE-22", 2, "damaged"),
        ),
        "created_at": NOW,
        "policy_version": 1,
        "language": "ja",
    }
    return ReturnRequest(**{**values, **changes})  # type: ignore[arg-type]
