"""Amounts of money as shops write them, in minor units."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from shared.promise.currency import minor_digits

MOST = 999_999_999_999
"""Minor units of an amount: more than any currency needs, and far from where numbers lose digits."""

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_AROUND = re.compile(r"[\s¥€$£\\円]+")


def minor_units(written: str, currency: str) -> int | None:
    """ "1980" or "19.80" in minor units of `currency`, halves rounded up; None for what is no amount, or too large.

    More digits than the currency has are rounded: shops compute taxes finer than anybody can pay.
    """
    if not _DECIMAL.fullmatch(written):
        return None
    amount = Decimal(written).scaleb(minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP)
    return int(amount) if 0 <= amount <= MOST else None


def minor_units_by_hand(written: str, currency: str) -> int | None:
    """The same of what people and spreadsheets write: "¥1,980", "1,980円", "$19.80". A comma is no decimal point."""
    plain = _AROUND.sub("", unicodedata.normalize("NFKC", written)).removeprefix(currency).removesuffix(currency)
    if "," in plain and not _GROUPED.fullmatch(plain):
        return None
    return minor_units(plain.replace(",", ""), currency)
