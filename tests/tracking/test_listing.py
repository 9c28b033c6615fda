"""Lists: whoever follows their cursors sees each entry that fits exactly once, newest first, in bounded work."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.tracking import listing
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.cursor import MAX_LENGTH, InvalidCursor
from shared.tracking.detail import Detail
from shared.tracking.list_orders import list_orders
from shared.tracking.list_parcels import list_parcels
from shared.tracking.list_shipments import list_shipments
from shared.tracking.listing import ImpossibleDays, Page, Wanted
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, Leg, Parcel, join
from shared.tracking.ports import Projected
from shared.tracking.risk import Risk
from tests.fakes import InMemoryOrders, InMemoryRegistry
from tests.samples import NOW, checkpoint, order

TODAY = NOW.date()
List = Callable[..., Page[Any]]
STATES: tuple[tuple[Checkpoint, ...], ...] = (
    (),
    (checkpoint(Milestone.IN_TRANSIT, -1),),
    (checkpoint(Milestone.IN_TRANSIT, -9 * 24),),
    (checkpoint(Milestone.IN_TRANSIT, -3), checkpoint(Detail.DAMAGED, -2)),
    (checkpoint(Milestone.DELIVERED, -1),),
    (checkpoint(Milestone.OUT_FOR_DELIVERY, -5), checkpoint(Detail.RETURNING, -3)),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One shipment of one order, as hypothesis thinks it up."""

    days_ago: int
    carriers: tuple[str, ...]
    """Of its parcels."""
    state: int
    joins: bool
    """In the same order as the one before."""
    leg: Leg = Leg.OUTBOUND


pieces = st.lists(
    st.builds(
        Piece,
        days_ago=st.integers(0, 3),
        carriers=st.lists(st.sampled_from(["usps", "yamato"]), min_size=1, max_size=3).map(tuple),
        state=st.integers(0, len(STATES) - 1),
        joins=st.booleans(),
        leg=st.sampled_from(Leg),
    ),
    max_size=9,
)
filters = st.builds(
    Wanted,
    first_day=st.just(TODAY - timedelta(days=4)),
    last_day=st.none() | st.just(TODAY),
    carrier=st.none() | st.sampled_from(["usps", "yamato", "sagawa"]),
    milestone=st.none() | st.sampled_from([Milestone.PENDING, Milestone.IN_TRANSIT, Milestone.DELIVERED]),
    leg=st.none() | st.sampled_from(Leg),
    risk=st.none() | st.sampled_from(Risk),
)


def shop(found: list[Piece]) -> InMemoryOrders:
    """A shop with these shipments, each parcel projected."""
    orders = InMemoryOrders()
    for number, piece in enumerate(found):
        shipped = datetime.combine(TODAY - timedelta(days=piece.days_ago), time(12), UTC)
        numbers = tuple(ParcelNumber(carrier, f"{number:04d}{n}") for n, carrier in enumerate(piece.carriers))
        last = list(orders.orders.values())[-1:] if piece.joins else []
        whose = last[0] if last else _new_order(number, shipped)
        shipment = Shipment(f"S-{number}", shipped, numbers, piece.leg)
        orders.orders[whose.order_id] = whose.with_shipment(shipment)
        for parcel in shipment.parcel_ids():
            assignment = Assignment(whose.order_id, shipment.shipment_id, shipment.leg)
            orders.parcels.assignments[parcel] = assignment
            if piece.state:
                joined = join(parcel, assignment, STATES[piece.state])
                orders.parcels.projections[parcel] = Projected(joined, 1)
    return orders


def _new_order(number: int, placed: datetime) -> Order:
    promise = PromiseTold(TODAY - timedelta(days=9), TODAY - timedelta(days=number % 3))
    return order(order_id=f"A-{number}", placed_at=placed + timedelta(minutes=number), promise=promise)


def every(list_: List, orders: InMemoryOrders, wanted: Wanted, limit: int = 100) -> list[Any]:
    """Every item of a list, page by page."""
    items: list[Any] = []
    cursor: str | None = None
    for _ in range(200):
        page = list_(InMemoryRegistry(orders), wanted, limit=limit, cursor=cursor, now=NOW)
        assert len(page.items) <= limit
        items += page.items
        cursor = page.cursor
        if cursor is None:
            return items
        assert len(cursor) <= MAX_LENGTH
    raise AssertionError("The list does not end.")


def parcel_ids(items: list[Any]) -> list[ParcelId]:
    return [assessed.parcel.id for assessed in items]


@given(pieces, filters, st.integers(1, 5), st.integers(1, 4))
def test_following_the_cursors_visits_each_matching_parcel_once(
    found: list[Piece], wanted: Wanted, limit: int, most: int
) -> None:
    orders = shop(found)
    everything = every(list_parcels, orders, replace(wanted, carrier=None, milestone=None, leg=None, risk=None))
    assert sorted(parcel_ids(everything), key=str) == sorted(orders.parcels.assignments, key=str)
    expected = [assessed for assessed in everything if wanted.fits(assessed)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "MOST_EXAMINED", most)
        patch.setattr(listing, "_CHUNK", 2)
        patch.setattr(listing, "MOST_ITEMS", 2)
        seen = every(list_parcels, orders, wanted, limit)
    assert seen == expected
    days = [parcel.ship_date for parcel in parcel_ids(seen)]
    assert days == sorted(days, reverse=True)


@given(pieces, filters, st.integers(1, 5), st.integers(1, 4))
def test_following_the_cursors_visits_each_matching_shipment_and_order_once(
    found: list[Piece], wanted: Wanted, limit: int, most: int
) -> None:
    orders = shop(found)
    fitting = [assessed.parcel for assessed in every(list_parcels, orders, wanted)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "MOST_EXAMINED", most)
        patch.setattr(listing, "_CHUNK", 3)
        patch.setattr(listing, "MOST_ITEMS", 3)
        shipments = every(list_shipments, orders, wanted, limit)
        listed = every(list_orders, orders, wanted, limit)
    assert sorted(s.shipment.shipment_id for s in shipments) == sorted({_assigned(p).shipment_id for p in fitting})
    assert sorted(o.order.order_id for o in listed) == sorted({_assigned(p).order_id for p in fitting})
    moments = [o.order.placed_at for o in listed]
    assert moments == sorted(moments, reverse=True)
    for shipment in shipments:
        assert tuple(parcel_ids(shipment.parcels)) == shipment.shipment.parcel_ids()


def _assigned(parcel: Parcel) -> Assignment:
    assert parcel.assignment
    return parcel.assignment


def many(count: int, state: int = 0, days_ago: int = 1) -> InMemoryOrders:
    return shop([Piece(days_ago, ("usps",), state, joins=False) for _ in range(count)])


def test_a_page_examines_so_many_parcels_and_then_answers_short() -> None:
    class Counted(InMemoryRegistry):
        read = 0

        def parcels(self, wanted: Collection[ParcelId]) -> Mapping[ParcelId, Parcel]:
            Counted.read += len(wanted)
            return super().parcels(wanted)

    registry = Counted(many(listing.MOST_EXAMINED + 20))
    wanted = Wanted(milestone=Milestone.DELIVERED)
    page = list_parcels(registry, wanted, limit=1, cursor=None, now=NOW)
    assert (page.items, Counted.read) == ((), listing.MOST_EXAMINED)
    assert page.cursor is not None
    rest = list_parcels(registry, wanted, limit=1, cursor=page.cursor, now=NOW)
    assert (rest.items, rest.cursor, Counted.read) == ((), None, listing.MOST_EXAMINED + 20)


def test_an_order_larger_than_a_page_may_examine_is_listed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_EXAMINED", 2)
    orders = shop([Piece(1, ("usps",), 1, joins=False), Piece(1, ("usps",) * 9, 1, joins=False)])
    assert len(list_orders(InMemoryRegistry(orders), Wanted(), limit=9, cursor=None, now=NOW).items) == 1
    for list_ in (list_orders, list_shipments):
        assert len(every(list_, orders, Wanted(), 9)) == 2


def test_orders_without_parcels_are_listed_unless_parcels_are_asked_for() -> None:
    orders = InMemoryOrders()
    orders.save(order(), [])
    assert len(every(list_orders, orders, Wanted())) == 1
    assert every(list_orders, orders, Wanted(carrier="usps")) == []
    assert every(list_shipments, orders, Wanted()) == []


def test_the_usual_list_is_of_thirty_days_up_to_today() -> None:
    orders = shop([Piece(days, ("usps",), 1, joins=False) for days in (0, 29, 30)])
    assert len(every(list_parcels, orders, Wanted())) == 2
    assert len(every(list_parcels, orders, Wanted(last_day=TODAY - timedelta(days=30)))) == 1
    assert len(every(list_parcels, orders, Wanted(first_day=TODAY - timedelta(days=91)))) == 3


@pytest.mark.parametrize(
    ("first", "last"),
    [(TODAY, TODAY - timedelta(days=1)), (TODAY - timedelta(days=92), None), (TODAY - timedelta(days=92), TODAY)],
)
def test_days_that_are_no_span_or_too_long_a_one_are_refused(first: date, last: date | None) -> None:
    with pytest.raises(ImpossibleDays):
        every(list_parcels, many(0), Wanted(first, last))


def test_a_list_that_is_read_past_midnight_still_ends_where_it_began_to() -> None:
    orders = shop([Piece(days, ("usps",), 1, joins=False) for days in (0, 29)])
    first = list_parcels(InMemoryRegistry(orders), Wanted(), limit=1, cursor=None, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    second = list_parcels(InMemoryRegistry(orders), Wanted(), limit=2, cursor=first.cursor, now=tomorrow)
    assert len(second.items) == 1


def test_who_asks_for_incidents_gets_old_ones_too_the_newest_first() -> None:
    orders = shop([Piece(days, ("usps",), 3, joins=False) for days in (200, 3, 1)])
    for hours, parcel in enumerate(list(orders.parcels.projections)):
        seen = (checkpoint(Milestone.IN_TRANSIT, -90), checkpoint(Detail.DAMAGED, -50 + hours))
        assignment = orders.parcels.assignments[parcel]
        orders.parcels.projections[parcel] = Projected(join(parcel, assignment, seen), 1)
    nobodys = ParcelId(ParcelNumber("usps", "0099"), TODAY)
    orders.parcels.projections[nobodys] = Projected(join(nobodys, None, STATES[3]), 1)
    found = every(list_parcels, orders, Wanted(risk=Risk.INCIDENT), 1)
    assert [(TODAY - parcel.ship_date).days for parcel in parcel_ids(found)] == [1, 3, 200]
    assert len(every(list_parcels, orders, Wanted(first_day=TODAY - timedelta(days=9), risk=Risk.INCIDENT))) == 2


def cursor_of(list_: List, wanted: Wanted = Wanted()) -> str:  # noqa: B008 - frozen
    page = list_(InMemoryRegistry(many(3, 3)), wanted, limit=1, cursor=None, now=NOW)
    assert page.cursor
    return str(page.cursor)


@pytest.mark.parametrize(
    ("made", "used"),
    [
        ((list_parcels, Wanted()), (list_parcels, Wanted(carrier="usps"))),
        ((list_parcels, Wanted(carrier="usps")), (list_parcels, Wanted())),
        ((list_parcels, Wanted()), (list_parcels, Wanted(last_day=TODAY))),
        ((list_parcels, Wanted()), (list_shipments, Wanted())),
        ((list_shipments, Wanted()), (list_orders, Wanted())),
        ((list_orders, Wanted()), (list_parcels, Wanted())),
        ((list_parcels, Wanted(risk=Risk.INCIDENT)), (list_shipments, Wanted(risk=Risk.INCIDENT))),
    ],
)
def test_a_cursor_is_good_for_its_list_and_its_filters_only(
    made: tuple[List, Wanted], used: tuple[List, Wanted]
) -> None:
    cursor = cursor_of(*made)
    assert made[0](InMemoryRegistry(many(3, 3)), made[1], limit=7, cursor=cursor, now=NOW).items
    with pytest.raises(InvalidCursor):
        used[0](InMemoryRegistry(many(3, 3)), used[1], limit=1, cursor=cursor, now=NOW)


def test_a_cursor_holds_nothing_that_its_list_does_not_show() -> None:
    for list_, shown in ((list_parcels, {"number", "ship_date"}), (list_orders, {"placed_at", "order_id"})):
        cursor = cursor_of(list_)
        sealed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        assert set(sealed) == {"bound_to", "after", "oldest"}
        assert set(sealed["after"]) == shown


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.dates().map(str) | st.just("9999-12-31"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["number", "ship_date"]), inner),
    max_leaves=6,
)


def refused_or_answered(cursor: str, list_: List, wanted: Wanted) -> bool:
    """Anything else that is raised fails the test."""
    try:
        list_(InMemoryRegistry(many(3, 3)), wanted, limit=1, cursor=cursor, now=NOW)
    except InvalidCursor:
        return False
    return True


@given(
    st.sampled_from([list_parcels, list_orders, list_shipments]),
    st.sampled_from([Wanted(), Wanted(risk=Risk.INCIDENT)]),
    st.fixed_dictionaries({}, optional={"after": json_values, "oldest": json_values, "bound_to": json_values}),
)
def test_a_forged_cursor_is_refused_or_means_a_place(list_: List, wanted: Wanted, forged: dict[str, object]) -> None:
    cursor = cursor_of(list_, wanted)
    sealed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw = json.dumps({**sealed, **forged}).encode("utf-8", "surrogatepass")
    refused_or_answered(base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), list_, wanted)


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    assert not refused_or_answered(cursor, list_parcels, Wanted())


@pytest.mark.parametrize("oldest", [None, "2020-01-01", "2026-11-24", "9999-12-31"])
def test_a_forged_span_makes_no_endless_work(oldest: str | None) -> None:
    cursor = cursor_of(list_parcels)
    sealed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw = json.dumps({**sealed, "oldest": oldest}).encode()
    assert not refused_or_answered(base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), list_parcels, Wanted())


@pytest.mark.parametrize("cursor", ["", "=", "a" * (MAX_LENGTH + 1), "%00", "e30", "bnVsbA", "届"])
def test_other_things_people_send_are_no_cursor_either(cursor: str) -> None:
    assert not refused_or_answered(cursor, list_parcels, Wanted())


def test_parcels_whose_promise_is_at_risk_are_listed_in_pages_as_others_are() -> None:
    orders = shop([Piece(days, ("usps",), 1, joins=False) for days in range(6)])
    parcels = [parcel for order_ in orders.orders.values() for parcel in order_.parcels()]
    chosen = set(parcels[::2])
    seen: list[ParcelId] = []
    cursor = None
    while cursor or not seen:
        page = list_parcels(
            InMemoryRegistry(orders),
            Wanted(at_risk=True),
            limit=2,
            cursor=cursor,
            now=NOW,
            at_risk=chosen.intersection,
        )
        seen += [assessed.parcel.id for assessed in page.items]
        cursor = page.cursor
    assert (set(seen), len(seen)) == (chosen, 3)
    assert every(list_parcels, orders, Wanted(at_risk=True)) == []
