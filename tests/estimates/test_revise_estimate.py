"""Revising: what is saved when something is heard of a parcel, and when nothing is; and what is published of it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.estimates.live_estimate import LiveEstimate, Outcome, Standing
from shared.estimates.ports import Knowledge
from shared.estimates.publications import of_live_estimate
from shared.estimates.reason import Reason
from shared.estimates.revise_due import revise_due
from shared.estimates.revise_estimate import LONG_OVER, Means, revise_for, revise_order, revise_parcel
from shared.eventing.envelope import Event
from shared.promise.money import Price
from shared.promise.network import CarrierService, DeliveryNetwork, Lane, Warehouse
from shared.promise.product import Goods
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.events import CheckpointRecorded, ShipmentRegistered
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Leg
from tests.estimates.cases import EVERY_DAY, HANDED_OVER, PROMISE, Learned, at, november, scan, snow
from tests.fakes import InMemoryEstimates, InMemoryOrders, InMemoryParcels
from tests.samples import order

NUMBER = ParcelNumber("yamato", "123456789012")
PARCEL = ParcelId(NUMBER, at(0).date())
SHIPMENT = Shipment("S-1", at(0), (NUMBER,))
NETWORK = DeliveryNetwork(
    (Warehouse("tokyo", "Asia/Tokyo", datetime.min.time(), EVERY_DAY),),
    (CarrierService("宅急便", "home", "yamato", "tokyo", EVERY_DAY, (Lane("JP", "", 2, 3),)),),
)


class Shop:
    """A shop with one order, and all that was published of its live estimates."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.parcels = InMemoryParcels()
        self.orders = InMemoryOrders(self.parcels)
        self.estimates = Published()
        self.means = Means(self.orders, self.parcels, self.estimates, knowledge or Knowledge(NETWORK))

    def ordered(self, **changes: object) -> Order:
        return self.orders.save(order(**{"promise": PROMISE, "placed_at": at(-1), **changes}), ())

    def shipped(self, shipment: Shipment = SHIPMENT) -> None:
        known = self.orders.orders["A-1"]
        self.orders.save(known.with_shipment(shipment), (), shipment)

    def cancelled(self, moment: datetime) -> None:
        self.orders.save(replace(self.orders.orders["A-1"], cancelled_at=moment), ())

    def scanned(self, *scans: Checkpoint) -> None:
        for each in scans:
            self.parcels.add(NUMBER, each, "yamato")

    def heard(self, day: int, hour: int = 12) -> int:
        return revise_parcel(self.means, NUMBER, at(day, hour))

    @property
    def live(self) -> LiveEstimate:
        found = self.estimates.of_parcel(PARCEL)
        assert found is not None
        return found


class Published(InMemoryEstimates):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def save(self, live: LiveEstimate) -> LiveEstimate:
        before = self.of_parcel(live.parcel) if live.parcel else self.of_order(live.order_id)
        saved = super().save(live)
        self.events += of_live_estimate(before, saved, merchant_id="hanare")
        return saved

    def told(self) -> list[str]:
        return [event.detail_type for event in self.events]


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.ordered()
    return shop


@pytest.fixture
def under_way(shop: Shop) -> Shop:
    shop.shipped()
    shop.scanned(HANDED_OVER)
    shop.heard(0, 19)
    return shop


def test_the_first_scan_gives_a_first_estimate(under_way: Shop) -> None:
    (event,) = under_way.estimates.events
    assert (event.detail_type, event.data["reason"], event.data["at_risk"]) == ("EstimateRevised", "first", False)
    assert event.data["estimate"] == {"earliest": "2026-11-26", "likely": "2026-11-27", "latest": "2026-11-27"}
    assert under_way.live.standing is Standing.ON_TIME


def test_the_same_event_again_reads_and_saves_nothing(under_way: Shop) -> None:
    before = under_way.live
    assert under_way.heard(0, 20) == 0
    assert under_way.live == before


def test_scans_that_go_as_expected_tell_nobody(under_way: Shop) -> None:
    for day in (1, 2):
        under_way.scanned(scan(Detail.ARRIVED, day))
        under_way.heard(day)
    assert under_way.estimates.told() == ["EstimateRevised"]


def test_a_usual_parcel_is_saved_four_times(shop: Shop) -> None:
    shop.shipped()
    way = [(0, 9, Detail.LABEL_CREATED), (0, 18, Detail.PICKED_UP), (0, 23, Detail.DEPARTED), (1, 4, Detail.ARRIVED)]
    way += [(1, 20, Detail.DEPARTED), (2, 5, Detail.AT_DELIVERY_DEPOT), (2, 8, Detail.OUT_FOR_DELIVERY)]
    for day, hour, detail in [*way, (2, 14, Detail.DELIVERED)]:
        revise_due(shop.means, lambda day=day, hour=hour: at(day, hour))  # type: ignore[misc]
        shop.scanned(scan(detail, day, hour))
        shop.heard(day, hour)
    assert shop.live.version == 4
    assert len(TypeAdapter(LiveEstimate).dump_json(shop.live, exclude_defaults=True)) < 900
    assert shop.estimates.told() == ["EstimateRevised", "EstimateRevised", "PromiseKept"]
    assert [revision.reason for revision in shop.live.revisions] == [Reason.FIRST, Reason.OUT_FOR_DELIVERY]


def test_a_delivery_in_time_keeps_the_promise(under_way: Shop) -> None:
    under_way.scanned(scan(Detail.OUT_FOR_DELIVERY, 3, 8), scan(Detail.DELIVERED, 3, 11))
    under_way.heard(3)
    assert under_way.estimates.told() == ["EstimateRevised", "PromiseKept"]
    assert under_way.estimates.events[-1].data["days_early"] == 0
    assert under_way.live.look_at is None


def test_a_setback_puts_the_promise_at_risk_with_its_reason_and_its_cause(under_way: Shop) -> None:
    under_way.scanned(scan(Detail.DELAYED_BY_WEATHER, 2))
    under_way.heard(2)
    assert under_way.estimates.told() == ["EstimateRevised", "EstimateRevised", "PromiseAtRisk"]
    revised, warned = under_way.estimates.events[1:]
    assert (revised.data["reason"], revised.data["at_risk"]) == ("weather", True)
    assert (warned.data["reason"], warned.data["cause"], warned.data["promised"]) == (
        "weather",
        "weather",
        "2026-11-27",
    )
    assert 0 < warned.data["on_time_chance"] < 0.6


def test_an_advisory_moves_what_is_under_way_for_as_long_as_it_holds() -> None:
    shop = Shop(Knowledge(NETWORK, slowdowns=[snow()]))
    shop.ordered()
    shop.shipped()
    shop.scanned(HANDED_OVER)
    shop.heard(0, 19)
    assert shop.estimates.told() == ["EstimateRevised", "PromiseAtRisk"]
    assert shop.estimates.events[-1].data["reason"] == "weather"
    over = replace(shop.means, knowledge=Knowledge(NETWORK))
    revise_parcel(over, NUMBER, at(1))
    assert shop.live.at_risk is False
    assert [revision.reason for revision in shop.live.revisions][-1] is Reason.FASTER_THAN_USUAL


def test_the_day_that_passes_is_found_by_the_clock(under_way: Shop) -> None:
    run = revise_due(under_way.means, lambda: at(4, 0))
    assert (run.looked_at, run.failed) == (1, 0)
    assert under_way.live.outcome is Outcome.MISSED
    assert under_way.estimates.told()[-1] == "PromiseMissed"
    missed = under_way.estimates.events[-1].data
    assert (missed["promised"], missed["reason"]) == ("2026-11-27", "stalled")
    assert missed["estimate"]["earliest"] >= "2026-11-28"


def test_nothing_is_looked_at_before_it_is_due(under_way: Shop) -> None:
    assert under_way.live.look_at == at(3, 0)
    assert revise_due(under_way.means, lambda: at(2, 23)).looked_at == 0


def test_a_parcel_that_never_comes_is_looked_at_ever_more_rarely_and_in_the_end_not_at_all(under_way: Shop) -> None:
    looked_at = [day for day in range(1, 100) if revise_due(under_way.means, lambda day=day: at(day, 1)).looked_at]  # type: ignore[misc]
    assert len(looked_at) < 15
    assert under_way.live.look_at is None
    assert under_way.estimates.told().count("PromiseMissed") == 1


def test_a_late_scan_corrects_a_miss(under_way: Shop) -> None:
    revise_due(under_way.means, lambda: at(4, 0))
    under_way.scanned(scan(Detail.DELIVERED, 3, 20))
    under_way.heard(4)
    assert under_way.estimates.told()[-2:] == ["PromiseMissed", "PromiseKept"]


def test_an_order_that_does_not_ship_is_at_risk_and_then_missed_and_its_parcel_says_it_only_once(shop: Shop) -> None:
    revise_order(shop.means, "A-1", at(-1))
    assert shop.estimates.told() == ["EstimateRevised"]
    for day in range(1, 5):
        revise_due(shop.means, lambda day=day: at(day, 1))  # type: ignore[misc]
    assert [name for name in shop.estimates.told() if name != "EstimateRevised"] == ["PromiseAtRisk", "PromiseMissed"]
    assert "carrier" not in shop.estimates.events[0].data
    shop.shipped(replace(SHIPMENT, shipped_at=at(4)))
    revise_order(shop.means, "A-1", at(4))
    own = shop.estimates.of_order("A-1")
    assert own is not None
    assert own.look_at is None
    assert shop.estimates.told().count("PromiseMissed") == shop.estimates.told().count("PromiseAtRisk") == 1


@pytest.mark.parametrize("is_labelled", [False, True])
def test_nothing_is_said_any_more_of_an_order_that_was_cancelled_before_the_carrier_had_it(
    shop: Shop, is_labelled: bool
) -> None:
    if is_labelled:
        shop.shipped()
        shop.scanned(scan(Detail.LABEL_CREATED, 0))
    revise_order(shop.means, "A-1", at(0))
    assert shop.estimates.told() == ["EstimateRevised"]
    shop.cancelled(at(0, 10))
    assert revise_order(shop.means, "A-1", at(0, 11)) == 1
    for day in range(1, 40):
        revise_due(shop.means, lambda day=day: at(day, 1))  # type: ignore[misc]
        revise_order(shop.means, "A-1", at(day, 2))
    assert shop.estimates.told() == ["EstimateRevised"]


def test_an_order_that_was_cancelled_before_anything_was_estimated_is_not_followed(shop: Shop) -> None:
    shop.cancelled(at(-1, 10))
    assert revise_order(shop.means, "A-1", at(0)) == 0
    assert shop.estimates.of_order("A-1") is None


def test_a_parcel_that_is_under_way_in_spite_of_a_cancellation_is_followed(under_way: Shop) -> None:
    under_way.cancelled(at(1))
    under_way.scanned(scan(Detail.DELIVERED, 5))
    under_way.heard(5)
    assert under_way.estimates.told()[-1] == "PromiseMissed"


def test_events_say_what_to_revise(shop: Shop) -> None:
    shop.shipped()
    registered = ShipmentRegistered(order_id="A-1", shipment_id="S-1", shipped_at=at(0), parcels=[])
    assert revise_for(shop.means, registered, at(0)) == 1
    shop.scanned(HANDED_OVER, scan(Detail.OUT_FOR_DELIVERY, 1, 8))
    heard = CheckpointRecorded(
        carrier=NUMBER.carrier, tracking_number=NUMBER.tracking_number, occurred_at=at(1, 8), carrier_code="x"
    )
    assert revise_for(shop.means, heard, at(1)) == 1
    assert shop.live.latest is not None
    assert shop.live.latest.likely == november(25)[0]


def test_what_nobody_registered_or_the_shopper_sends_has_no_estimate(shop: Shop) -> None:
    shop.scanned(HANDED_OVER)
    assert shop.heard(0, 19) == 0
    shop.shipped(replace(SHIPMENT, leg=Leg.RETURN))
    assert shop.heard(0, 19) == 0
    assert (
        revise_for(
            shop.means,
            CheckpointRecorded(carrier="ups", tracking_number="1Z", occurred_at=at(0), carrier_code="x"),
            at(0),
        )
        == 0
    )


def test_what_is_scanned_under_the_last_miles_number_counts(under_way: Shop) -> None:
    other = ParcelNumber("japan_post", "999")
    under_way.parcels.link(NUMBER, other)
    under_way.parcels.add(other, scan(Detail.DELIVERED, 2), "japan_post")
    assert revise_parcel(under_way.means, other, at(2)) == 1
    assert under_way.live.outcome is Outcome.KEPT


def test_orders_of_the_past_are_not_followed(shop: Shop) -> None:
    shop.shipped()
    shop.scanned(HANDED_OVER)
    long_after = (LONG_OVER + timedelta(days=5)).days
    assert shop.heard(long_after) == 0
    assert revise_order(shop.means, "A-1", at(long_after)) == 0
    assert shop.estimates.events == []


def test_a_parcel_that_was_taken_back_is_looked_at_for_the_last_time(under_way: Shop) -> None:
    under_way.parcels.assignments.clear()
    revise_due(under_way.means, lambda: at(4, 0))
    assert under_way.live.look_at is None
    assert under_way.live.outcome is None


def test_a_promise_that_is_told_anew_is_what_counts_and_the_first_is_named_beside_it(under_way: Shop) -> None:
    known = under_way.orders.orders["A-1"]
    later = replace(PROMISE, latest=november(30)[0])
    under_way.orders.save(replace(known, promise=later, replaced_promise=PROMISE), ())
    under_way.scanned(scan(Detail.DELIVERED, 5))
    revise_order(under_way.means, "A-1", at(5))
    kept = under_way.estimates.events[-1]
    assert (kept.detail_type, kept.data["promised"], kept.data["first_promised"]) == (
        "PromiseKept",
        "2026-11-30",
        "2026-11-27",
    )


def test_one_that_fails_does_not_cost_the_others_their_turn(under_way: Shop) -> None:
    class Down(InMemoryOrders):
        def get(self, order_id: str) -> Order | None:
            raise OSError("down")

    run = revise_due(replace(under_way.means, orders=Down()), lambda: at(4, 0))
    assert (run.looked_at, run.failed) == (1, 1)
    assert under_way.live.look_at == at(3, 0)


SCANS = st.lists(
    st.builds(
        scan,
        st.sampled_from(
            [
                Detail.PICKED_UP,
                Detail.ARRIVED,
                Detail.AT_DELIVERY_DEPOT,
                Detail.OUT_FOR_DELIVERY,
                Detail.NOBODY_HOME,
                Detail.CUSTOMS_HELD,
                Detail.DELAYED_BY_WEATHER,
                Detail.DELIVERED,
                Detail.RETURNING,
                Detail.REOPENED,
            ]
        ),
        st.integers(0, 6),
        st.integers(0, 23),
        st.none() | st.sampled_from(november(25, 26, 28)),
    ),
    max_size=7,
)


@settings(max_examples=60)
@given(SCANS, st.randoms(use_true_random=False))
def test_scans_in_any_order_with_repeats_end_in_the_same_outcome_and_say_each_fact_once(
    scans: list[Checkpoint], chance: random.Random
) -> None:
    shuffled = scans + scans
    chance.shuffle(shuffled)
    ends = []
    for heard in (scans, shuffled):
        shop = Shop()
        shop.ordered()
        shop.shipped()
        for each in heard:
            shop.scanned(each)
            shop.heard(7)
        shop.heard(7)
        assert len({event.metadata.event_id for event in shop.estimates.events}) == len(shop.estimates.events)
        numbers = [event.data["revision"] for event in shop.estimates.events if event.detail_type == "EstimateRevised"]
        assert numbers == list(range(1, len(numbers) + 1))
        ends.append((shop.live.outcome, shop.live.arrived_on, shop.live.at_risk, shop.live.standing))
    assert ends[0] == ends[1]


def test_own_history_is_asked_as_the_promise_asked_it() -> None:
    learned = Learned()
    (service,), (warehouse,) = NETWORK.services, NETWORK.warehouses
    network = replace(
        NETWORK,
        services=(replace(service, price=Price(660, "JPY")),),
        warehouses=(replace(warehouse, country="JP", region="東京都", postal="1000001"),),
        goods={"SKU-1": Goods("oils", 120, price=Price(2800, "JPY"))},
    )
    shop = Shop(Knowledge(network, learned))
    shop.ordered()
    shop.shipped()
    shop.scanned(HANDED_OVER)
    shop.heard(0, 19)
    _, asked, _ = learned.asked[-1]
    assert (asked.origin_country, asked.origin_region, asked.origin_postal) == ("JP", "東京都", "1000001")
    assert (asked.category, asked.weight_g, asked.price, asked.freight) == ("oils", 120, 2800.0, 660.0)
