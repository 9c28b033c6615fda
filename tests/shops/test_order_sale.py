"""What orders of a file were sold for: read in English and Japanese, shared out to the last unit, or reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.shops.amounts import minor_units, minor_units_by_hand
from shared.shops.order_file import Defaults, PastOrder
from shared.tracking.sale import Buyer, LineSale, Payment, Sale
from tests.shops.test_order_file import TOKYO, one, read

YEN = Defaults(TOKYO.zone, "JP", "JPY")


def sale_of(order: PastOrder) -> Sale:
    assert order.told.sale is not None
    return order.told.sale


def lines_of(order: PastOrder) -> list[LineSale]:
    return [line.sale for line in order.told.lines if line.sale]


def test_a_file_says_what_was_sold_and_to_whom() -> None:
    order = one(
        "order_id,placed_at,country,sku,quantity,price,discount,tax,product_id,vendor,size,color,final_sale,currency,"
        "shipping,tax_included,payment_method,customer_id,customer_tier,customer_tags,tags,channel,is_gift",
        'A-1,2026-05-01,US,TEE,3,"1,234.50",100.00,10.25,P-9,Hanare,M,Blue,yes,usd,5.00,no,Credit card,C-7,gold,'
        '"vip, news",summer,pos,yes',
    )
    assert lines_of(order) == [
        LineSale(
            price=370350,
            discount=10000,
            tax=1025,
            product_id="P-9",
            vendor="Hanare",
            final_sale=True,
            options=(("size", "M"), ("color", "Blue")),
        )
    ]
    assert sale_of(order) == Sale(
        currency="USD",
        tax_included=False,
        shipping=500,
        payments=(Payment("import", "card", 361875),),
        buyer=Buyer("C-7", tier="gold", tags=frozenset({"vip", "news"})),
        channel="store",
        tags=frozenset({"summer"}),
        is_gift=True,
    )


def test_a_japanese_carts_amounts_are_shared_out_among_its_positions() -> None:
    order = one(
        "受注番号,注文日時,商品コード,単価,個数,送料,クーポン値引,消費税合計,合計金額,支払方法,入金状況,会員番号,会員ランク",
        "A-1,2026/05/01 10:00,CUP-1,￥１，１００,2,550,100,295,3250円,代金引換,入金済み,M-1,ゴールド",
        ",,BOWL-1,600,1,,,,,,,,",
        defaults=YEN,
    )
    assert [(line.price, line.discount, line.tax) for line in lines_of(order)] == [(2200, 79, 192), (600, 21, 53)]
    sale = sale_of(order)
    assert (sale.shipping, sale.shipping_tax, sale.tax_included) == (550, 50, True)
    assert sale.payments == (Payment("import", "cash_on_delivery", 3250),)
    assert (sale.buyer.customer_id, sale.buyer.tier) == ("M-1", "ゴールド")


@pytest.mark.parametrize(
    ("total", "said", "included"),
    [("1100", "", True), ("1200", "", False), ("", "", True), ("1100", "外税", False), ("1200", "内税", True)],
)
def test_whether_tax_is_on_top_is_said_or_told_by_the_total(total: str, said: str, included: bool) -> None:
    header = "order_id,placed_at,sku,price,order_tax,total,税区分"
    assert sale_of(one(header, f"A-1,2026-05-01,CUP,1100,100,{total},{said}", defaults=YEN)).tax_included is included


@pytest.mark.parametrize(
    ("paid", "status", "captured"),
    [
        ("", "", 1100),
        ("", "paid", 1100),
        ("", "入金済み", 1100),
        ("", "refunded", 1100),
        ("", "pending", 0),
        ("", "未入金", 0),
        ("500", "pending", 500),
        ("0", "paid", 0),
    ],
)
def test_the_past_was_paid_for_unless_it_says_otherwise(paid: str, status: str, captured: int) -> None:
    order = one(
        "order_id,placed_at,sku,price,入金額,入金状況", f"A-1,2026-05-01,CUP,1100,{paid},{status}", defaults=YEN
    )
    assert sale_of(order).captured == captured


def test_the_same_position_for_another_parcel_counts_once_and_at_another_price_twice() -> None:
    order = one(
        "order_id,placed_at,sku,quantity,price,tracking_number,shipped_at",
        "A-1,2026-05-01,CUP,1,1100,440100000115,2026-05-02",
        "A-1,,CUP,1,,440100000126,2026-05-02",
        "A-1,,CUP,1,1100,440100000130,2026-05-02",
        "A-1,,CUP,1,0,440100000141,2026-05-02",
        defaults=YEN,
    )
    assert [(line.price, line.line_id) for line in lines_of(order)] == [(1100, "row-1"), (0, "row-2")]
    assert len({line.position for line in order.told.lines}) == 2


def test_without_prices_there_is_no_sale_and_without_a_currency_that_is_reported() -> None:
    bare = one("order_id,placed_at,sku,単価", "A-1,2026-05-01,CUP,")
    assert (bare.told.sale, bare.told.lines[0].sale) == (None, None)
    file = read("order_id,placed_at,sku,単価", "A-1,2026-05-01,CUP,1100", defaults=TOKYO)
    assert (file.orders[0].told.sale, [problem.field for problem in file.problems]) == (None, ["currency"])


@pytest.mark.parametrize(
    ("header", "row", "field"),
    [
        ("price", "free", "price"),
        ("price", "-5", "price"),
        ("price", '"12,50"', "price"),
        ("price", "999999999999999", "price"),
        ("price,discount", "100,101", "discount"),
        ("price,order_discount", "100,101", "order_discount"),
        ("price,tax", "100,101", "tax"),
        ("price,tax_included", "100,maybe", "tax_included"),
        ("price,customer_id", "100,aoi@shopper.example", "customer_id"),
        ("price,line_id", "100,こんにちは", "line_id"),
    ],
)
def test_what_no_sale_can_be_is_reported_and_never_repeated(header: str, row: str, field: str) -> None:
    file = read(f"order_id,placed_at,sku,{header}", f"A-1,2026-05-01,CUP,{row}", defaults=YEN)
    assert (file.orders, [problem.field for problem in file.problems]) == ((), [field])
    assert row.strip('"').rpartition(",")[2] not in file.problems[0].reason or len(row) < 8


def test_two_positions_with_one_id_are_refused() -> None:
    rows = ("A-1,2026-05-01,CUP,1,L-1", "A-1,,BOWL,2,L-1")
    file = read("order_id,placed_at,sku,price,line_id", *rows, defaults=YEN)
    assert [(problem.field, problem.line) for problem in file.problems] == [("line_id", 2)]


_AMOUNTS = st.integers(0, 10**6)


@given(prices=st.lists(_AMOUNTS, min_size=1, max_size=6), discount=_AMOUNTS, tax=_AMOUNTS, shipping=_AMOUNTS)
def test_nothing_of_an_orders_discount_and_tax_is_lost(
    prices: list[int], discount: int, tax: int, shipping: int
) -> None:
    discount = min(discount, sum(prices))
    tax = min(tax, (sum(prices) - discount + shipping) // 2)
    rows = [f"A-1,2026-05-01,S-{n},{price},{discount},{tax},{shipping}" for n, price in enumerate(prices)]
    order = one("order_id,placed_at,sku,price,order_discount,order_tax,shipping", *rows, defaults=YEN)
    lines, sale = lines_of(order), sale_of(order)
    assert sum(line.discount for line in lines) == discount
    assert sum(line.tax for line in lines) + sale.shipping_tax == tax
    assert all(0 <= line.discount <= line.price and 0 <= line.tax <= line.paid for line in lines)


@pytest.mark.parametrize(
    ("written", "currency", "amount"),
    [
        ("1980", "JPY", 1980),
        ("1980.00", "JPY", 1980),
        ("19.8", "USD", 1980),
        ("1.234", "KWD", 1234),
        ("0.005", "EUR", 1),
        ("-0.01", "EUR", None),
        ("", "EUR", None),
        ("٣", "EUR", None),
    ],
)
def test_amounts_are_read_in_the_currencys_own_smallest_unit(written: str, currency: str, amount: int | None) -> None:
    assert minor_units(written, currency) == amount


@pytest.mark.parametrize(
    ("written", "amount"),
    [("¥1,980", 1980), ("1,980円", 1980), ("￥１９８０", 1980), ("JPY 1980", 1980), ("1,98", None), ("1.980,00", None)],
)
def test_amounts_that_people_write_are_understood(written: str, amount: int | None) -> None:
    assert minor_units_by_hand(written, "JPY") == amount
