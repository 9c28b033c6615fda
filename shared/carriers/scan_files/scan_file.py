"""A scan file: the CSV with which a shop, its warehouse or its carrier tells what happened to parcels, made into drops.

Documented in docs/scan-files.md: a header row in Japanese or English, then one scan a row. UTF-8 with or without a
byte order mark, or Shift-JIS as Windows writes it (code page 932). Nothing of a file is lost for its bad rows: each is
reported with its line, and the others are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import drop, fields
from shared.carriers.reading.status_words import vocabulary
from shared.csv_rows import cell, decoded, plain_name, records
from shared.errors import Invalid

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_DROP_BYTES = 100 * 1024
"""What a drop may weigh: it travels as the payload of one event."""

_HEADERS = """
tracking_number 伝票番号 送り状番号 お問い合わせ番号 追跡番号 お問い合せ番号 お問合せ番号 問い合わせ番号 問合せ番号
tracking_number お問い合わせ伝票番号 お問い合せ伝票番号 お問い合わせ送り状番号 お問い合せ送り状番号 荷物番号 原票番号
tracking_number 伝票no 送り状no 追跡no 原票no お問い合わせno お問い合せno お問合せno お問い合わせ送り状no
tracking_number お問い合せ送り状no trackingnumber trackingno trackingcode
status 状態 ステータス 荷物状況 配送状況 配達状況 輸送状況 配送ステータス 配達ステータス 最新状況 最新荷物状況
status 配送履歴 状況 status
date 日付 日時 年月日 状態発生日 発生日 発生日時 処理日 処理日時 date datetime occurredat
time 時刻 時間 処理時刻 time
office 営業所 営業所名 取扱店 取扱店名 取扱営業所 担当店 担当店名 担当営業所 取扱局 取扱局名 担当局
office 支店 店所 office location
region 都道府県 都道府県等 県名 region prefecture
country 国 国コード country countrycode
ship_date 出荷日 発送日 出荷年月日 集荷日 shipdate shippeddate dateshipped
estimated_delivery 届け予定日 お届け予定日 届け予定日時 お届け予定日時 配達予定日 配達予定日時 到着予定日
estimated_delivery estimateddelivery estimateddeliverydate
message 備考 詳細 メッセージ 摘要 message note remarks
"""
"""On each line a field, and what its column may be called: in small letters, without blanks, hyphens and the like."""

_FIELDS = {name: field for field, *names in map(str.split, _HEADERS.strip().splitlines()) for name in names}
_SHIPS_WITHOUT = frozenset({"estimated_delivery", "message"})
"""What a scan is told without, where it cannot be read: the problem is reported, and the scan kept."""

_LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands where a program took bytes for another encoding than theirs; API Gateway does so with text."""

_UNREAD = vocabulary({})
"""What the statuses mean is read with the drop: every carrier has its own words, and a file may hold any."""


class UnreadableScanFile(Invalid):
    """The whole file is not what docs/scan-files.md describes."""

    code = "unreadable_scan_file"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row. Never quotes what stands there, which may be personal."""

    line: int
    """The file's line on which the row begins, the header being on the first; of a drop, which of its scans, from 1."""
    field: str
    """"" where the whole row is meant."""
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row's values by the names of the drop's fields; those without a value are left out."""

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A file's rows as they stand there, and which lines are no rows."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    as_of: date | None = None
    """The day that the file itself says it is of."""


@dataclass(frozen=True, slots=True)
class Drops:
    """What a file became."""

    bodies: tuple[bytes, ...]
    """Drops of at most MAX_DROP_BYTES each, in the file's order."""
    scans: int
    """How many scans they hold together."""
    problems: tuple[Problem, ...]
    """By line."""


def drops_of(file: ScanFile, *, as_of: date | None = None) -> Drops:
    """A file's rows as the bodies of drops, and the problems of those that cannot be one's scan.

    `as_of` is the day on which the file was made, in Tokyo, where the file does not say: it tells the year of days that
    are written without one, where no ship date does. The same file and day give the same bodies.
    """
    day = file.as_of or as_of
    problems = list(file.problems)
    scans: list[bytes] = []
    for row in file.rows:
        scan, wrong = _scan_of(row, day)
        problems.extend(wrong)
        if scan is not None:
            scans.append(json.dumps(scan, ensure_ascii=False, separators=(",", ":")).encode())
    return Drops(tuple(_bodies(scans, day)), len(scans), tuple(sorted(problems, key=lambda problem: problem.line)))


def read_scan_file(raw: bytes) -> ScanFile:
    """Rows by field, whatever the columns are called and however they are ordered; raises UnreadableScanFile."""
    rows_read = records(text_of(raw))
    columns = _columns(next(rows_read, (1, None))[1])
    rows: list[Row] = []
    problems: list[Problem] = []
    for count, (line, record) in enumerate(rows_read, start=1):
        if count > MAX_ROWS:
            raise UnreadableScanFile(f"The file has more than {MAX_ROWS} rows. Split it.")
        if record is None:
            problems.append(
                Problem(line, "", "The row cannot be split into cells: a quotation mark is unclosed or misplaced.")
            )
            continue
        values = {field: value for index, field in columns if index < len(record) and (value := cell(record[index]))}
        if values:
            rows.append(Row(line, values))
    return ScanFile(tuple(rows), tuple(problems))


def text_of(raw: bytes) -> str:
    """The file's characters, without a byte order mark; raises UnreadableScanFile."""
    if len(raw) > MAX_BYTES:
        raise UnreadableScanFile(f"The file is larger than {MAX_BYTES} bytes. Split it.")
    text = decoded(raw)
    if text is None:
        raise UnreadableScanFile("The file is neither UTF-8 nor Shift-JIS.")
    return text


def _columns(header: Sequence[str] | None) -> list[tuple[int, str]]:
    """Which column holds which field. Of two that hold the same, the first counts."""
    columns: dict[str, int] = {}
    for index, name in enumerate(header or ()):
        field = _FIELDS.get(plain_name(name))
        if field is not None:
            columns.setdefault(field, index)
    for field in ("tracking_number", "status", "date"):
        if field not in columns:
            names = ", ".join([name for name in _FIELDS if _FIELDS[name] == field][:4])
            raise UnreadableScanFile(f"The header has no column for {field}, such as {names}.", field=field)
    return [(index, field) for field, index in columns.items()]


def _scan_of(row: Row, as_of: date | None) -> tuple[dict[str, object] | None, list[Problem]]:
    """The row as a drop's scan, None where it cannot be one, and what is wrong with it."""
    scan = dict(row.values)
    problems: list[Problem] = []
    while True:
        try:
            _refuse_lost(scan)
            drop.read_scan(scan, "", as_of, _UNREAD)
        except UnreadablePayload as refusal:
            field = refusal.field or ""
            problems.append(Problem(row.line, field, refusal.detail))
            if field not in _SHIPS_WITHOUT:
                return None, problems
            del scan[field]
        else:
            return scan, problems


def _refuse_lost(scan: fields.Node) -> None:
    for field, value in scan.items():
        if isinstance(value, str) and _LOST in value:
            raise fields.unreadable("", field, "text whose characters were not lost in a conversion (U+FFFD)")


def _bodies(scans: list[bytes], as_of: date | None) -> Iterator[bytes]:
    """Scans packed into drops in their order: as many as weigh no more than a drop may."""
    begin = b'{"as_of":"%s","scans":[' % as_of.isoformat().encode() if as_of else b'{"scans":['
    end = b"]}"
    packed: list[bytes] = []
    weight = len(begin) + len(end)
    for scan in scans:
        if packed and (weight + len(scan) + 1 > MAX_DROP_BYTES or len(packed) == fields.MAX_ITEMS):
            yield begin + b",".join(packed) + end
            packed, weight = [], len(begin) + len(end)
        packed.append(scan)
        weight += len(scan) + 1
    if packed:
        yield begin + b",".join(packed) + end
