"""One suite, both registries: what is listed, and what is read behind the lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from shared.aws.dynamodb_lists import DynamoLists
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_registry import DynamoRegistry
from shared.aws.keys import INCIDENTS_LIST
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Shipment
from shared.tracking.parcel import Assignment, Parcel, join
from shared.tracking.ports import OpenIncident, Orders, Parcels, PlacedOrder, Registry
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryOrders, InMemoryRegistry
from tests.samples import NOW, PARCEL, PARCEL_ID, SHIPPED, checkpoint, order, shipment

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Shop:
    """What is written, and the registry that lists it."""

    orders: Orders
    parcels: Parcels
    registry: Registry


@pytest.fixture(params=["memory", "dynamodb"])
def shop(request: pytest.FixtureRequest) -> Shop:
    if request.param == "memory":
        orders = InMemoryOrders()
        return Shop(orders, orders.parcels, InMemoryRegistry(orders))
    client = request.getfixturevalue("dynamodb")
    return Shop(DynamoOrders(client, TABLE), DynamoParcels(client, TABLE), DynamoRegistry(client, TABLE))


def pages(read: Callable[[Entry | None, int], Sequence[Entry]], limit: int) -> list[Entry]:
    """A whole list, read `limit` entries at a time."""
    found: list[Entry] = []
    while page := read(found[-1] if found else None, limit):
        found += page
        if len(page) < limit:
            break
    return found


def number(n: int) -> ParcelNumber:
    return ParcelNumber("usps" if n % 2 else "yamato", f"94001362{n:014d}")


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_days_parcels_are_listed_once_whatever_the_page(shop: Shop, limit: int) -> None:
    today, other_day = shipment(*map(number, range(5))), Shipment("S-2", SHIPPED - timedelta(days=1), (number(9),))
    saved = shop.orders.save(order(), [], assign=today)
    shop.orders.save(saved, [], assign=other_day)
    listed = pages(lambda after, most: shop.registry.shipped_on(SHIPPED.date(), after, most), limit)
    expected = sorted(today.parcel_ids(), key=lambda p: (p.number.carrier, p.number.tracking_number), reverse=True)
    assert listed == expected


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_days_orders_are_listed_newest_first(shop: Shop, limit: int) -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    moments = [day, day + timedelta(microseconds=5), day + timedelta(hours=3), day + timedelta(hours=23, minutes=59)]
    for n, placed in enumerate([*moments, day + timedelta(days=1)]):
        shop.orders.save(order(order_id=f"A-{n}", placed_at=placed, link=f"link-{n}"), [])
    listed = pages(lambda after, most: shop.registry.placed_on(day.date(), after, most), limit)
    assert listed == [PlacedOrder(placed, f"A-{n}") for n, placed in reversed(list(enumerate(moments)))]


def stored_incident(shop: Shop, n: int, hours: int) -> Parcel:
    parcel = join(ParcelId(number(n), SHIPPED.date()), None, [checkpoint(Detail.DAMAGED, hours)])
    shop.parcels.save(parcel, 0)
    return parcel


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_open_incidents_are_listed_newest_first_and_cleared_ones_are_not(shop: Shop, limit: int) -> None:
    opened = [stored_incident(shop, n, hours) for n, hours in enumerate([-3, -9, -1, -5])]
    cleared = join(opened[0].id, None, [checkpoint(Detail.DAMAGED, -3), checkpoint(Milestone.DELIVERED)])
    shop.parcels.save(cleared, 1)
    listed = pages(shop.registry.with_incident, limit)
    assert listed == [
        OpenIncident(NOW - timedelta(hours=hours), ParcelId(number(n), SHIPPED.date()))
        for n, hours in ((2, 1), (3, 5), (1, 9))
    ]


def test_registered_parcels_are_read_in_their_projected_state(shop: Shop) -> None:
    shop.orders.save(order(), [], assign=shipment(PARCEL, number(1)))
    # The projection was made before the parcel was registered: whose it is, the assignment says.
    projected = join(PARCEL_ID, None, [checkpoint(Milestone.IN_TRANSIT)])
    shop.parcels.save(projected, 0)
    unscanned, nobodys = ParcelId(number(1), SHIPPED.date()), stored_incident(shop, 2, -1).id
    assignment = Assignment("A-1", "S-1")
    assert shop.registry.parcels([PARCEL_ID, unscanned, nobodys, PARCEL_ID]) == {
        PARCEL_ID: replace(projected, assignment=assignment),
        unscanned: Parcel(unscanned, assignment),
    }


def test_orders_are_read_as_they_were_saved(shop: Shop) -> None:
    saved = [shop.orders.save(order(order_id=f"A-{n}", link=f"link-{n}"), []) for n in range(3)]
    assert shop.registry.orders(["A-0", "A-2", "A-0", "A-404"]) == {"A-0": saved[0], "A-2": saved[2]}
    assert shop.registry.orders([]) == {}
    assert shop.registry.parcels([]) == {}


def test_a_list_ends_where_it_is_said_to_in_either_direction(dynamodb: Any) -> None:
    registry = Shop(DynamoOrders(dynamodb, TABLE), DynamoParcels(dynamodb, TABLE), DynamoRegistry(dynamodb, TABLE))
    for n in range(3):
        stored_incident(registry, n, -n)
    lists = DynamoLists(dynamodb, TABLE)
    ascending = [entry.listed_as for entry in lists.page(INCIDENTS_LIST, limit=9)]
    assert [e.listed_as for e in lists.page(INCIDENTS_LIST, limit=9, newest_first=True)] == ascending[::-1]
    until = lists.page(INCIDENTS_LIST, limit=9, until=ascending[1], newest_first=True)
    assert [entry.listed_as for entry in until] == ascending[1::-1]
