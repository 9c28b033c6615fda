"""One suite, both kinds of stores: the fakes may not drift from DynamoDB."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, join
from shared.tracking.ports import ParcelTaken, Projected, StaleOrder, StaleParcel
from tests.aws.conftest import Stores
from tests.samples import OTHER_PARCEL, PARCEL, PARCEL_ID, SHIPPED, checkpoint, order, shipment


def test_an_order_comes_back_as_it_was_saved_one_version_on(stores: Stores) -> None:
    taken_back = replace(shipment(), parcels=(), revision="2")
    placed = order(name="#1001", revision="1", shipments={"S-1": taken_back})
    saved = stores.orders.save(placed, [])
    assert saved == replace(placed, version=1)
    assert stores.orders.get("A-1") == saved
    assert stores.orders.by_link(saved.link) == saved


def test_what_was_never_saved_is_not_there(stores: Stores) -> None:
    assert stores.orders.get("A-1") is None
    assert stores.orders.by_link("nobody-has-this") is None
    assert stores.parcels.history(PARCEL).checkpoints == ()


def test_an_order_that_was_overtaken_is_refused(stores: Stores) -> None:
    stores.orders.save(order(), [])
    with pytest.raises(StaleOrder):
        stores.orders.save(order(), [])
    with pytest.raises(StaleOrder):
        stores.orders.save(order(version=5), [])


def test_an_order_that_was_saved_since_it_was_read_is_refused(stores: Stores) -> None:
    read = stores.orders.save(order(), [])
    saved = stores.orders.save(read, [])
    with pytest.raises(StaleOrder):
        stores.orders.save(read, [])
    assert stores.orders.get("A-1") == saved


def test_a_link_leads_to_one_order_for_good(stores: Stores) -> None:
    saved = stores.orders.save(order(), [])
    with pytest.raises(StaleOrder):
        stores.orders.save(order(order_id="A-2"), [])
    assert stores.orders.get("A-2") is None
    assert stores.orders.by_link(order().link) == saved


def test_only_a_new_orders_link_is_kept(stores: Stores) -> None:
    saved = stores.orders.save(order(), [])
    changed = stores.orders.save(replace(saved, link="another-link-reference"), [])
    assert stores.orders.by_link("another-link-reference") is None
    assert stores.orders.by_link(order().link) == changed


def test_an_order_is_found_by_its_id_and_by_the_number_shoppers_know(stores: Stores) -> None:
    one = stores.orders.save(order(name="#1001"), [])
    lower = stores.orders.save(order(order_id="b-7", link="b" * 22), [])
    assert stores.orders.by_number("1001") == [one]
    assert stores.orders.by_number("A-1") == [one]
    assert stores.orders.by_number("B-7") == [lower]
    assert stores.orders.by_number("1002") == []


def test_two_orders_of_one_number_are_both_found_and_a_new_name_takes_the_place_of_the_old(stores: Stores) -> None:
    one = stores.orders.save(order(name="#1001"), [])
    other = stores.orders.save(order(order_id="A-2", link="b" * 22, name="1001"), [])
    assert sorted(found.order_id for found in stores.orders.by_number("1001")) == ["A-1", "A-2"]
    renamed = stores.orders.save(replace(one, name="#2002"), [], renamed=True)
    assert stores.orders.by_number("1001") == [other]
    assert stores.orders.by_number("2002") == [renamed]


def test_a_shipment_says_whose_its_parcels_are(stores: Stores) -> None:
    saved = stores.orders.save(order(), [], assign=shipment())
    assert [*stores.parcels.history(PARCEL).assignments.values()] == [Assignment("A-1", "S-1")]
    stores.orders.save(saved, [], assign=shipment(OTHER_PARCEL), release=[PARCEL_ID])
    assert stores.parcels.history(PARCEL).assignments == {}
    assert stores.parcels.history(OTHER_PARCEL).assignments == {SHIPPED.date(): Assignment("A-1", "S-1")}


def test_a_parcel_of_another_order_is_refused_and_nothing_is_saved(stores: Stores) -> None:
    stores.orders.save(order(), [], assign=shipment())
    other = order(order_id="A-2", link="another-link-reference")
    with pytest.raises(ParcelTaken):
        stores.orders.save(other, [], assign=shipment())
    assert stores.orders.get("A-2") is None


def test_a_taken_parcel_is_said_before_a_stale_order(stores: Stores) -> None:
    stores.orders.save(order(), [], assign=shipment())
    with pytest.raises(ParcelTaken):
        stores.orders.save(order(order_id="A-2", link="another-link-reference", version=5), [], assign=shipment())


def test_a_parcel_of_another_order_is_not_released_and_nothing_is_saved(stores: Stores) -> None:
    mine = stores.orders.save(order(), [])
    stores.orders.save(order(order_id="A-2", link="another-link-reference"), [], assign=shipment())
    with pytest.raises(StaleOrder):
        stores.orders.save(mine, [], release=[PARCEL_ID])
    assert stores.parcels.history(PARCEL).assignments == {SHIPPED.date(): Assignment("A-2", "S-1")}
    assert stores.orders.get("A-1") == mine


def test_a_parcel_that_is_nobodys_may_be_released(stores: Stores) -> None:
    stores.orders.save(order(), [], release=[PARCEL_ID])
    assert stores.parcels.history(PARCEL).assignments == {}


def test_a_checkpoint_is_new_once(stores: Stores) -> None:
    seen = checkpoint(Milestone.IN_TRANSIT)
    assert stores.parcels.add(PARCEL, seen, "usps")
    assert not stores.parcels.add(PARCEL, seen, "usps")
    assert stores.parcels.history(PARCEL).checkpoints == (seen,)


def test_checkpoints_come_back_by_scan_time(stores: Stores) -> None:
    late, early = checkpoint(Milestone.DELIVERED, 0.0001), checkpoint(Milestone.IN_TRANSIT)
    stores.parcels.add(PARCEL, late, "usps")
    stores.parcels.add(PARCEL, early, "usps")
    assert stores.parcels.history(PARCEL).checkpoints == (early, late)


def test_a_checkpoint_with_an_unknown_code_comes_back_unknown(stores: Stores) -> None:
    seen = replace(checkpoint(None, code="ZZ"), time_inferred=True, message="保管中")
    stores.parcels.add(PARCEL, seen, "usps")
    assert stores.parcels.history(PARCEL).checkpoints == (seen,)


def test_a_projection_comes_back_and_is_fenced_by_its_version(stores: Stores) -> None:
    parcel = join(PARCEL_ID, Assignment("A-1", "S-1"), [checkpoint(Milestone.IN_TRANSIT), checkpoint(None, 1)])
    stores.parcels.save(parcel, 0)
    history = stores.parcels.history(PARCEL)
    assert history.projections == {PARCEL_ID.ship_date: Projected(parcel, 1)}
    for stale in (0, 2):
        with pytest.raises(StaleParcel):
            stores.parcels.save(parcel, stale)


def test_a_better_telling_takes_the_place_of_the_one_it_was_made_from(stores: Stores) -> None:
    unknown = checkpoint(None, code="OF")
    known = replace(unknown, detail=Detail.OUT_FOR_DELIVERY)
    stores.parcels.add(PARCEL, unknown, "usps")
    assert stores.parcels.replace(PARCEL, unknown, known, "usps")
    assert not stores.parcels.replace(PARCEL, unknown, replace(known, message="later"), "usps")
    assert stores.parcels.history(PARCEL).checkpoints == (known,)


def test_two_numbers_of_one_parcel_share_their_scans(stores: Stores) -> None:
    last_mile = ParcelNumber("usps", "9261290100830600000000")
    handed_over, delivered = checkpoint(Milestone.IN_TRANSIT, -1), checkpoint(Milestone.DELIVERED)
    stores.parcels.add(PARCEL, handed_over, "fedex")
    stores.parcels.add(last_mile, delivered, "usps")
    for _ in range(2):
        stores.parcels.link(PARCEL, last_mile)
    mine, theirs = stores.parcels.history(PARCEL), stores.parcels.history(last_mile)
    assert mine.also == (last_mile,)
    assert theirs.also == (PARCEL,)
    assert (mine.checkpoints, mine.linked) == ((handed_over,), (replace(delivered, moved_by="usps"),))


def test_a_void_projection_is_forgotten_unless_it_changed(stores: Stores) -> None:
    parcel = join(PARCEL_ID, None, [checkpoint(Milestone.IN_TRANSIT)])
    stores.parcels.save(parcel, 0)
    with pytest.raises(StaleParcel):
        stores.parcels.forget(Projected(parcel, 2))
    stores.parcels.forget(Projected(parcel, 1))
    assert stores.parcels.history(PARCEL).projections == {}


def test_every_fact_of_a_scan_comes_back(stores: Stores) -> None:
    proof = ProofOfDelivery("K. SATO", "https://carrier.example/pod/1.jpg", "FRONT DOOR", 35.6581, 139.7017)
    seen = replace(
        checkpoint(Detail.DELIVERED_TO_SAFE_PLACE),
        cause=Cause.CARRIER,
        proof=proof,
        carrier_estimate=SHIPPED.date(),
        weight_grams=1200,
        moved_by="japan_post",
    )
    stores.parcels.add(PARCEL, seen, "usps")
    assert stores.parcels.history(PARCEL).checkpoints == (seen,)
