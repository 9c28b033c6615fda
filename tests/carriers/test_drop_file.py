"""Drops as files: what a push must not be, a file may."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.adapters.yamato import CARRIER
from shared.carriers.scan_files.drop_file import read_drop_file
from shared.carriers.scan_files.scan_file import MAX_ROWS, UnreadableScanFile, drops_of
from shared.strict_json import MalformedJson

SCAN = {"tracking_number": "4401-0000-0115", "status": "配達中", "date": "11/24", "time": "08:04"}
AS_OF = date(2026, 11, 25)


def file(*scans: Any, **around: Any) -> bytes:
    return json.dumps({"scans": scans} | around, ensure_ascii=False).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_drop_reads_the_same_as_a_file_and_as_a_push(encoding: str) -> None:
    text = file(SCAN, as_of="2026-11-25").decode()
    drops = drops_of(read_drop_file(text.encode(encoding)))
    assert (drops.scans, drops.problems) == (1, ())
    assert CARRIER.parse(drops.bodies[0]) == CARRIER.parse(text.encode())


def test_the_day_that_the_drop_says_counts_before_that_of_its_file() -> None:
    raw = file(SCAN | {"date": "12/31"}, as_of="2026-01-02")
    drops = drops_of(read_drop_file(raw), as_of=date(2027, 1, 2))
    assert CARRIER.parse(drops.bodies[0])[0].checkpoints[0].occurred_at.year == 2025


def test_good_scans_are_not_lost_for_bad_ones_and_each_is_counted_from_one() -> None:
    bad = [SCAN | {"date": "昨日"}, "scan", SCAN | {"status": 7}, SCAN | {"message": ["x"]}]
    drops = drops_of(read_drop_file(file(SCAN, *bad)), as_of=AS_OF)
    assert [(problem.line, problem.field) for problem in drops.problems] == [
        (2, "date"),
        (3, ""),
        (4, "status"),
        (5, "message"),
    ]
    assert drops.scans == 2


def test_what_a_drop_has_no_field_for_goes_no_further() -> None:
    drops = drops_of(read_drop_file(file(SCAN | {"recipient": "見本太郎"}, sender="見本花子")), as_of=AS_OF)
    assert json.loads(drops.bodies[0]) == {"as_of": "2026-11-25", "scans": [SCAN]}


def test_a_file_may_hold_more_scans_than_one_drop() -> None:
    drops = drops_of(read_drop_file(file(*[SCAN] * 2500)), as_of=AS_OF)
    assert (drops.scans, len(drops.bodies)) == (2500, 3)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"[]", None),
        (b"{}", "scans"),
        (b'{"scans":{}}', "scans"),
        (b'{"scans":[' + b"0," * MAX_ROWS + b"0]}", "scans"),
        (file(as_of="11/24"), "as_of"),
        (file(as_of=20261124), "as_of"),
        (b"\x81", None),
    ],
)
def test_a_file_that_is_no_drop_is_refused_as_a_whole(raw: bytes, field: str | None) -> None:
    with pytest.raises(UnreadableScanFile) as refused:
        read_drop_file(raw)
    assert refused.value.field == field


def test_a_file_that_is_not_json_is_refused() -> None:
    with pytest.raises(MalformedJson):
        read_drop_file("送り状番号,荷物状況".encode("cp932"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([*SCAN.values()]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*SCAN, "message"]), inner, max_size=5),
    max_leaves=8,
)


@given(st.lists(values, max_size=5), values)
def test_whatever_a_file_holds_its_drops_are_read(scans: list[Any], as_of: Any) -> None:
    try:
        found = read_drop_file(file(SCAN, *scans, as_of=as_of))
    except (UnreadableScanFile, MalformedJson):
        return
    drops = drops_of(found, as_of=AS_OF)
    read = sum(len(update.checkpoints) for body in drops.bodies for update in CARRIER.parse(body))
    assert read == drops.scans >= 1
