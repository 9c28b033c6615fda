"""Files of scans that somebody put down: imported, and their problems told beside them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from shared.carriers.ports import FileTooLarge
from shared.carriers.scan_files.import_scan_file import MisplacedFile, import_scan_file, problems_path, scans_path
from shared.carriers.scan_files.receive_file import ReceivedFile, TakesNoFiles, UnknownNotation
from shared.carriers.scan_files.scan_file import MAX_BYTES, UnreadableScanFile
from shared.errors import Invalid, Unavailable
from tests.fakes import InMemoryFiles, Published

STORED_AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
"""In Tokyo half past midnight, on the 25th."""
NOW = datetime(2027, 3, 1, tzinfo=UTC)
PATH = "scans/yamato/2026/冬.csv"
GOOD = "伝票番号,状態,日付\n440100000115,配達中,11/24 08:04\n".encode("cp932")
BAD_ROW = GOOD + "x,見本太郎,11/24 08:04\n".encode("cp932")


@pytest.fixture
def files() -> InMemoryFiles:
    return InMemoryFiles(STORED_AT)


@pytest.fixture
def bus() -> Published:
    return Published()


def imported(files: InMemoryFiles, bus: Published, content: bytes = GOOD, path: str = PATH) -> ReceivedFile:
    files.files[path] = content
    return import_scan_file(files, bus, path, merchant_id="hanare", now=NOW)


def test_a_files_updates_are_published_and_the_file_stays(files: InMemoryFiles, bus: Published) -> None:
    received = imported(files, bus)
    assert [event.data["carrier"] for event in bus.events] == ["yamato"]
    assert received.rows == 1
    assert files.files == {PATH: GOOD}


def test_its_day_is_the_one_on_which_it_was_put_there(files: InMemoryFiles, bus: Published) -> None:
    imported(files, bus)
    assert json.loads(bus.events[0].data["payload"])["as_of"] == "2026-11-25"


def test_importing_it_again_publishes_the_same(files: InMemoryFiles, bus: Published) -> None:
    imported(files, bus), imported(files, bus)
    one, other = bus.events
    assert one.metadata.event_id == other.metadata.event_id


def test_its_problems_are_told_in_a_file_and_quote_nothing(files: InMemoryFiles, bus: Published) -> None:
    imported(files, bus, BAD_ROW)
    told = files.files["problems/yamato/2026/冬.csv.json"]
    assert json.loads(told)["problems"] == [
        {
            "line": 3,
            "field": "tracking_number",
            "reason": "tracking_number must be a tracking number: 4 to 50 letters and digits.",
        }
    ]
    assert "見本" not in told.decode()


def test_a_mended_file_takes_the_problems_of_the_one_before_away(files: InMemoryFiles, bus: Published) -> None:
    imported(files, bus, BAD_ROW)
    imported(files, bus, GOOD)
    assert set(files.files) == {PATH}


def test_problems_are_told_only_once_the_rest_is_published(files: InMemoryFiles) -> None:
    class Down(Published):
        def publish(self, events: object) -> None:
            raise Unavailable("down")

    with pytest.raises(Unavailable):
        imported(files, Down(), BAD_ROW)
    assert set(files.files) == {PATH}


@pytest.mark.parametrize(
    ("path", "content", "refusal"),
    [
        ("scans/pigeon/a.csv", GOOD, MisplacedFile),
        ("scans/a.csv", GOOD, MisplacedFile),
        ("problems/yamato/a.csv.json", GOOD, MisplacedFile),
        ("scans/fedex/a.csv", GOOD, TakesNoFiles),
        ("scans/yamato/a.xlsx", GOOD, UnknownNotation),
        ("scans/yamato/csv/a", GOOD, UnknownNotation),
        ("scans/yamato/a.csv", b"", UnreadableScanFile),
        ("scans/yamato/a.csv", b"x" * (MAX_BYTES + 1), FileTooLarge),
    ],
)
def test_what_cannot_be_imported_is_invalid_and_stays(
    files: InMemoryFiles, bus: Published, path: str, content: bytes, refusal: type[Invalid]
) -> None:
    with pytest.raises(refusal) as refused:
        imported(files, bus, content, path)
    assert isinstance(refused.value, Invalid)
    assert (set(files.files), bus.events) == ({path}, [])


def test_capitals_at_the_end_of_a_name_do_not_matter(files: InMemoryFiles, bus: Published) -> None:
    assert imported(files, bus, path="scans/sagawa/SCANS.CSV").rows == 1


def test_a_folder_is_no_file(files: InMemoryFiles, bus: Published) -> None:
    assert imported(files, bus, b"", "scans/yamato/") == ReceivedFile()


def test_paths_are_spelled_in_one_way() -> None:
    path = scans_path("yamato", "a.csv")
    assert (path, problems_path(path)) == ("scans/yamato/a.csv", "problems/yamato/a.csv.json")
