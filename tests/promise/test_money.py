"""What delivery costs is stated with the promise, and so is what the merchant gives for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.promise.money import Condition, ConditionKind, Price
from tests.promise.networks import HOME, ask, only, shop


@pytest.mark.parametrize(
    ("price", "language", "said", "decimal"),
    [
        (Price(1100, "JPY"), "ja", "1,100円", "1100"),
        (Price(1100, "JPY"), "en", "¥1,100", "1100"),
        (Price(120_750, "USD"), "en", "$1,207.50", "1207.50"),
        (Price(1005, "KWD"), "en", "KWD\u00a01.005", "1.005"),
        (Price(0, "EUR"), "ja", "€0.00", "0.00"),
        (Price(123_450, "EUR"), "de", "1.234,50\u00a0€", "1234.50"),
        (Price(1_234_567, "JPY"), "de", "1.234.567\u00a0¥", "1234567"),
        (Price(123_450, "BRL"), "pt", "R$\u00a01.234,50", "1234.50"),
        (Price(123_450, "USD"), "pt", "US$\u00a01.234,50", "1234.50"),
        (Price(5, "KWD"), "de", "0,005\u00a0KWD", "0.005"),
    ],
)
def test_money_is_said_in_its_own_minor_unit(price: Price, language: str, said: str, decimal: str) -> None:
    assert price.said(language) == said
    assert price.decimal == decimal


def test_price_and_conditions_stand_with_the_option_in_the_merchants_words_or_ours() -> None:
    service = replace(
        HOME,
        price=Price(660, "JPY"),
        conditions=(
            Condition(ConditionKind.FREE_SHIPPING, Price(5000, "JPY")),
            Condition(ConditionKind.SLOW_INCENTIVE, points=50, texts=(("ja", "急がない便で50ポイント"),)),
        ),
    )
    published = only(ask(shop(service))).to_json()
    assert published["price"] == {"amount": 660, "currency": "JPY"}
    assert published["conditions"] == [
        {
            "kind": "free_shipping",
            "price": {"amount": 5000, "currency": "JPY"},
            "text": "Free shipping on orders from ¥5,000.",
        },
        {"kind": "slow_incentive", "points": 50, "text": "急がない便で50ポイント"},
    ]
    assert "price" not in only(ask(shop())).to_json()
