"""What an exchange costs by the shop's own prices, with tax in them and on top."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.returns.draft_return import Draft, draft_return
from shared.returns.return_request import Wanted
from shared.returns.vocabulary import Outcome
from shared.tracking.order import OrderLine
from shared.tracking.sale import LineSale, Payment, Sale
from tests.returns.request.setting import RETURN_ID, Shop, order, shirts


@pytest.mark.parametrize(
    ("price", "included", "wanted", "balance"),
    [
        (1000, True, Wanted("SHIRT-L", 1), 0),
        (1000, False, Wanted("SHIRT-L", 1), 0),
        (1500, True, Wanted("SHIRT-L", 1, 1500), -500),
        (1500, False, Wanted("SHIRT-L", 1, 1500, 120), -540),
    ],
)
def test_the_same_price_is_an_even_exchange_wherever_the_tax_stands(
    price: int, included: bool, wanted: Wanted, balance: int
) -> None:
    line = OrderLine("SHIRT-M", "Shirt", 3, sale=LineSale("L-1", 3000, tax=240))
    sale = Sale("JPY", tax_included=included, payments=(Payment("P-1", "card", 3000 if included else 3240),))
    shop = Shop(None, order(lines=(line,), sale=sale))
    means = replace(shop.means, price_of=lambda sku, currency: {"SHIRT-M": 1000, "SHIRT-L": price}[sku])
    asked = shirts(1, outcome=Outcome.EXCHANGE, wanted=Wanted("SHIRT-L", 1))
    shown = draft_return(means, Draft(RETURN_ID, RETURN_ID.encode(), (asked,)), shop.now)
    (item,) = shown.request.items
    assert (item.wanted, shown.reckoning.balance) == (wanted, balance)
