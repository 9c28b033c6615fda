"""Pushes of an order come in any order and any number of times: what is stored in the end is the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Conflict, NotFound
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shops.record_shop_update import record_shop_update
from shared.shops.shop import UnknownCountry
from shared.shops.shop_push import ShopPush
from shared.shops.shop_update import ShopUpdate
from shared.shops.shopify import SHOP_SYSTEM
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import Order, PromiseTold
from shared.tracking.register_shipment import OrderUnknown
from tests.fakes import InMemoryOrders, InMemoryShoppers
from tests.samples import NOW
from tests.shops.samples import sample_shop
from tests.shops.test_shopify import sample

SHOP = sample_shop()
ID = "5880000001001"
TOLD = PromiseTold(date(2026, 11, 22), date(2026, 11, 23))
BEGAN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def push(topic: str, content: object, triggered_at: str = "2026-11-20T01:00:06Z") -> ShopPush:
    headers = {"x-shopify-topic": topic, "x-shopify-triggered-at": triggered_at}
    taken = SHOP_SYSTEM.take(headers, json.dumps(content).encode())
    assert taken is not None
    return taken


def record(
    orders: InMemoryOrders,
    told: ShopPush,
    shoppers: InMemoryShoppers | None = None,
    read: Callable[[ShopPush], ShopUpdate] = SHOP_SYSTEM.read,
) -> Order | None:
    return record_shop_update(
        orders,
        orders.parcels,
        shoppers or InMemoryShoppers(),
        read(told),
        shop=SHOP,
        link="a-link",
        merchant_id="hanare",
        now=NOW,
    )


def deliver(pushes: Sequence[ShopPush], read: Callable[[ShopPush], ShopUpdate] = SHOP_SYSTEM.read) -> InMemoryOrders:
    """As the queue does: what cannot be recorded yet comes again behind the others, five times at most."""
    orders = InMemoryOrders()
    waiting = list(pushes)
    for _ in range(5):
        failed = []
        for told in waiting:
            try:
                record(orders, told, read=read)
            except (NotFound, Conflict):
                failed.append(told)
        waiting = failed
    assert waiting == []
    return orders


def state(orders: InMemoryOrders) -> tuple[Order, dict[ParcelNumber, str]]:
    """The order but for how often it was saved, and whose parcels are whose."""
    owners = {parcel.number: assignment.shipment_id for parcel, assignment in orders.parcels.assignments.items()}
    return replace(orders.orders[ID], version=0), owners


@dataclass
class Shopify:
    """A shop in which one order changes; every change is pushed as Shopify pushes it."""

    order_first: bool = False
    """Whether a fulfilment's change is told of the order before it is told of the fulfilment: nobody says."""
    order: dict[str, Any] = field(default_factory=lambda: sample("orders_create"))
    clock: datetime = BEGAN
    pushes: list[ShopPush] = field(default_factory=list)

    def tell(self, topic: str, content: object) -> None:
        self.clock += timedelta(milliseconds=100)
        self.pushes.append(push(topic, copy.deepcopy(content), self.clock.isoformat()))

    def change(self, pause: int, **values: object) -> None:
        self._touch(self.order, pause)
        self.order.update(values)
        self.tell("orders/updated", self.order)

    def fulfil(self, pause: int, number: int, **values: object) -> None:
        known = {fulfilment["id"]: fulfilment for fulfilment in self.order["fulfillments"]}
        fulfilment = known.get(number)
        if fulfilment is None:
            fulfilment = {**sample("fulfillments_create"), "id": number, "created_at": self.clock.isoformat()}
            self.order["fulfillments"].append(fulfilment)
        self._touch(fulfilment, pause)
        fulfilment.update(values)
        if self.order_first:
            self.change(0)
        self.tell("fulfillments/update", fulfilment)
        if not self.order_first:
            self.change(0)

    def _touch(self, changed: dict[str, Any], pause: int) -> None:
        """Whole seconds, as Shopify writes them: several changes may bear the same."""
        self.clock += timedelta(seconds=pause)
        changed["updated_at"] = self.clock.replace(microsecond=0).isoformat()


pauses = st.integers(0, 2)
changes = st.one_of(
    st.builds(
        lambda zip: {"shipping_address": {"country_code": "JP", "zip": zip}}, st.sampled_from(["150", "530", "060"])
    ),
    st.builds(
        lambda email: {"contact_email": email, "email": email}, st.sampled_from([None, "a@b.example", "c@d.example"])
    ),
    st.builds(lambda name: {"name": name}, st.sampled_from(["#1001", "#1001-B"])),
)
fulfilments = st.builds(
    lambda number, end, company, status: (
        number,
        {"tracking_numbers": end and [f"44010000{number:02}{end}"], "tracking_company": company, "status": status},
    ),
    st.integers(1, 3),
    st.sampled_from([None, "01", "02"]),
    st.sampled_from(["Yamato (JA)", "Sagawa (JA)"]),
    st.sampled_from(["success", "success", "cancelled"]),
)
steps = st.lists(st.tuples(pauses, changes | fulfilments), max_size=6)


@given(steps=steps, data=st.data())
def test_the_order_and_the_number_of_pushes_do_not_matter(steps: list[tuple[int, Any]], data: st.DataObject) -> None:
    shop = Shopify(order_first=data.draw(st.booleans()))
    shop.tell("orders/create", shop.order)
    for pause, step in steps:
        if isinstance(step, dict):
            shop.change(pause, **step)
        else:
            shop.fulfil(pause, step[0], **step[1])
    disordered = data.draw(st.permutations(shop.pushes + data.draw(st.lists(st.sampled_from(shop.pushes), max_size=4))))
    assert state(deliver(disordered)) == state(deliver(shop.pushes))


@pytest.mark.parametrize("order_first", [False, True])
def test_a_parcel_that_moves_into_another_fulfilment_is_in_that_one_however_it_is_told(order_first: bool) -> None:
    shop = Shopify(order_first=order_first)
    shop.tell("orders/create", shop.order)
    number = {"tracking_numbers": ["440100000115"], "tracking_company": "Yamato (JA)"}
    shop.fulfil(1, 1, **number)
    shop.fulfil(1, 1, status="cancelled")
    shop.fulfil(1, 2, **number)
    updates = {id(told): SHOP_SYSTEM.read(told) for told in shop.pushes}
    for told in permutations(shop.pushes):
        order, owners = state(deliver(told, read=lambda push: updates[id(push)]))
        assert owners == {ParcelNumber("yamato", "440100000115"): "2"}
        assert order.shipments["1"].parcels == ()


def test_one_box_under_two_fulfilments_is_one_parcel() -> None:
    shop = Shopify()
    shop.tell("orders/create", shop.order)
    for number in (1, 2):
        shop.fulfil(1, number, tracking_numbers=["440100000115"], tracking_company="Yamato (JA)")
    order, owners = state(deliver(shop.pushes))
    assert [parcel.number.tracking_number for parcel in order.parcels()] == ["440100000115"]
    assert owners == {ParcelNumber("yamato", "440100000115"): "1"}


def test_an_order_is_recorded_in_the_shops_own_words_where_it_leaves_something_unsaid() -> None:
    content = {**sample("orders_create"), "customer_locale": None}
    order = record(InMemoryOrders(), push("orders/create", content))
    assert order is not None
    assert (order.contact.language, order.destination.time_zone) == (SHOP.default_language, "Asia/Tokyo")
    assert (order.order_id, order.shown_name) == (ID, "#1001")


def test_what_shopify_says_without_news_is_published_once() -> None:
    orders = InMemoryOrders()
    later = {**sample("orders_updated"), "updated_at": "2026-11-21T10:00:00+09:00"}
    later["fulfillments"] = [{**later["fulfillments"][0], "updated_at": "2026-11-21T10:00:00+09:00"}]
    for content in (sample("orders_updated"), later):
        record(orders, push("orders/updated", content))
    assert [event.detail_type for event in orders.events] == [
        "OrderRecorded",
        "OrderLineCancelled",
        "ShipmentRegistered",
    ]
    assert orders.orders[ID].revision.startswith("2026-11-21T01:00:00")


def test_a_shipment_before_its_order_waits_for_it() -> None:
    with pytest.raises(OrderUnknown):
        record(InMemoryOrders(), push("fulfillments/update", sample("fulfillments_update")))


def test_what_was_handed_over_without_a_parcel_waits_for_no_order() -> None:
    orders = InMemoryOrders()
    assert record(orders, push("fulfillments/create", sample("fulfillments_create"))) is None
    assert record(orders, push("orders/create", sample("orders_create_download"))) is None
    assert orders.orders == {}


def test_a_fulfilment_that_is_called_off_lets_go_of_its_parcels() -> None:
    orders = InMemoryOrders()
    record(orders, push("orders/updated", sample("orders_updated")))
    off = {**sample("fulfillments_update"), "status": "cancelled", "updated_at": "2026-11-20T19:00:00+09:00"}
    record(orders, push("fulfillments/update", off))
    assert orders.parcels.assignments == {}
    assert orders.events[-1].data["parcels"] == []


def test_a_promise_that_was_told_outlives_a_push_that_knows_of_none() -> None:
    orders = InMemoryOrders()
    record(orders, push("orders/create", sample("orders_create")))
    promised = orders.orders[ID]
    orders.orders[ID] = replace(promised, promise=TOLD)
    record(orders, push("orders/updated", sample("orders_updated")))
    assert orders.orders[ID].promise == TOLD


def test_an_order_to_a_country_that_is_none_is_parked_not_guessed() -> None:
    content = {**sample("orders_create"), "shipping_address": {"country_code": "ZZ"}}
    with pytest.raises(UnknownCountry):
        record(InMemoryOrders(), push("orders/create", content))


def test_what_the_shopper_chose_at_checkout_is_kept_whatever_push_comes_first() -> None:
    told = {**sample("orders_create"), "buyer_accepts_marketing": True}
    later = {**told, "cancelled_at": "2026-11-20T11:00:00+09:00", "updated_at": "2026-11-20T11:00:00+09:00"}
    pushes = [push("orders/create", told), push("orders/cancelled", later), push("orders/updated", later)]
    for order in permutations(pushes):
        orders, shoppers = InMemoryOrders(), InMemoryShoppers()
        for one in order:
            record(orders, one, shoppers)
        (shopper,) = shoppers.shoppers.values()
        choice = shopper.choice(Channel.EMAIL, Kind.PROMOTION)
        assert choice is not None
        assert (choice.allowed, choice.source, choice.at) == (True, "checkout", orders.orders[ID].placed_at)
        assert orders.orders[ID].cancelled_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
        assert [event.detail_type for event in orders.events].count("OrderCancelled") == 1
