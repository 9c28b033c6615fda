"""An order as a decision sees it: local days, money, and facts that are missing where nobody told them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from shared.returns.order_account import OrderAccount
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import CustomerHistory, Purchase
from shared.returns.policy.policy import Fact, Policy
from shared.returns.policy.purchase_of import Deliveries, ParcelDelivery, deliveries_of, purchase_of
from shared.tracking.milestone import Milestone
from shared.tracking.order import Destination, Order, OrderLine, Shipment
from shared.tracking.parcel import Leg, Parcel
from shared.tracking.sale import Buyer, LineSale, Sale
from tests.returns.policy.samples import policy
from tests.samples import NOW, OTHER_PARCEL, PARCEL, order

LATER = NOW + timedelta(days=10)
SHIRT = LineSale(
    line_id="L-1",
    price=9000,
    discount=1000,
    product_id="P-1",
    product_type="Shirt",
    tags=frozenset({"new"}),
    traits=frozenset({"hygiene"}),
)
SALE = Sale(
    "JPY",
    channel="online",
    tags=frozenset({"sale"}),
    is_gift=True,
    buyer=Buyer("C-1", "gold", frozenset({"vip"}), orders_placed=4),
)
SOLD = order(lines=(OrderLine("S-1", "Shirt", 3, category="tops", sale=SHIRT),), sale=SALE)
CAME = Deliveries((ParcelDelivery(date(2026, 11, 23), date(2026, 11, 25)),))


def seen(
    placed: Order = SOLD,
    deliveries: Deliveries = CAME,
    account: OrderAccount | None = None,
    history: CustomerHistory = CustomerHistory(),  # noqa: B008 - frozen
    by: Policy | None = None,
    now: datetime = LATER,
) -> Purchase:
    return purchase_of(placed, deliveries, account or OrderAccount("A-1"), history, by or policy(), now)


def test_facts_of_order_customer_and_product_are_those_of_the_sale() -> None:
    bought = seen(history=CustomerHistory(returns_placed=2, items_kept=1))
    assert bought.facts == {
        Fact.ORDER_COUNTRY: "JP",
        Fact.ORDER_PLACED: date(2026, 11, 22),
        Fact.ORDER_RETURNS: 0,
        Fact.ORDER_CHANNEL: "online",
        Fact.ORDER_TAGS: frozenset({"sale"}),
        Fact.ORDER_GIFT: True,
        Fact.ORDER_CURRENCY: "JPY",
        Fact.ORDER_VALUE: 8000,
        Fact.ORDER_DISCOUNT: 11,
        Fact.CUSTOMER_TIER: "gold",
        Fact.CUSTOMER_TAGS: frozenset({"vip"}),
        Fact.CUSTOMER_ORDERS: 4,
        Fact.CUSTOMER_RETURNS: 2,
        Fact.CUSTOMER_KEPT: 1,
        Fact.CUSTOMER_CREDIT_BONUS: 0,
        Fact.CUSTOMER_DISCREPANCIES: 0,
        Fact.CUSTOMER_FAILED_PAYMENTS: 0,
        Fact.CUSTOMER_RISK: "normal",
    }
    [place] = bought.positions
    assert place.facts == {
        Fact.PRODUCT_SKU: "S-1",
        Fact.PRODUCT_CATEGORY: "tops",
        Fact.PRODUCT_ID: "P-1",
        Fact.PRODUCT_TYPE: "Shirt",
        Fact.PRODUCT_TAGS: frozenset({"new"}),
        Fact.PRODUCT_TRAITS: frozenset({"hygiene"}),
        Fact.PRODUCT_FINAL_SALE: False,
        Fact.PRODUCT_PRICE: 2666,
        Fact.PRODUCT_DISCOUNT: 11,
        Fact.ORDER_DAYS: 9,
    }
    assert (place.line, place.value, bought.customer_id) == ("L-1", 8000, "C-1")


def test_an_order_without_its_sale_still_works() -> None:
    bought = seen(order())
    assert set(bought.facts) == {Fact.ORDER_COUNTRY, Fact.ORDER_PLACED, Fact.ORDER_RETURNS, Fact.CUSTOMER_RISK}
    [place] = bought.positions
    assert (place.line, place.value, set(place.facts)) == ("SKU-1", 0, {Fact.PRODUCT_SKU, Fact.ORDER_DAYS})
    assert Engine(policy()).offers(bought)[0].eligible


def test_nothing_is_known_of_a_guests_past_but_the_risk() -> None:
    guest = replace(SOLD, sale=replace(SALE, buyer=Buyer()))
    facts = seen(guest, history=CustomerHistory(returns_placed=9, orders_placed=9, risk="watched")).facts
    assert facts[Fact.CUSTOMER_RISK] == "watched"
    assert not {Fact.CUSTOMER_RETURNS, Fact.CUSTOMER_ORDERS} & set(facts)
    known = replace(SOLD, sale=replace(SALE, buyer=Buyer("C-1")))
    assert seen(known, history=CustomerHistory(orders_placed=9)).facts[Fact.CUSTOMER_ORDERS] == 9


def test_what_was_cancelled_or_taken_is_not_open() -> None:
    some = replace(SOLD, lines=(replace(SOLD.lines[0], cancelled=1),))
    account = OrderAccount("A-1", {"L-1": 1}, return_ids=("R-1",))
    bought = seen(some, account=account)
    [place] = bought.positions
    assert (place.quantity, place.open_quantity, place.value) == (2, 1, 5333)
    assert (bought.returns_so_far, bought.facts[Fact.ORDER_RETURNS]) == (1, 1)


def test_of_positions_under_one_name_the_first_is_taken_from_first() -> None:
    twice = order(lines=(OrderLine("S", "Cup", 2), OrderLine("S", "Cup", 2)))
    bought = seen(twice, account=OrderAccount("A-1", {"S": 3}))
    assert [place.open_quantity for place in bought.positions] == [0, 1]


def test_days_are_those_of_the_destination() -> None:
    late = replace(SOLD, placed_at=datetime(2026, 11, 1, 16, 0, tzinfo=UTC))
    now = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)
    bought = seen(late, now=now)
    assert (bought.placed_on, bought.today) == (date(2026, 11, 2), date(2026, 12, 1))
    there = replace(late, destination=Destination("US", "90001", "America/Los_Angeles"))
    assert (seen(there, now=now).placed_on, seen(there, now=now).today) == (date(2026, 11, 1), date(2026, 11, 30))


def test_deliveries_are_the_parcels_on_their_way_out_with_their_local_days() -> None:
    shipped = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    sent = replace(
        SOLD,
        shipments={
            "S-1": Shipment("S-1", shipped, (PARCEL, OTHER_PARCEL)),
            "S-2": Shipment("S-2", shipped, (), Leg.RETURN),
        },
    )
    first, second = sent.shipments["S-1"].parcel_ids()
    came = Parcel(first, reached={Milestone.DELIVERED: datetime(2026, 11, 22, 15, 0, tzinfo=UTC)})
    assert deliveries_of(sent, [came, Parcel(second)]) == Deliveries(
        (ParcelDelivery(date(2026, 11, 21), date(2026, 11, 23)), ParcelDelivery(date(2026, 11, 21)))
    )
    back = replace(came, returned={Milestone.DELIVERED: LATER})
    assert deliveries_of(sent, [back]).delivered_on(7, date(2026, 12, 1)) is None


def test_a_shipment_without_a_number_is_still_on_its_way() -> None:
    sent = replace(SOLD, shipments={"S-1": Shipment("S-1", NOW, ())})
    assert deliveries_of(sent, []) == Deliveries((ParcelDelivery(date(2026, 11, 24)),))


def test_the_window_counts_from_the_last_of_several_parcels() -> None:
    two = Deliveries((CAME.parcels[0], ParcelDelivery(date(2026, 11, 24), date(2026, 11, 28))))
    assert seen(deliveries=two).positions[0].delivered_on == date(2026, 11, 28)
    one_out = Deliveries((CAME.parcels[0], ParcelDelivery(date(2026, 11, 24))))
    assert seen(deliveries=one_out).positions[0].delivered_on == date(2026, 12, 1)
    soon = seen(deliveries=one_out, now=datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
    assert soon.positions[0].delivered_on == date(2026, 11, 26)


def test_what_was_bought_in_a_store_was_handed_over_at_once() -> None:
    sold = replace(SOLD, sale=replace(SALE, channel="store"))
    [place] = seen(sold, Deliveries()).positions
    assert (place.delivered_on, place.facts[Fact.ORDER_DAYS]) == (date(2026, 11, 22), 12)


def test_warranty_and_back_order_are_told() -> None:
    line = replace(SOLD.lines[0], warranty_until=date(2026, 12, 4), backordered_until=date(2026, 12, 9))
    [place] = seen(replace(SOLD, lines=(line,))).positions
    assert place.on_its_way
    assert (place.facts[Fact.PRODUCT_IN_WARRANTY], place.warranty_until) == (True, date(2026, 12, 4))
    [over] = seen(replace(SOLD, lines=(line,)), now=LATER + timedelta(days=7)).positions
    assert (over.on_its_way, over.facts[Fact.PRODUCT_IN_WARRANTY]) == (False, False)


def test_days_since_a_start_that_is_still_to_come_are_not_known() -> None:
    [place] = seen(deliveries=Deliveries((ParcelDelivery(date(2026, 12, 3)),))).positions
    assert Fact.ORDER_DAYS not in place.facts
