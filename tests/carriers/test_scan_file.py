"""Scan files: their encodings, headers and rows, and the drops they become."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.adapters.yamato import CARRIER
from shared.carriers.scan_files import scan_file
from shared.carriers.scan_files.scan_file import MAX_DROP_BYTES, Problem, UnreadableScanFile, drops_of, read_scan_file
from shared.tracking.checkpoint import Place
from shared.tracking.detail import Detail

HEADER = "送り状番号,荷物状況,日付,時刻,担当店,都道府県,出荷日,お届け予定日,備考"
ROW = "4401-0000-0115,持戻（ご不在）,11/24,15:32,髙輪センター①,東京都,2026-11-22,11/25,㈱見本の荷物"
AS_OF = date(2026, 11, 25)


def read(raw: bytes, as_of: date | None = None) -> tuple[list[bytes], list[Problem]]:
    drops = drops_of(read_scan_file(raw), as_of=as_of)
    return list(drops.bodies), list(drops.problems)


def file(*rows: str, header: str = HEADER, end: str = "\r\n") -> str:
    return end.join((header, *rows)) + end


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_reads_the_same_in_every_encoding_and_with_every_line_end(encoding: str, end: str) -> None:
    bodies, problems = read(file(ROW, end=end).encode(encoding), as_of=AS_OF)
    assert problems == []
    (update,) = CARRIER.parse(bodies[0])
    (checkpoint,) = update.checkpoints
    assert checkpoint.detail is Detail.NOBODY_HOME
    assert checkpoint.place == Place("髙輪センター①", "東京都", "", "JP")
    assert checkpoint.message == "持戻（ご不在） ㈱見本の荷物"
    assert update.carrier_estimate == date(2026, 11, 25)


def test_the_file_of_the_guide_is_read_without_a_problem() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "scan-files.md").read_text("utf-8")
    csv = guide.split("```csv\n")[1].split("```")[0]
    bodies, problems = read(csv.encode("cp932"), as_of=AS_OF)
    assert problems == []
    assert sum(len(update.checkpoints) for body in bodies for update in CARRIER.parse(body)) == csv.count("\n") - 1
    assert all(not scan.is_unknown for body in bodies for update in CARRIER.parse(body) for scan in update.checkpoints)


@pytest.mark.parametrize(
    "header",
    [
        "伝票番号,状態,日時,office",
        "お問い合わせ番号,ステータス,年月日,営業所",
        "追跡番号,配送状況,日付,取扱局",
        "お問い合せ送り状No.,荷物状況,日 時,取扱店",
        "Tracking Number,STATUS,date,location",
        "tracking_number,status,date,office",
        '"送り状番号","状態","日付","担当店"',
        " ﾄﾞﾗｲﾊﾞｰ ,status,date,office,追跡番号",
    ],
)
def test_a_header_may_be_japanese_or_english(header: str) -> None:
    values = "4401-0000-0115,輸送中,2026/11/24 15:32,見本ベース"
    row = "x,輸送中,2026/11/24 15:32,見本ベース,4401-0000-0115" if "ﾄﾞ" in header else values
    (found,) = read_scan_file(file(row, header=header).encode()).rows
    assert found.values == {
        "tracking_number": "4401-0000-0115",
        "status": "輸送中",
        "date": "2026/11/24 15:32",
        "office": "見本ベース",
    }


def test_columns_nobody_documented_and_cells_without_a_value_are_left_out() -> None:
    found = read_scan_file(
        file("4401-0000-0115,見本太郎,輸送中,11/24,", header="伝票番号,お届け先名,状態,日付,時刻").encode()
    )
    assert found.rows[0].values == {"tracking_number": "4401-0000-0115", "status": "輸送中", "date": "11/24"}


def test_of_two_columns_for_the_same_the_first_counts() -> None:
    found = read_scan_file(file("4401-0000-0115,輸送中,11/24,11/25", header="伝票番号,状態,日付,日時").encode())
    assert found.rows[0].values["date"] == "11/24"


def test_excels_way_to_keep_a_number_is_taken_off() -> None:
    bodies, problems = read(file('="440100000115",輸送中,2026/11/24 15:32').encode())
    assert problems == []
    assert CARRIER.parse(bodies[0])[0].parcel.tracking_number == "440100000115"


def test_a_quoted_cell_may_hold_commas_quotes_and_line_breaks() -> None:
    row = '4401-0000-0115,輸送中,11/24,15:32,,,2026-11-22,,"一行目,\r\n""二行目"""'
    bodies, problems = read(file(row, ROW).encode("cp932"))
    assert problems == []
    (update,) = CARRIER.parse(bodies[0])
    assert update.checkpoints[0].message == '輸送中 一行目, "二行目"'
    assert len(update.checkpoints) == 2


def test_good_rows_are_not_lost_for_bad_ones_and_each_bad_one_is_reported_with_its_line() -> None:
    bodies, problems = read(
        file(
            ROW,
            '4401-0000-0126,輸送中,11/24,15:32,,,2026-11-22,,"二行に\r\nわたる備考"',
            "4.401E+11,輸送中,11/24,15:32,,,2026-11-22,,",  # line 5
            "",
            "4401-0000-0130,,11/24,15:32,,,2026-11-22,,",
            "4401-0000-0130,輸送中,11/24,,,,2026-11-22,,",
            "4401-0000-0130,輸送中,13/45,15:32,,,2026-11-22,,",
            '4401-0000-0130,"輸送中,11/24,15:32,,,2026-11-22,,',
            ROW.replace("15:32", "16:00"),
        ).encode(),
    )
    assert [(problem.line, problem.field) for problem in problems] == [
        (5, "tracking_number"),
        (7, "status"),
        (8, "time"),
        (9, "date"),
        (10, ""),
    ]
    assert sum(len(update.checkpoints) for update in CARRIER.parse(bodies[0])) == 3


def test_an_estimate_that_cannot_be_read_is_reported_and_its_scan_kept() -> None:
    bodies, problems = read(file(ROW.replace("11/25", "本日中")).encode())
    assert [(problem.line, problem.field) for problem in problems] == [(2, "estimated_delivery")]
    (update,) = CARRIER.parse(bodies[0])
    assert (len(update.checkpoints), update.carrier_estimate) == (1, None)


def test_characters_that_were_lost_on_the_way_are_no_words_of_the_carrier() -> None:
    bodies, problems = read(
        file(ROW.replace("持戻", "\ufffd\ufffd"), ROW.replace("㈱", "\ufffd"), ROW.replace("15:32", "16:00")).encode(),
        as_of=AS_OF,
    )
    assert [(problem.line, problem.field) for problem in problems] == [(2, "status"), (3, "message")]
    (update,) = CARRIER.parse(bodies[0])
    assert [scan.message for scan in update.checkpoints] == ["持戻（ご不在）", "持戻（ご不在） ㈱見本の荷物"]


def test_a_problem_does_not_quote_the_row() -> None:
    _, problems = read(file("見本太郎,輸送中,見本太郎,15:32").encode())
    assert problems
    assert not any("見本" in problem.reason for problem in problems)


def test_days_without_a_year_are_told_by_the_files_day_where_no_ship_date_does() -> None:
    row = "4401-0000-0115,輸送中,12/31 23:50"
    bodies, problems = read(file(row).encode(), as_of=date(2027, 1, 2))
    assert problems == []
    assert json.loads(bodies[0])["as_of"] == "2027-01-02"
    assert CARRIER.parse(bodies[0])[0].checkpoints[0].occurred_at.year == 2026
    assert read(file(row).encode()) == (
        [],
        [Problem(2, "date", "date must be a day with its year, or have a ship_date or the drop's as_of beside it.")],
    )


def test_a_long_file_becomes_several_drops_none_too_heavy_and_none_with_too_many_scans() -> None:
    rows = [f"4401-{index:08d},輸送中,2026-11-24,15:32,見本ベース" for index in range(2500)]
    bodies, problems = read(file(*rows).encode("cp932"), as_of=AS_OF)
    assert problems == []
    assert all(len(body) <= MAX_DROP_BYTES for body in bodies)
    numbers = [update.parcel.tracking_number for body in bodies for update in CARRIER.parse(body)]
    assert numbers == [f"4401{index:08d}" for index in range(2500)]


def test_heavy_rows_fill_a_drop_to_its_brim() -> None:
    rows = [f"{row},{'備' * 990}" for row in [ROW.rsplit(",", 1)[0]] * 100]
    bodies, _ = read(file(*rows).encode(), as_of=AS_OF)
    assert [len(json.loads(body)["scans"]) for body in bodies] == [32, 32, 32, 4]
    assert all(MAX_DROP_BYTES - 3300 < len(body) <= MAX_DROP_BYTES for body in bodies[:-1])


def test_a_file_without_rows_is_no_drop() -> None:
    assert read(file().encode()) == ([], [])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "tracking_number"),
        (b"\r\n\r\n", "tracking_number"),
        (file(ROW).encode("utf-16"), "neither UTF-8 nor Shift-JIS"),
        (b"\x81\x00\xff", "neither UTF-8 nor Shift-JIS"),
        (ROW.encode(), "tracking_number"),
        ("伝票番号,日付".encode(), "status"),
        ("伝票番号,状態".encode(), "date"),
        (b'"', "tracking_number"),
        (b"x" * (scan_file.MAX_BYTES + 1), "larger"),
        (file(*[ROW] * (scan_file.MAX_ROWS + 1)).encode("cp932"), "more than 20000 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableScanFile, match=reason):
        read(raw)


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(read_scan_file(file(*[ROW] * scan_file.MAX_ROWS).encode("cp932")).rows) == scan_file.MAX_ROWS


@given(st.text(st.characters(codec="utf-8"), max_size=200) | st.text('",\r\n=4 輸送中/:', max_size=200))
def test_whatever_a_file_holds_its_drops_are_read(text: str) -> None:
    try:
        bodies, _ = read(file(ROW, text, ROW).encode(), as_of=AS_OF)
    except UnreadableScanFile:
        return
    for body in bodies:
        CARRIER.parse(body)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_read_or_refused(raw: bytes) -> None:
    try:
        read(file(ROW).encode() + raw)
    except UnreadableScanFile:
        return
