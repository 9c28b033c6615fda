"""An order file: the CSV in which a shop brings its orders of the past. Documented in docs/importing-orders.md.

A header row in English or Japanese, then one row for each position of an order, or for each parcel, or one for the
whole order. Nothing of a file is lost for its bad rows: each problem is reported, and the other orders are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import TypeVar

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.country_spellings import alpha2
from shared.carriers.reading.written_day import NoDay, read_day, read_time
from shared.carriers.scan_files.scan_file import Problem
from shared.csv_rows import cell, decoded, plain_name, records
from shared.errors import Invalid
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.shops.carrier_of import carrier_of
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

_HEADERS = """
order_id 注文番号 注文id 受注番号 受注id オーダーid orderid ordernumber
order_name 表示番号 ordername
placed_at 注文日時 注文日 受注日時 受注日 購入日時 購入日 placedat orderedat orderdate createdat
email メールアドレス メール 注文者メールアドレス 購入者メールアドレス email mailaddress emailaddress
phone 電話番号 電話 注文者電話番号 購入者電話番号 phone phonenumber telephone mobile
language 言語 ロケール language locale
country 国 国コード 配送先国 お届け先国 届け先国 country countrycode shippingcountry shippingcountrycode
postal 郵便番号 配送先郵便番号 お届け先郵便番号 届け先郵便番号 送付先郵便番号 postal postalcode zip zipcode shippingzip
sku 商品コード 商品番号 商品id 品番 型番 商品管理番号 sku lineitemsku
name 商品名 品名 name itemname productname lineitemname
category 商品カテゴリ 商品カテゴリー カテゴリ カテゴリー category itemcategory productcategory producttype
quantity 数量 個数 注文数 quantity qty lineitemquantity
promised_earliest お届け予定日 お届け予定日自 promisedearliest
promised_latest お届け予定日至 promisedlatest
shipment_id 出荷番号 出荷id 発送id shipmentid
shipped_at 出荷日時 出荷日 発送日時 発送日 出荷完了日 発送完了日 shippedat shipdate shippeddate fulfilledat
carrier 配送業者 配送会社 運送会社 配送方法 carrier trackingcompany
tracking_number 伝票番号 送り状番号 追跡番号 お問い合わせ番号 お問い合わせ伝票番号 配送伝票番号 荷物番号 trackingnumber
"""
"""On each line a field, and what its column may be called: in small letters, without blanks, hyphens and the like."""

_FIELDS = {name: field for field, *names in map(str.split, _HEADERS.strip().splitlines()) for name in names}
_SHOPIFY_EXPORT = frozenset({"id", "lineitemname", "lineitemquantity"})
"""Columns by which Shopify's own export of orders is known. There, Name is the order's, and so is Id."""
_JAPAN = {"日本": "JP", "日本国": "JP"}
_JAPANESE_MOBILE = re.compile(r"0[6-9]0[0-9]{8}")
"""070, 080 and 090, and 060 from 2026 on (Ministry of Internal Affairs, numbering plan, 2024-12)."""
_QUANTITY = re.compile(r"0*[1-9][0-9]{0,5}")

Value = TypeVar("Value")


class UnreadableOrderFile(Invalid):
    """The whole file is not what docs/importing-orders.md describes."""

    code = "unreadable_order_file"


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


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    values: Mapping[str, str]


class _Wrong(Exception):
    """A value that cannot be read. `expected` completes the sentence "the field must be …"; it quotes nothing."""

    def __init__(self, line: int, field: str, expected: str) -> None:
        super().__init__(expected)
        self.problem = Problem(line, field, f"{field} must be {expected}.")


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


def _rows(raw: bytes) -> tuple[list[_Row], list[Problem]]:
    if len(raw) > MAX_BYTES:
        raise UnreadableOrderFile(f"The file is larger than {MAX_BYTES} bytes. Split it.")
    text = decoded(raw)
    if text is None:
        raise UnreadableOrderFile("The file is neither UTF-8 nor Shift-JIS.")
    found = records(text)
    columns = _columns(next(found, (1, None))[1])
    rows: list[_Row] = []
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
            rows.append(_Row(line, values))
    return rows, problems


def _columns(header: Sequence[str] | None) -> list[tuple[int, str]]:
    """Which column holds which field. Of two that hold the same, the first counts."""
    names = [plain_name(name) for name in header or ()]
    is_shopifys = _SHOPIFY_EXPORT.issubset(names)
    named = {**_FIELDS, "name": "order_name", "id": "order_id"} if is_shopifys else _FIELDS
    columns: dict[str, int] = {}
    for index, name in enumerate(names):
        field = named.get(name)
        if field is not None:
            columns.setdefault(field, index)
    for field in ("order_id", "placed_at"):
        if field not in columns:
            examples = ", ".join([name for name in _FIELDS if _FIELDS[name] == field][:4])
            raise UnreadableOrderFile(f"The header has no column for {field}, such as {examples}.", field=field)
    return [(index, field) for field, index in columns.items()]


def _grouped(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Rows by order. One that names no order belongs to the order of the row above it, as in spreadsheets."""
    groups: dict[str, list[_Row]] = {}
    above = ""
    for row in rows:
        above = row.values.get("order_id", above)
        groups.setdefault(above, []).append(row)
    return groups


class _Findings:
    """What is wrong with one order: every field is read, whatever is wrong with the others."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_lost = False

    def read(self, reader: Callable[..., Value], *arguments: object) -> Value | None:
        """What `reader` answers; None, and the order lost, where it raises _Wrong."""
        try:
            return reader(*arguments)
        except _Wrong as wrong:
            self.problems.append(wrong.problem)
            self.is_lost = True
            return None

    def or_without(self, field: str, expected: str, reader: Callable[[str], str], rows: Sequence[_Row]) -> str:
        """What an order is kept without, where it cannot be read: the problem is reported all the same."""
        line, written = self.read(_said, rows, field) or (rows[0].line, "")
        read = reader(written)
        if written and not read:
            self.problems.append(Problem(line, field, f"{field} must be {expected}; the order is kept without."))
        return read


def _order(rows: Sequence[_Row], defaults: Defaults) -> tuple[PastOrder | None, list[Problem]]:
    """The order of some rows, None where it cannot be one, and all that is wrong with it."""
    found = _Findings()
    order_id = found.read(_order_id, rows[0])
    placed_at = found.read(_placed_at, rows, defaults)
    country = found.read(_country, rows, defaults)
    name = found.read(_name, rows, order_id)
    email = found.or_without("email", "a mail address", email_of, rows)
    phone = found.read(_phone, rows, country)
    language = found.or_without("language", "a language", language_of, rows)
    postal = found.or_without("postal", "a postal code", postal_of, rows)
    lines = _lines(rows, found)
    promise = found.read(_promise, rows)
    shipments = _shipments(rows, defaults, found)
    if found.is_lost or order_id is None or placed_at is None or country is None:
        return None, found.problems
    told = OrderTold(order_id, placed_at, email, language, country, postal, lines, name or "", phone=phone or "")
    return PastOrder(rows[0].line, told, promise, shipments), found.problems


def _said(rows: Sequence[_Row], field: str) -> tuple[int, str]:
    """What the rows of one order say in a field, and on which line; raises _Wrong where they contradict each other."""
    said = [(row.line, row.values[field]) for row in rows if field in row.values]
    for line, value in said:
        if value != said[0][1]:
            raise _Wrong(line, field, f"the same as in the order's other rows, for example on line {said[0][0]}")
    return said[0] if said else (rows[0].line, "")


def _order_id(row: _Row) -> str:
    """The id as the API takes it. Of "#1001", the number is the id."""
    order_id = row.values.get("order_id", "").lstrip("#")
    if not re.match(ID, order_id):
        raise _Wrong(row.line, "order_id", "letters, digits, dot, underscore and hyphen, 64 at most")
    return order_id


def _name(rows: Sequence[_Row], order_id: str | None) -> str:
    """What the shopper knew it by, where that is not its id: written apart, or as the id ("#1001")."""
    _, name = _said(rows, "order_name")
    written = rows[0].values.get("order_id", "")
    return text_of(name or ("" if written == order_id else written))


def _placed_at(rows: Sequence[_Row], defaults: Defaults) -> datetime:
    return _moment(*_said(rows, "placed_at"), "placed_at", defaults)


def _country(rows: Sequence[_Row], defaults: Defaults) -> str:
    line, written = _said(rows, "country")
    country = _JAPAN.get(written) or alpha2(written) if written else defaults.country
    if country not in COUNTRY_ZONES:
        raise _Wrong(line, "country", "a country: two letters; or say --country for orders that name none")
    return country


def _phone(rows: Sequence[_Row], country: str | None) -> str:
    """In E.164. Shops write numbers as they are dialled at home: of those, only Japanese mobile ones are certain."""
    _, written = _said(rows, "phone")
    number = re.sub(r"\D", "", unicodedata.normalize("NFKC", written))
    if country == "JP" and _JAPANESE_MOBILE.fullmatch(number):
        return f"+81{number[1:]}"
    return phone_of(written)


def _lines(rows: Sequence[_Row], found: _Findings) -> tuple[OrderLine, ...]:
    """The order's positions. The same one again is there for another parcel's sake, and counts once."""
    read = [found.read(_line, row) for row in rows if row.values.keys() & {"sku", "name"}]
    lines = dict.fromkeys(line for line in read if line is not None)
    if len(lines) > MAX_LINES:
        found.read(_refuse, rows[0].line, "sku", f"one of {MAX_LINES} positions of an order at most")
    return tuple(lines)


def _line(row: _Row) -> OrderLine:
    sku, name = row.values.get("sku", ""), row.values.get("name", "")
    written = unicodedata.normalize("NFKC", row.values.get("quantity", "1"))
    if not _QUANTITY.fullmatch(written):
        raise _Wrong(row.line, "quantity", f"a whole number from 1 to {MOST_OF_A_LINE}")
    category = text_of(row.values.get("category", ""))
    return OrderLine(text_of(sku or name), text_of(name or sku), int(written), category)


def _promise(rows: Sequence[_Row]) -> PromiseTold | None:
    """The window the shopper was told; one day where only one is written."""
    (first_line, first), (last_line, last) = _said(rows, "promised_earliest"), _said(rows, "promised_latest")
    if not first and not last:
        return None
    earliest = _day(first_line, first or last, "promised_earliest")
    latest = _day(last_line, last or first, "promised_latest")
    if latest < earliest:
        raise _Wrong(last_line, "promised_latest", "no earlier than promised_earliest")
    return PromiseTold(earliest, latest)


def _shipments(rows: Sequence[_Row], defaults: Defaults, found: _Findings) -> tuple[Shipment, ...]:
    """Rows with a tracking number, by shipment id; a parcel without one is a shipment of its own."""
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        if "tracking_number" in row.values and (shipment_id := found.read(_shipment_id, row)):
            groups.setdefault(shipment_id, []).append(row)
    read = [found.read(_shipment, shipment_id, group, rows, defaults) for shipment_id, group in groups.items()]
    return tuple(shipment for shipment in read if shipment is not None)


def _shipment_id(row: _Row) -> str:
    shipment_id = row.values.get("shipment_id", "").lstrip("#") or _number(row)
    if not re.match(ID, shipment_id):
        raise _Wrong(row.line, "shipment_id", "letters, digits, dot, underscore and hyphen, 64 at most")
    return shipment_id


def _shipment(shipment_id: str, rows: Sequence[_Row], order: Sequence[_Row], defaults: Defaults) -> Shipment:
    """When it left stands in a row of its own, or anywhere in the order."""
    line, shipped_at = _said([row for row in rows if "shipped_at" in row.values] or order, "shipped_at")
    numbers = dict.fromkeys((row.values.get("carrier", ""), _number(row)) for row in rows)
    if len(numbers) > MAX_PARCELS:
        raise _Wrong(rows[0].line, "tracking_number", f"one of {MAX_PARCELS} of a shipment at most")
    parcels = dict.fromkeys(ParcelNumber(carrier_of(company, number), number) for company, number in numbers)
    return Shipment(shipment_id, _moment(line, shipped_at, "shipped_at", defaults), tuple(parcels))


def _refuse(line: int, field: str, expected: str) -> None:
    raise _Wrong(line, field, expected)


def _number(row: _Row) -> str:
    written = unicodedata.normalize("NFKC", row.values["tracking_number"])
    number = fields.tracking_number_or_none(written)
    if number is None:
        raise _Wrong(row.line, "tracking_number", "one tracking number: 4 to 50 letters and digits")
    return number


def _moment(line: int, written: str, field: str, defaults: Defaults) -> datetime:
    """A day and time in UTC. A day alone is noon: nobody knows better, and nearly anywhere it is the same day."""
    try:
        day, behind = read_day(written)
    except NoDay as no_day:
        raise _Wrong(line, field, no_day.expected) from None
    time = read_time(behind) if behind else "12:00:00"
    if time is None:
        raise _Wrong(line, field, "a day and a time, like 2026-11-20T10:00:00+09:00 or 2026/11/20 10:00")
    try:
        moment, has_no_zone = fields.moment_of(f"{day.isoformat()}T{time}", NOWHERE, defaults.zone or UTC, field)
    except UnreadablePayload:
        raise _Wrong(line, field, "a moment of our time") from None
    if has_no_zone and defaults.zone is None:
        raise _Wrong(line, field, "a time with its zone; or say --zone for times without one")
    return moment


def _day(line: int, written: str, field: str) -> date:
    try:
        return read_day(written)[0]
    except NoDay as no_day:
        raise _Wrong(line, field, no_day.expected) from None
