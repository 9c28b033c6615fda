"""Receive a file of scans, of a carrier that pushes nothing, and put it into events' words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from shared.carriers.reading.drop import TOKYO
from shared.carriers.receive_update import event_of
from shared.carriers.registry import carrier
from shared.carriers.scan_files.drop_file import read_drop_file
from shared.carriers.scan_files.scan_file import Problem, ScanFile, drops_of, read_scan_file
from shared.errors import Invalid
from shared.eventing.envelope import Event

_READERS: Mapping[str, Callable[[bytes], ScanFile]] = {"csv": read_scan_file, "json": read_drop_file}


class TakesNoFiles(Invalid):
    """The carrier reports in another way."""

    code = "takes_no_files"


class InvalidDay(Invalid):
    """The file's day is not written as one."""

    code = "invalid_day"


class UnknownNotation(Invalid):
    """The file is said to be something else than CSV or JSON."""

    code = "unknown_notation"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What a file became."""

    events: tuple[Event, ...] = ()
    """One `CarrierUpdateReceived` per drop, in the file's order."""
    rows: int = 0
    """How many of its rows they hold."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the others, by line."""

    def summary(self, at_most: int | None = None) -> dict[str, object]:
        """What the sender is told, with the first `at_most` problems; it quotes nothing of the file."""
        return {
            "accepted_rows": self.rows,
            "updates": len(self.events),
            "problem_count": len(self.problems),
            "problems": [asdict(problem) for problem in self.problems[:at_most]],
        }


def file_day(written: str) -> date:
    """The day of a file as its sender writes it, `2026-11-25`; raises InvalidDay."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = date.min
    if day.isoformat() != written or not 2000 <= day.year < 2100:
        raise InvalidDay("Write the file's day as YYYY-MM-DD, from 2000 to 2099.", field="as_of")
    return day


def receive_file(
    slug: str, raw: bytes, *, notation: str, merchant_id: str, now: datetime, as_of: date | None = None
) -> ReceivedFile:
    """The events of a file in `notation` ("csv" or "json") about parcels of the carrier `slug`.

    `as_of` is the day on which the file was made, in Tokyo; today where nobody says. The same file and day give the
    same event ids, so a file that is sent twice changes nothing. Raises UnknownCarrier, TakesNoFiles, UnknownNotation,
    UnreadableScanFile and MalformedJson.
    """
    sender = carrier(slug)
    if not sender.drops:
        raise TakesNoFiles("This carrier's scans are not taken as files: it pushes, or is asked.", field="carrier")
    if notation not in _READERS:
        raise UnknownNotation("A file is CSV or JSON: name it so in Content-Type, or at the end of its name.")
    drops = drops_of(_READERS[notation](raw), as_of=as_of or now.astimezone(TOKYO).date())
    return ReceivedFile(
        events=tuple(event_of(sender, body, merchant_id=merchant_id, now=now) for body in drops.bodies),
        rows=drops.scans,
        problems=drops.problems,
    )
