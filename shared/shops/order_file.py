"""An order file: the CSV in which a shop brings its orders of the past. Documented in docs/importing-orders.md.

A header row in English or Japanese, then one row for each position of an order, or for each parcel, or one for the
whole order. Nothing of a file is lost for its bad rows: each problem is reported, and the other orders are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.country_spellings import alpha2
from shared.carriers.reading.written_day import NoDay, read_day, read_time
from shared.carriers.scan_files.scan_file import Problem
from shared.csv_rows import cell, decoded, records
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.shops.carrier_of import carrier_of
from shared.shops.order_columns import UnreadableOrderFile, columns_of
from shared.shops.order_rows import Findings, Row, Wrong, refuse, said_in
from shared.shops.order_sale import positions, sold
from shared.shops.shop import email_of, language_of, phone_of, postal_of, text_of
from shared.shops.shop_update import OrderTold
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import NOWHERE
from shared.tracking.order import ID, OrderLine, PromiseTold, Shipment

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_LINES = 200
"""Positions of an order, as over the API."""
MAX_PARCELS = 45
"""Parcels of a shipment, as over the API."""
MOST_OF_A_LINE = 999_999

_JAPAN = {"日本": "JP", "日本国": "JP"}
_JAPANESE_MOBILE = re.compile(r"0[6-9]0[0-9]{8}")
"""070, 080 and 090, and 060 from 2026 on (Ministry of Internal Affairs, numbering plan, 2024-12)."""
_QUANTITY = re.compile(r"0*[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order of the file."""

    line: int
    """On which its first row begins."""
    told: OrderTold
    promise: PromiseTold | None
    shipments: tuple[Shipment, ...]


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A file's orders, in its order, and what is wrong with the others."""

    orders: tuple[PastOrder, ...]
    problems: tuple[Problem, ...]
    """By line."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What rows leave unsaid."""

    zone: tzinfo | None = None
    """Of times that are written without one. None: such times are refused."""
    country: str = ""
    """ISO 3166-1 alpha-2, for orders that name none. "": they are refused."""
    currency: str = ""
    """ISO 4217, for orders that name none. "": they are kept without what they were sold for."""


def read_order_file(raw: bytes, defaults: Defaults) -> OrderFile:
    """The file's orders; raises UnreadableOrderFile. The same file and defaults give the same orders."""
    rows, problems = _rows(raw)
    orders: list[PastOrder] = []
    for group in _grouped(rows).values():
        order, wrong = _order(group, defaults)
        problems.extend(wrong)
        if order is not None:
            orders.append(order)
    return OrderFile(tuple(orders), tuple(sorted(problems, key=lambda problem: problem.line)))


def _rows(raw: bytes) -> tuple[list[Row], list[Problem]]:
    if len(raw) > MAX_BYTES:
        raise UnreadableOrderFile(f"The file is larger than {MAX_BYTES} bytes. Split it.")
    text = decoded(raw)
    if text is None:
        raise UnreadableOrderFile("The file is neither UTF-8 nor Shift-JIS.")
    found = records(text)
    columns = columns_of(next(found, (1, None))[1])
    rows: list[Row] = []
    problems: list[Problem] = []
    for count, (line, record) in enumerate(found, start=1):
        if count > MAX_ROWS:
            raise UnreadableOrderFile(f"The file has more than {MAX_ROWS} rows. Split it.")
        if record is None:
            reason = "The row cannot be split into cells: a quotation mark is unclosed or misplaced."
            problems.append(Problem(line, "", reason))
            continue
        values = {field: value for index, field in columns if index < len(record) and (value := cell(record[index]))}
        if values:
            rows.append(Row(line, values))
    return rows, problems


def _grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by order. One that names no order belongs to the order of the row above it, as in spreadsheets."""
    groups: dict[str, list[Row]] = {}
    above = ""
    for row in rows:
        above = row.values.get("order_id", above)
        groups.setdefault(above, []).append(row)
    return groups


def _order(rows: Sequence[Row], defaults: Defaults) -> tuple[PastOrder | None, list[Problem]]:
    """The order of some rows, None where it cannot be one, and all that is wrong with it."""
    found = Findings()
    order_id = found.read(_order_id, rows[0])
    placed_at = found.read(_placed_at, rows, defaults)
    country = found.read(_country, rows, defaults)
    name = found.read(_name, rows, order_id)
    email = found.or_without("email", "a mail address", email_of, rows)
    phone = found.read(_phone, rows, country)
    language = found.or_without("language", "a language", language_of, rows)
    postal = found.or_without("postal", "a postal code", postal_of, rows)
    lines, sale = sold(rows, _lines(rows, found), defaults.currency, found)
    promise = found.read(_promise, rows)
    shipments = _shipments(rows, defaults, found)
    if found.is_lost or order_id is None or placed_at is None or country is None:
        return None, found.problems
    told = OrderTold(
        order_id, placed_at, email, language, country, postal, lines, name or "", phone=phone or "", sale=sale
    )
    return PastOrder(rows[0].line, told, promise, shipments), found.problems


def _order_id(row: Row) -> str:
    """The id as the API takes it. Of "#1001", the number is the id."""
    order_id = row.values.get("order_id", "").lstrip("#")
    if not re.match(ID, order_id):
        raise Wrong(row.line, "order_id", "letters, digits, dot, underscore and hyphen, 64 at most")
    return order_id


def _name(rows: Sequence[Row], order_id: str | None) -> str:
    """What the shopper knew it by, where that is not its id: written apart, or as the id ("#1001")."""
    _, name = said_in(rows, "order_name")
    written = rows[0].values.get("order_id", "")
    return text_of(name or ("" if written == order_id else written))


def _placed_at(rows: Sequence[Row], defaults: Defaults) -> datetime:
    return _moment(*said_in(rows, "placed_at"), "placed_at", defaults)


def _country(rows: Sequence[Row], defaults: Defaults) -> str:
    line, written = said_in(rows, "country")
    country = _JAPAN.get(written) or alpha2(written) if written else defaults.country
    if country not in COUNTRY_ZONES:
        raise Wrong(line, "country", "a country: two letters; or say --country for orders that name none")
    return country


def _phone(rows: Sequence[Row], country: str | None) -> str:
    """In E.164. Shops write numbers as they are dialled at home: of those, only Japanese mobile ones are certain."""
    _, written = said_in(rows, "phone")
    number = re.sub(r"\D", "", unicodedata.normalize("NFKC", written))
    if country == "JP" and _JAPANESE_MOBILE.fullmatch(number):
        return f"+81{number[1:]}"
    return phone_of(written)


def _lines(rows: Sequence[Row], found: Findings) -> list[tuple[Row, OrderLine]]:
    """The order's positions with their rows. One again stands there for another parcel's sake, and counts once."""
    read = [(row, found.read(_line, row)) for row in rows if row.values.keys() & {"sku", "name"}]
    lines = positions([(row, line) for row, line in read if line is not None])
    if len(lines) > MAX_LINES:
        found.read(refuse, rows[0].line, "sku", f"one of {MAX_LINES} positions of an order at most")
    return lines


def _line(row: Row) -> OrderLine:
    sku, name = row.values.get("sku", ""), row.values.get("name", "")
    written = unicodedata.normalize("NFKC", row.values.get("quantity", "1"))
    if not _QUANTITY.fullmatch(written):
        raise Wrong(row.line, "quantity", f"a whole number from 1 to {MOST_OF_A_LINE}")
    category = text_of(row.values.get("category", ""))
    return OrderLine(text_of(sku or name), text_of(name or sku), int(written), category)


def _promise(rows: Sequence[Row]) -> PromiseTold | None:
    """The window the shopper was told; one day where only one is written."""
    (first_line, first), (last_line, last) = said_in(rows, "promised_earliest"), said_in(rows, "promised_latest")
    if not first and not last:
        return None
    earliest = _day(first_line, first or last, "promised_earliest")
    latest = _day(last_line, last or first, "promised_latest")
    if latest < earliest:
        raise Wrong(last_line, "promised_latest", "no earlier than promised_earliest")
    return PromiseTold(earliest, latest)


def _shipments(rows: Sequence[Row], defaults: Defaults, found: Findings) -> tuple[Shipment, ...]:
    """Rows with a tracking number, by shipment id; a parcel without one is a shipment of its own."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if "tracking_number" in row.values and (shipment_id := found.read(_shipment_id, row)):
            groups.setdefault(shipment_id, []).append(row)
    read = [found.read(_shipment, shipment_id, group, rows, defaults) for shipment_id, group in groups.items()]
    return tuple(shipment for shipment in read if shipment is not None)


def _shipment_id(row: Row) -> str:
    shipment_id = row.values.get("shipment_id", "").lstrip("#") or _number(row)
    if not re.match(ID, shipment_id):
        raise Wrong(row.line, "shipment_id", "letters, digits, dot, underscore and hyphen, 64 at most")
    return shipment_id


def _shipment(shipment_id: str, rows: Sequence[Row], order: Sequence[Row], defaults: Defaults) -> Shipment:
    """When it left stands in a row of its own, or anywhere in the order."""
    line, shipped_at = said_in([row for row in rows if "shipped_at" in row.values] or order, "shipped_at")
    numbers = dict.fromkeys((row.values.get("carrier", ""), _number(row)) for row in rows)
    if len(numbers) > MAX_PARCELS:
        raise Wrong(rows[0].line, "tracking_number", f"one of {MAX_PARCELS} of a shipment at most")
    parcels = dict.fromkeys(ParcelNumber(carrier_of(company, number), number) for company, number in numbers)
    return Shipment(shipment_id, _moment(line, shipped_at, "shipped_at", defaults), tuple(parcels))


def _number(row: Row) -> str:
    written = unicodedata.normalize("NFKC", row.values["tracking_number"])
    number = fields.tracking_number_or_none(written)
    if number is None:
        raise Wrong(row.line, "tracking_number", "one tracking number: 4 to 50 letters and digits")
    return number


def _moment(line: int, written: str, field: str, defaults: Defaults) -> datetime:
    """A day and time in UTC. A day alone is noon: nobody knows better, and nearly anywhere it is the same day."""
    try:
        day, behind = read_day(written)
    except NoDay as no_day:
        raise Wrong(line, field, no_day.expected) from None
    time = read_time(behind) if behind else "12:00:00"
    if time is None:
        raise Wrong(line, field, "a day and a time, like 2026-11-20T10:00:00+09:00 or 2026/11/20 10:00")
    try:
        moment, has_no_zone = fields.moment_of(f"{day.isoformat()}T{time}", NOWHERE, defaults.zone or UTC, field)
    except UnreadablePayload:
        raise Wrong(line, field, "a moment of our time") from None
    if has_no_zone and defaults.zone is None:
        raise Wrong(line, field, "a time with its zone; or say --zone for times without one")
    return moment


def _day(line: int, written: str, field: str) -> date:
    try:
        return read_day(written)[0]
    except NoDay as no_day:
        raise Wrong(line, field, no_day.expected) from None
