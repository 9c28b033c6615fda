"""What a Shopify order was sold for, to whom and how it was paid: as far as a webhook says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.carriers.carrier import UnreadablePayload
from shared.shops.shop_update import OrderTold
from shared.tracking.sale import Buyer, LineSale, Payment, Sale
from tests.shops.test_shopify import order_with, read, sample

TEE = sample("orders_create_abroad")["line_items"][0]


def abroad(**changes: object) -> OrderTold:
    told = read("orders/create", {**sample("orders_create_abroad"), **changes}).order
    assert told is not None
    return told


def sale(**changes: object) -> Sale:
    found = order_with(**changes).sale
    assert found is not None
    return found


def test_a_customer_from_abroad_is_told_of_in_the_currency_they_paid_in() -> None:
    told = abroad()
    assert told.sale == Sale(
        currency="EUR",
        tax_included=False,
        shipping=540,
        shipping_tax=45,
        payments=(Payment("shopify", "other", 9495, "shopify", "gid://shopify/Order/5880000001003"),),
        buyer=Buyer(
            "7110000000003",
            tags=frozenset({"gold", "newsletter"}),
            orders_placed=3,
            since=datetime(2024, 2, 1, 5, 0, tzinfo=UTC),
        ),
        channel="store",
        tags=frozenset({"vip", "summer"}),
        shop_currency="USD",
        rate="1.1111111111",
    )
    tee, card = (line.sale for line in told.lines)
    assert tee == LineSale(
        line_id="14880000000031",
        price=8100,
        discount=810,
        tax=729,
        product_id="14880000001031",
        vendor="Hanare",
        tags=frozenset({"property:Engraving"}),
        options=(("option1", "M"), ("option2", "Blue")),
    )
    assert card is not None
    assert (card.traits, card.options) == (frozenset({"gift_card", "digital"}), ())


def test_all_that_was_sold_adds_up_to_what_was_captured() -> None:
    for told in (abroad(), order_with()):
        assert told.sale is not None
        lines = [line.sale for line in told.lines if line.sale]
        on_top = 0 if told.sale.tax_included else sum(line.tax for line in lines) + told.sale.shipping_tax
        assert sum(line.paid for line in lines) + told.sale.shipping + on_top == told.sale.captured


def test_where_a_position_has_no_amount_in_the_customers_currency_the_shops_counts() -> None:
    told = abroad(line_items=[{**TEE, "price_set": None}])
    assert told.sale is not None
    assert (told.sale.currency, told.sale.shop_currency, told.sale.rate, told.sale.captured) == ("USD", "", "", 10550)
    assert told.lines[0].sale is not None
    assert told.lines[0].sale.price == 9000


@pytest.mark.parametrize(
    ("changes", "captured"),
    [
        ({"financial_status": "paid"}, 8000),
        ({"financial_status": "partially_refunded", "current_total_price": "5000"}, 8000),
        ({"financial_status": "refunded", "current_total_price": "0"}, 8000),
        ({"financial_status": "paid", "current_total_price": "9000"}, 9000),
        ({"financial_status": "partially_paid", "total_outstanding": "3000"}, 5000),
        ({"financial_status": "partially_paid", "total_outstanding": None}, 0),
        ({"financial_status": "pending"}, 0),
        ({"financial_status": "authorized"}, 0),
        ({"financial_status": "voided"}, 0),
        ({"financial_status": None}, 0),
    ],
)
def test_only_what_was_captured_is_a_payment(changes: dict[str, object], captured: int) -> None:
    assert sale(**changes).captured == captured


@pytest.mark.parametrize(
    ("gateways", "method"),
    [
        (["shopify_payments"], "card"),
        (["gift_card"], "gift_card"),
        (["Cash on Delivery (COD)"], "cash_on_delivery"),
        (["コンビニ決済"], "konbini"),
        (["gift_card", "shopify_payments"], "other"),
        (["something new"], "other"),
        (None, "other"),
        ([7], "other"),
    ],
)
def test_a_payment_has_a_method_where_one_is_certain(gateways: object, method: str) -> None:
    (payment,) = sale(payment_gateway_names=gateways).payments
    assert payment.method == method


@pytest.mark.parametrize(
    ("source", "channel"),
    [("web", "online"), (None, "online"), ("pos", "store"), ("shopify_draft_order", "shopify_draft_order"),
     ("580111", "app_580111"), ("Big Market!", "big_market"), ("楽天", "online")],
)  # fmt: skip
def test_a_channel_is_a_word_that_rules_can_ask_for(source: object, channel: str) -> None:
    assert sale(source_name=source).channel == channel


def test_a_guest_is_nobody() -> None:
    assert sale(customer=None).buyer == Buyer()


def test_without_prices_or_a_known_currency_an_order_is_kept_without_its_sale() -> None:
    for told in (
        order_with(currency=None, presentment_currency=None),
        order_with(currency="XXX", presentment_currency="XXX"),
        order_with(line_items=[{"id": 1, "quantity": 2}]),
    ):
        assert told.sale is None
        assert told.lines
        assert not any(line.sale for line in told.lines)


def test_a_shop_whose_currency_nobody_knows_has_customers_who_paid_in_one() -> None:
    told = sale(currency="XXX")
    assert (told.currency, told.shop_currency, told.rate) == ("JPY", "", "")


@pytest.mark.parametrize("price", ["-1", "1e3", "free", "99999999999999"])
def test_an_amount_that_is_none_is_refused(price: str) -> None:
    line = {**sample("orders_create")["line_items"][0], "price": price}
    with pytest.raises(UnreadablePayload) as refused:
        order_with(line_items=[line])
    assert refused.value.field == "line_items[0].price"
    assert price not in refused.value.detail


def test_taxes_that_are_finer_than_the_currency_are_rounded() -> None:
    line = {**sample("orders_create")["line_items"][0], "tax_lines": [{"price": "399.50"}]}
    (read_line,) = order_with(line_items=[line]).lines
    assert read_line.sale is not None
    assert read_line.sale.tax == 400
