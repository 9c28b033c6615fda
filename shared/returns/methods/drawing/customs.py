"""The customs form of goods that come back over a border: the particulars of the UPU's form CN 23, as a pro-forma page.

Source: UPU Convention Manual, CN 23 (https://www.upu.int, forms; recalled): sender, addressee, and per kind of goods
description, quantity, net weight, value, HS code and country of origin; the category "returned goods"; a signature. A
carrier with a form of its own wants the same particulars on it. In English, which customs of every country read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.promise.currency import minor_digits
from shared.returns.methods.drawing.address_lines import address_lines
from shared.returns.methods.drawing.measure import wrapped
from shared.returns.methods.drawing.sheet import Element, Line, Sheet, Text
from shared.returns.methods.ports import Address, ParcelContents

_WIDTH, _HEIGHT, _MARGIN = 210.0, 148.0, 8.0
_TABLE, _ROW, _ROWS = 68.0, 5.6, 8
_COLUMNS = (
    ("Description of contents", 8.0, 74.0, False),
    ("Quantity", 84.0, 16.0, True),
    ("Net weight (kg)", 102.0, 24.0, True),
    ("Value", 128.0, 30.0, True),
    ("HS tariff number", 162.0, 24.0, False),
    ("Origin", 188.0, 14.0, False),
)
_CATEGORY = "Category: RETURNED GOODS. They were bought from the addressee, and go back unchanged or for replacement."
_STATEMENT = (
    "I certify that the particulars given in this customs declaration are correct and that this item contains no"
    " dangerous article and nothing that postal or customs regulations prohibit."
)


@dataclass(frozen=True, slots=True)
class CustomsFacts:
    """What stands on a customs form."""

    return_number: str
    tracking_number: str
    sender: Address
    recipient: Address
    contents: tuple[ParcelContents, ...]


def needs_customs(sender: Address, recipient: Address) -> bool:
    """Whether customs see it. Within the European Union's customs territory they do not."""
    if sender.country == recipient.country:
        return False
    return not {sender.country, recipient.country} <= _UNION


def customs_sheets(facts: CustomsFacts) -> tuple[Sheet, ...]:
    """The form in landscape A5, as many pages as its contents need; totals stand on the last."""
    pages = [facts.contents[at : at + _ROWS] for at in range(0, len(facts.contents), _ROWS)] or [()]
    title = f"Customs declaration {facts.return_number}"
    return tuple(
        Sheet(
            _WIDTH,
            _HEIGHT,
            title,
            "en",
            (
                *_head(facts, f"Page {number} of {len(pages)}"),
                *_table(rows),
                *(_totals(facts.contents) if number == len(pages) else ()),
                *_foot(),
            ),
        )
        for number, rows in enumerate(pages, start=1)
    )


def _head(facts: CustomsFacts, page: str) -> Iterator[Element]:
    yield Text(_MARGIN, 7, 13, "CUSTOMS DECLARATION / DÉCLARATION EN DOUANE", 130)
    yield Text(_MARGIN, 13, 8, "Pro forma, with the particulars of CN 23", 130)
    yield Text(140, 7, 9, f"Return {facts.return_number}", 62, to_the_right=True)
    yield Text(140, 11.5, 9, facts.tracking_number, 62, to_the_right=True)
    yield Text(140, 16, 8, page, 62, to_the_right=True)
    yield Line(_MARGIN, 20.5, _WIDTH - 2 * _MARGIN, 0.4)
    yield from _party("From (sender)", facts.sender, _MARGIN)
    yield from _party("To (addressee)", facts.recipient, _WIDTH / 2 + 2)
    yield Text(_MARGIN, 55, 8.5, _CATEGORY, _WIDTH - 2 * _MARGIN)


def _party(said: str, address: Address, left: float) -> Iterator[Element]:
    width = _WIDTH / 2 - _MARGIN - 2
    yield Text(left, 22, 7, said, width)
    written = [address.name, *address_lines(address, country_name=address.country), address.phone]
    lines = [line for part in written for line in wrapped(part, 9, width)]
    for place, line in enumerate(filter(None, lines[:6])):
        yield Text(left, 25.5 + place * 4.4, 9, line, width)


def _table(rows: Sequence[ParcelContents]) -> Iterator[Element]:
    for said, left, width, to_the_right in _COLUMNS:
        yield Text(left, _TABLE - 7, 7.5, said, width, to_the_right=to_the_right)
    yield Line(_MARGIN, _TABLE - 3, _WIDTH - 2 * _MARGIN, 0.3)
    for place, content in enumerate(rows):
        yield from _row(_cells(content), _TABLE + place * _ROW - 1.5)


def _cells(content: ParcelContents) -> tuple[str, ...]:
    return (
        content.name or content.sku,
        str(content.quantity),
        "" if content.weight_g is None else f"{content.weight_g / 1000:.3f}",
        amount(content.value, content.currency),
        content.hs_code,
        content.origin_country,
    )


def _row(cells: Sequence[str], top: float) -> Iterator[Element]:
    for cell, (_, left, width, to_the_right) in zip(cells, _COLUMNS, strict=True):
        yield Text(left, top, 9, cell, width, to_the_right=to_the_right)


def _totals(contents: Sequence[ParcelContents]) -> Iterator[Element]:
    """Values add up by currency; there is more than one only where the merchant says so."""
    values: dict[str, int] = {}
    for content in contents:
        values[content.currency] = values.get(content.currency, 0) + content.value
    weights = [content.weight_g for content in contents]
    known = [weight for weight in weights if weight is not None]
    top = _TABLE + _ROWS * _ROW
    yield Line(_MARGIN, top - 1.5, _WIDTH - 2 * _MARGIN, 0.3)
    yield from _row(
        (
            "Total",
            str(sum(content.quantity for content in contents)),
            f"{sum(known) / 1000:.3f}" if len(known) == len(weights) else "",
            " + ".join(amount(value, currency) for currency, value in values.items()),
            "",
            "",
        ),
        top,
    )


def _foot() -> Iterator[Element]:
    for place, line in enumerate(wrapped(_STATEMENT, 7.5, _WIDTH - 2 * _MARGIN)):
        yield Text(_MARGIN, 122 + place * 3.6, 7.5, line, _WIDTH - 2 * _MARGIN)
    yield Line(_MARGIN, 140, 80, 0.2)
    yield Text(_MARGIN, 141, 7, "Date and sender's signature", 80)


def amount(value: int, currency: str) -> str:
    """Minor units as people write them, with the currency's code: `12.34 EUR`, `2200 JPY`."""
    digits = minor_digits(currency)
    return f"{value / 10**digits:.{digits}f} {currency}" if digits else f"{value} {currency}"


_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK"
_UNION = frozenset(_MEMBERS.split())
"""The customs territory of the Union: Regulation (EU) No 952/2013, article 4, with Monaco; islands and enclaves that it
leaves out cannot be told from a country code."""
