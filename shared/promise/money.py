"""What delivery costs, and what the merchant gives for it: stated with an option, charged by the shop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.locales import FALLBACK, Words
from shared.promise.currency import minor_digits

_SIGNS = {"BRL": "R$", "EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
"""Only signs that no other currency in wide use shares, or that are its own where it is charged."""
_GAP = "\u00a0"
"""A space at which no line breaks."""


@dataclass(frozen=True, slots=True)
class _Written:
    """How a language writes amounts, as CLDR has it for the language alone; messages have CLDR, and a test compares."""

    group: str = ","
    point: str = "."
    with_sign: str = "{sign}{number}"
    with_code: str = "{sign}" + _GAP + "{number}"
    """Where the currency has no sign of its own here: its ISO code."""
    signs: tuple[tuple[str, str], ...] = ()
    """Signs that mean something else to its readers."""


_AS_IN_ENGLISH = _Written()
_BEHIND, _APART = "{number}" + _GAP + "{sign}", "{sign}" + _GAP + "{number}"
_BY_LANGUAGE = {
    "de": _Written(".", ",", _BEHIND, _BEHIND),
    "pt": _Written(".", ",", _APART, _APART, (("USD", "US$"),)),
}

Texts = tuple[tuple[str, str], ...]
"""The merchant's own words, by language: ("ja", "…"), ("en", "…")."""


def said_in(language: str, texts: Texts) -> str:
    """The merchant's words in `language`, else in English, else in whatever they wrote; "" where nothing was."""
    said = dict(texts)
    return said.get(language) or said.get(FALLBACK) or next(iter(said.values()), "")


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money."""

    amount: int
    """In the currency's minor unit: yen, cents."""
    currency: str
    """ISO 4217."""

    def said(self, language: str) -> str:
        """As people write it: "$7.50", "CHF 7.50"; "1,100円" Japanese, "7,50 €" German, "R$ 7,50" Portuguese."""
        how = _BY_LANGUAGE.get(language, _AS_IN_ENGLISH)
        whole, point, part = self.decimal.partition(".")
        number = f"{int(whole):,}".replace(",", how.group) + (how.point if point else "") + part
        if language == "ja" and self.currency == "JPY":
            return f"{number}円"
        sign = dict(how.signs).get(self.currency) or _SIGNS.get(self.currency)
        return (how.with_sign if sign else how.with_code).format(sign=sign or self.currency, number=number)

    @property
    def decimal(self) -> str:
        """In the unit people count in, exactly, as machines read it: "1100", "1207.50"."""
        digits = self._digits
        whole, part = divmod(self.amount, 10**digits)
        return f"{whole}.{part:0{digits}d}" if digits else str(whole)

    @property
    def major(self) -> float:
        """In the unit people count in, yen or dollars: as histories have it. For learning only, never to add up."""
        return float(self.amount / 10**self._digits)

    @property
    def _digits(self) -> int:
        return minor_digits(self.currency)

    def to_json(self) -> dict[str, Any]:
        """As published."""
        return {"amount": self.amount, "currency": self.currency}


class ConditionKind(StrEnum):
    """What kind of thing is stated. The values are public."""

    FREE_SHIPPING = "free_shipping"
    MEMBER = "member"
    SLOT_INCENTIVE = "slot_incentive"
    SLOW_INCENTIVE = "slow_incentive"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that changes the price or gives a benefit, stated beside the price."""

    kind: ConditionKind
    price: Price | None = None
    """Of free shipping: from which order value on. Of an incentive: what the shopper gets, where it is money."""
    points: int = 0
    """What the shopper gets, where it is points of the shop."""
    texts: Texts = ()
    """In the merchant's words; where there are none, in ours."""

    def to_json(self, words: Words) -> dict[str, Any]:
        """As published, with a text in the language of `words`; what is not there is left out."""
        money = {} if self.price is None else {"price": self.price.to_json()}
        points = {"points": self.points} if self.points else {}
        return {"kind": self.kind.value, **money, **points, "text": self._text(words)}

    def _text(self, words: Words) -> str:
        gives = self.price.said(words.language) if self.price else str(self.points)
        return said_in(words.language, self.texts) or words(f"promise.{self.kind}", gives=gives)
