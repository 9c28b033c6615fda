"""Recording orders, shipments and carrier updates, and projecting what they add up to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.errors import Forbidden
from shared.tracking.carrier_update import CarrierUpdate, ParcelId, ParcelNumber, canonical_number
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import join
from shared.tracking.ports import ParcelHistory, ParcelTaken, Projected, StaleParcel
from shared.tracking.project_shipment import project_shipment
from shared.tracking.read_tracking import read_tracking
from shared.tracking.record_order import record_order
from shared.tracking.record_update import Recorded, record_update
from shared.tracking.register_shipment import MAX_PARCELS, OrderUnknown, TooManyParcels, register_shipment
from tests.fakes import InMemoryOrders, InMemoryParcels
from tests.samples import MAIL_ADDRESS, NOW, OTHER_PARCEL, PARCEL, checkpoint, order, shipment


def record(orders: InMemoryOrders, **changes: object) -> tuple[object, bool]:
    return record_order(orders, order(**changes), merchant_id="hanare", now=NOW)


def register(orders: InMemoryOrders, *parcels: object, order_id: str = "A-1") -> tuple[object, bool]:
    return register_shipment(
        orders,
        orders.parcels,
        order_id,
        shipment(*parcels),
        merchant_id="hanare",
        now=NOW,  # type: ignore[arg-type]
    )


def update(parcels: InMemoryParcels, *checkpoints: Checkpoint) -> Recorded:
    return record_update(parcels, CarrierUpdate(PARCEL, checkpoints), reported_by="usps")


def test_an_order_is_recorded_once_however_often_it_is_sent() -> None:
    orders = InMemoryOrders()
    assert record(orders)[1]
    assert not record(orders)[1]
    assert [event.detail_type for event in orders.events] == ["OrderRecorded"]


def test_a_changed_order_keeps_its_link_and_its_shipments() -> None:
    orders = InMemoryOrders()
    record(orders)
    register(orders)
    record(orders, link="another-link-reference", lines=())
    assert orders.orders["A-1"] == replace(order(lines=()), shipments={"S-1": shipment()}, version=3)
    assert orders.events[-1].metadata.event_id == "order:A-1:3"


def test_no_event_of_an_order_names_its_shopper() -> None:
    orders = InMemoryOrders()
    record(orders)
    register(orders)
    assert all(MAIL_ADDRESS not in event.detail() for event in orders.events)


def test_a_shipment_needs_its_order() -> None:
    with pytest.raises(OrderUnknown):
        register(InMemoryOrders())


def test_a_shipment_is_registered_once_however_often_it_is_sent() -> None:
    orders = InMemoryOrders()
    record(orders)
    assert register(orders)[1]
    assert not register(orders)[1]
    assert [event.detail_type for event in orders.events] == ["OrderRecorded", "ShipmentRegistered"]


def test_a_parcel_belongs_to_one_order() -> None:
    orders = InMemoryOrders()
    record(orders)
    record(orders, order_id="A-2", link="another-link-reference")
    register(orders)
    with pytest.raises(ParcelTaken):
        register(orders, order_id="A-2")


def test_a_parcel_that_a_changed_shipment_leaves_out_is_nobodys() -> None:
    orders = InMemoryOrders()
    record(orders)
    register(orders, PARCEL)
    register(orders, OTHER_PARCEL)
    assert {parcel.number for parcel in orders.parcels.assignments} == {OTHER_PARCEL}


def test_only_what_is_new_in_an_update_is_kept() -> None:
    parcels = InMemoryParcels()
    first, second = checkpoint(Milestone.IN_TRANSIT, -2), checkpoint(Milestone.OUT_FOR_DELIVERY)
    assert update(parcels, first, first).new == (first,)
    assert update(parcels, first, second).new == (second,)
    assert update(parcels, first, second) == Recorded()


def test_a_projection_is_saved_only_when_it_changed() -> None:
    parcels = InMemoryParcels()
    update(parcels, checkpoint(Milestone.IN_TRANSIT))
    assert project_shipment(parcels, PARCEL)
    assert not project_shipment(parcels, PARCEL)
    assert [stored.version for stored in parcels.history(PARCEL).projections.values()] == [1]


def test_a_projection_that_was_overtaken_is_refused() -> None:
    class Overtaken(InMemoryParcels):
        """Somebody else saves between our look and our save."""

        def history(self, number: ParcelNumber) -> ParcelHistory:
            looked = super().history(number)
            parcel_id = ParcelId(number, NOW.date())
            self.projections[parcel_id] = Projected(join(parcel_id, None, []), 1)
            return looked

    parcels = Overtaken()
    parcels.add(PARCEL, checkpoint(Milestone.IN_TRANSIT), "usps")
    with pytest.raises(StaleParcel):
        project_shipment(parcels, PARCEL)


def test_tracking_shows_checkpoints_that_are_not_projected_yet() -> None:
    orders = InMemoryOrders()
    record(orders)
    register(orders)
    orders.parcels.add(PARCEL, checkpoint(Milestone.OUT_FOR_DELIVERY), "usps")
    tracking = read_tracking(orders, orders.parcels, order().link)
    assert tracking.parcels[0][0].milestone is Milestone.OUT_FOR_DELIVERY


def test_a_link_of_no_order_is_refused_like_any_other() -> None:
    with pytest.raises(Forbidden, match=r"^This link is not valid\.$"):
        read_tracking(InMemoryOrders(), InMemoryParcels(), "nobody-has-this")


def test_an_order_has_room_for_so_many_parcels_and_says_so() -> None:
    orders = InMemoryOrders()
    record(orders)
    with pytest.raises(TooManyParcels):
        register(orders, *(ParcelNumber("usps", f"94001362{n:014d}") for n in range(MAX_PARCELS + 1)))
    assert orders.parcels.assignments == {}


def test_a_parcel_is_in_one_shipment_of_its_order() -> None:
    orders = InMemoryOrders()
    record(orders)
    register(orders)
    with pytest.raises(ParcelTaken):
        register_shipment(
            orders, orders.parcels, "A-1", replace(shipment(), shipment_id="S-2"), merchant_id="hanare", now=NOW
        )


@pytest.mark.parametrize("written", ["1234-5678-9012", "1234 5678 9012", "123456789012"])
def test_however_a_number_is_grouped_it_is_one_parcel(written: str) -> None:
    assert canonical_number(written) == "123456789012"
    assert canonical_number("1z999aa10123456784") == "1Z999AA10123456784"


def test_an_order_that_came_late_changes_nothing_and_one_without_news_publishes_nothing() -> None:
    orders = InMemoryOrders()
    record(orders, revision="2")
    record(orders, revision="1", lines=())
    assert orders.orders["A-1"] == replace(order(revision="2"), version=1)
    record(orders, revision="3")
    assert orders.orders["A-1"].revision == "3"
    assert [event.detail_type for event in orders.events] == ["OrderRecorded"]


def test_what_an_order_does_not_say_stays_as_it_was_told() -> None:
    orders = InMemoryOrders()
    record(orders, name="#1001", revision="1")
    record(orders, promise=None, lines=())
    stored = orders.orders["A-1"]
    assert (stored.promise, stored.name, stored.revision, stored.lines) == (order().promise, "#1001", "1", ())


def test_a_shipment_without_parcels_is_kept_unsaid_and_keeps_what_came_late_away() -> None:
    orders = InMemoryOrders()
    record(orders)

    def told(revision: str, *parcels: ParcelNumber) -> None:
        with_parcels = replace(shipment(), parcels=parcels, revision=revision)
        register_shipment(orders, orders.parcels, "A-1", with_parcels, merchant_id="hanare", now=NOW)

    told("2")
    told("1", PARCEL)
    assert orders.parcels.assignments == {}
    told("3", PARCEL)
    told("4")
    assert orders.parcels.assignments == {}
    published = [(event.detail_type, event.data.get("parcels")) for event in orders.events[1:]]
    parcel = {"carrier": PARCEL.carrier, "tracking_number": PARCEL.tracking_number}
    assert published == [("ShipmentRegistered", [parcel]), ("ShipmentRegistered", [])]
