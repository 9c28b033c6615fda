"""One suite for both stores: what was sold, and what was asked to be cancelled, come back as they were saved."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.tracking.cancellation_asked import CancellationAsked, CancelledPieces
from shared.tracking.order import OrderLine
from shared.tracking.sale import Buyer, LineSale, Payment, Sale
from tests.aws.conftest import Stores
from tests.samples import NOW, order

LINE = OrderLine(
    "KB-01",
    "茶わん",
    2,
    sale=LineSale(
        "L-1",
        price=4400,
        discount=400,
        tax=363,
        product_id="P-9",
        product_type="bowl",
        vendor="はなれ",
        tags=frozenset({"陶器", "handmade", "new"}),
        traits=frozenset({"hygiene"}),
        final_sale=True,
        options=(("size", "M"), ("colour", "藍")),
    ),
)
SALE = Sale(
    "JPY",
    tax_included=False,
    shipping=550,
    shipping_tax=50,
    payments=(Payment("P-1", "card", 4500, "stripe", "pi_1"), Payment("P-2", "gift_card", 50)),
    buyer=Buyer("C-77", "gold", frozenset({"vip"}), 3, datetime(2024, 1, 1, tzinfo=UTC)),
    channel="store",
    tags=frozenset({"summer", "b2b"}),
    is_gift=True,
    gift_code="0" * 64,
    shop_currency="USD",
    rate="0.0067",
)
ASKED = CancellationAsked(
    "5d0c9ab1f2e34a67",
    NOW,
    "shopper",
    (CancelledPieces("L-1", "KB-01", 1, 1),),
    whole_order=False,
    reason="ordered_twice",
    currency="JPY",
    value=2000,
    paid_back=1500,
    shipping_fee=200,
)


def test_a_sale_and_what_was_asked_come_back_as_they_were_saved(stores: Stores) -> None:
    saved = stores.orders.save(order(lines=(LINE,), sale=SALE, cancellations=(ASKED,)), [])
    assert stores.orders.get("A-1") == saved
    assert (saved.lines, saved.sale, saved.cancellations) == ((LINE,), SALE, (ASKED,))
