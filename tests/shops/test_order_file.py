"""Orders of the past, from a CSV: read whole, or reported with line, field and reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.scan_files.scan_file import Problem
from shared.errors import Invalid
from shared.shops import order_file
from shared.shops.order_file import Defaults, OrderFile, PastOrder, UnreadableOrderFile, read_order_file
from shared.shops.shop_update import OrderTold
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import OrderLine, PromiseTold, Shipment

TOKYO = Defaults(ZoneInfo("Asia/Tokyo"), "JP")
HEADER = (
    "order_id,placed_at,email,language,country,postal,sku,name,quantity,promised_earliest,promised_latest,"
    "shipment_id,shipped_at,carrier,tracking_number"
)
WHOLE = (
    "A-1,2026-05-01T10:00:00+09:00,aoi@shopper.example,ja,JP,150-0001,CUP-1,湯のみ,2,2026-05-02,2026-05-03,"
    "S-1,2026-05-01T17:00:00+09:00,yamato,4401-0000-0115"
)


def read(*lines: str, defaults: Defaults = Defaults(), encoding: str = "utf-8") -> OrderFile:  # noqa: B008 - frozen
    return read_order_file("\n".join(lines).encode(encoding), defaults)


def one(*lines: str, defaults: Defaults = TOKYO) -> PastOrder:
    file = read(*lines, defaults=defaults)
    assert file.problems == ()
    (order,) = file.orders
    return order


def test_a_row_may_hold_a_whole_order() -> None:
    assert one(HEADER, WHOLE, defaults=Defaults()) == PastOrder(
        2,
        OrderTold(
            "A-1",
            datetime(2026, 5, 1, 1, 0, tzinfo=UTC),
            "aoi@shopper.example",
            "ja",
            "JP",
            "150-0001",
            (OrderLine("CUP-1", "湯のみ", 2),),
        ),
        PromiseTold(date(2026, 5, 2), date(2026, 5, 3)),
        (Shipment("S-1", datetime(2026, 5, 1, 8, 0, tzinfo=UTC), (ParcelNumber("yamato", "440100000115"),)),),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_japanese_carts_file_is_read_as_it_is(encoding: str) -> None:
    order = read(
        "受注番号,注文日時,メールアドレス,郵便番号,商品コード,商品名,個数,出荷日,配送業者,お問い合わせ番号,注文者氏名",
        "20260501-001,2026/05/01 10:00,aoi@shopper.example,〒150-0001,CUP-1,湯のみ①,２,2026年5月1日,ヤマト運輸,"
        "4401-0000-0115,見本 葵",
        encoding=encoding,
        defaults=TOKYO,
    ).orders[0]
    assert (order.told.placed_at, order.told.country) == (datetime(2026, 5, 1, 1, 0, tzinfo=UTC), "JP")
    assert order.told.lines == (OrderLine("CUP-1", "湯のみ①", 2),)
    assert order.shipments == (
        Shipment("440100000115", datetime(2026, 5, 1, 3, 0, tzinfo=UTC), (ParcelNumber("yamato", "440100000115"),)),
    )
    assert "見本" not in repr(order)


def test_shopifys_own_export_is_read_as_it_is() -> None:
    order = one(
        "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Shipping Name,"
        "Shipping Zip,Shipping Country,Id",
        "#1001,aoi@shopper.example,paid,2026-05-01 10:00:05 +0900,2,湯のみ - 藍,CUP-01,見本 葵,"
        "'150-0001,JP,5880000001001",
        "#1001,aoi@shopper.example,,2026-05-01 10:00:05 +0900,1,包装,,,,,",
        defaults=Defaults(),
    )
    assert (order.told.order_id, order.told.name, order.told.postal) == ("5880000001001", "#1001", "150-0001")
    assert order.told.lines == (OrderLine("CUP-01", "湯のみ - 藍", 2), OrderLine("包装", "包装", 1))


def test_rows_of_one_order_are_its_positions_and_its_parcels() -> None:
    order = one(
        "order_id,placed_at,sku,quantity,shipped_at,shipment_id,carrier,tracking_number",
        "A-1,2026-05-01,CUP-1,2,2026-05-02,S-1,UPS,1Z999AA10123456784",
        "A-1,,CUP-1,2,,S-1,UPS,1Z999AA10123456785",
        ",,BOWL-1,1,2026-05-04,S-2,USPS,9400136208231234500027",
    )
    assert order.told.lines == (OrderLine("CUP-1", "CUP-1", 2), OrderLine("BOWL-1", "BOWL-1", 1))
    assert [(s.shipment_id, s.shipped_at.day, len(s.parcels)) for s in order.shipments] == [
        ("S-1", 2, 2),
        ("S-2", 4, 1),
    ]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-01T10:00:00Z", datetime(2026, 5, 1, 10, 0, tzinfo=UTC)),
        ("2026-05-01 10:00:00 -0500", datetime(2026, 5, 1, 15, 0, tzinfo=UTC)),
        ("2026-05-01 10:00", datetime(2026, 5, 1, 1, 0, tzinfo=UTC)),
        ("2026/5/1 10:00:30", datetime(2026, 5, 1, 1, 0, 30, tzinfo=UTC)),
        ("20260501", datetime(2026, 5, 1, 3, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_read_as_people_write_them(written: str, moment: datetime) -> None:
    assert one("order_id,placed_at", f"A-1,{written}").told.placed_at == moment


def test_what_a_shopper_knows_the_order_by_is_kept_beside_its_id() -> None:
    order = one("order_id,placed_at", "#1001,2026-05-01")
    assert (order.told.order_id, order.told.name) == ("1001", "#1001")


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("A 1,2026-05-01,,,,,,", {("order_id", 2)}),
        ("A-1,2026-13-01,,,,,,", {("placed_at", 2)}),
        ("A-1,yesterday,,,,,,", {("placed_at", 2)}),
        ("A-1,2026-05-01 at ten,,,,,,", {("placed_at", 2)}),
        ("A-1,2026-05-01 10:00:00+99:99,,,,,,", {("placed_at", 2)}),
        ("A-1,,,,,,,", {("placed_at", 2)}),
        ("A-1,2026-05-01,Atlantis,,,,,", {("country", 2)}),
        ("A-1,2026-05-01,,CUP,0,,,", {("quantity", 2)}),
        ("A-1,2026-05-01,,CUP,two,,,", {("quantity", 2)}),
        ("A-1,2026-05-01,,CUP,1.5,,,", {("quantity", 2)}),
        ("A-1,2026-05-01,,,,,,見本", {("tracking_number", 2)}),
        ("A-1,2026-05-01,,,,,,440100000115", {("shipped_at", 2)}),
        ("A-1,2026-05-01,,,,2026-05-03,2026-05-02,", {("promised_latest", 2)}),
        (
            "?,soon,??,CUP,x,never,,1",
            {(f, 2) for f in ("order_id", "placed_at", "country", "quantity", "promised_earliest", "tracking_number")},
        ),
    ],
)
def test_every_problem_is_reported_with_its_line_and_field(row: str, problems: set[tuple[str, int]]) -> None:
    header = "order_id,placed_at,country,sku,quantity,promised_earliest,promised_latest,tracking_number"
    file = read(header, row, "B-2,2026-05-01,JP,CUP,1,,,", defaults=TOKYO)
    assert {(problem.field, problem.line) for problem in file.problems} == problems
    assert [order.told.order_id for order in file.orders] == ["B-2"]
    assert not [problem for problem in file.problems if "見本" in problem.reason or "yesterday" in problem.reason]


def test_rows_that_contradict_each_other_are_no_order() -> None:
    file = read(
        "order_id,placed_at,postal", "A-1,2026-05-01,150", "A-1,2026-05-02,150", "A-1,2026-05-01,530", defaults=TOKYO
    )
    assert file.orders == ()
    assert [(problem.line, problem.field) for problem in file.problems] == [(3, "placed_at"), (4, "postal")]


def test_an_order_is_kept_without_an_address_that_is_none() -> None:
    file = read(
        "order_id,placed_at,email,language,postal", "A-1,2026-05-01,ask the office,x,わからない", defaults=TOKYO
    )
    assert [(o.told.email, o.told.language, o.told.postal) for o in file.orders] == [("", "", "")]
    assert [problem.field for problem in file.problems] == ["email", "language", "postal"]


def test_without_a_zone_a_time_says_its_own() -> None:
    assert read("order_id,placed_at,country", "A-1,2026-05-01 10:00,JP").problems == (
        Problem(2, "placed_at", "placed_at must be a time with its zone; or say --zone for times without one."),
    )


def test_a_row_that_cannot_be_split_spoils_only_itself() -> None:
    file = read("order_id,placed_at", 'A-1,"2026-05-01', "B-2,2026-05-01", defaults=TOKYO)
    assert [problem.line for problem in file.problems] == [2]
    assert [order.told.order_id for order in file.orders] == ["B-2"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no column for order_id"),
        (b"a,b\n1,2\n", "no column for order_id"),
        (b"order_id,b\n1,2\n", "no column for placed_at"),
        (b"\xff\xfe\x00", "neither UTF-8 nor Shift-JIS"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(raw: bytes, words: str) -> None:
    with pytest.raises(UnreadableOrderFile, match=words):
        read_order_file(raw, TOKYO)


def test_a_file_of_too_many_rows_is_to_be_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_file, "MAX_ROWS", 1)
    with pytest.raises(UnreadableOrderFile, match="Split it"):
        read("order_id,placed_at", "A-1,2026-05-01", "B-2,2026-05-01", defaults=TOKYO)
    monkeypatch.setattr(order_file, "MAX_BYTES", 10)
    with pytest.raises(UnreadableOrderFile, match="Split it"):
        read("order_id,placed_at", defaults=TOKYO)


def test_an_order_has_an_end() -> None:
    rows = [f"A-1,2026-05-01,SKU-{number},440100{number:06},S-1" for number in range(201)]
    file = read("order_id,placed_at,sku,tracking_number,shipment_id", *rows, defaults=TOKYO)
    assert [problem.field for problem in file.problems] == ["sku", "tracking_number"]


_cells = st.text(max_size=12) | st.sampled_from(
    ["A-1", "#2", "2026-05-01", "2026-05-01T10:00:00Z", "440100000115", "1", "JP"]
)


@given(rows=st.lists(st.lists(_cells, min_size=15, max_size=15), max_size=5))
def test_whatever_stands_in_a_file_it_is_read_or_reported(rows: list[list[str]]) -> None:
    try:
        file = read(HEADER, *(",".join(row) for row in rows), defaults=TOKYO)
    except (Invalid, UnicodeEncodeError):
        return
    assert all(problem.reason for problem in file.problems)


@pytest.mark.parametrize(
    ("written", "country", "phone"),
    [
        ("+81 90-1234-5678", "JP", "+819012345678"),
        ("＋８１９０１２３４５６７８", "JP", "+819012345678"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("090-1234-5678", "US", ""),
        ("03-0000-0000", "JP", ""),
        ("ask me", "JP", ""),
    ],
)
def test_a_telephone_number_is_kept_where_its_country_is_certain(written: str, country: str, phone: str) -> None:
    order = one("order_id,placed_at,country,電話番号", f"A-1,2026-05-01T10:00:00+09:00,{country},{written}")
    assert order.told.phone == phone


def test_an_articles_category_is_kept() -> None:
    order = one("order_id,placed_at,sku,商品カテゴリ", "A-1,2026-05-01,CUP-1,食器")
    assert order.told.lines == (OrderLine("CUP-1", "CUP-1", 1, "食器"),)
