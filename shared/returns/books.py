"""One amount in two currencies: the shopper's, which is paid, and the shop's, for its books and its policy."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal, InvalidOperation

from shared.promise.money import Price
from shared.tracking.sale import Sale


def in_shop_currency(amount: int, sale: Sale) -> int:
    """Minor units of the sale's currency as minor units of the shop's, at the rate of the sale, rounded half-even.

    At the sale's rate and not today's, so that a full return takes out of the books what the sale put into them.
    """
    if not _differs(sale):
        return amount
    exact = Decimal(amount).scaleb(-_digits(sale.currency)) * _rate(sale)
    return _rounded(exact.scaleb(_digits(sale.shop_currency)), ROUND_HALF_EVEN)


def in_shopper_currency(amount: int, sale: Sale) -> int:
    """Minor units of the shop's currency (fees, bonuses and limits of the policy) as the shopper's, rounded down."""
    if not _differs(sale):
        return amount
    exact = Decimal(amount).scaleb(-_digits(sale.shop_currency)) / _rate(sale)
    return _rounded(exact.scaleb(_digits(sale.currency)), ROUND_DOWN)


def _differs(sale: Sale) -> bool:
    return sale.shop_currency not in ("", sale.currency)


def _rate(sale: Sale) -> Decimal:
    """1 where there is none, or none that can be read."""
    try:
        rate = Decimal(sale.rate or "1")
    except InvalidOperation:
        return Decimal(1)
    return rate if rate.is_finite() and rate > 0 else Decimal(1)


def _digits(currency: str) -> int:
    """How many digits its minor unit has, by ISO 4217."""
    return len(Price(0, currency).decimal.partition(".")[2])


def _rounded(exact: Decimal, rounding: str) -> int:
    return int(exact.quantize(Decimal(1), rounding=rounding))
