"""Import a file of scans that somebody put down at `scans/<carrier>/<any name>.csv` (or `.json`)."""

from __future__ import annotations

import json
from datetime import datetime

from shared.carriers.ports import Bus, Files
from shared.carriers.reading.drop import TOKYO
from shared.carriers.registry import UnknownCarrier
from shared.carriers.scan_files.receive_file import ReceivedFile, receive_file
from shared.carriers.scan_files.scan_file import MAX_BYTES
from shared.errors import Invalid

SCANS = "scans/"
PROBLEMS = "problems/"


class MisplacedFile(Invalid):
    """The file's path does not say of which carrier it is."""

    code = "misplaced_file"


def scans_path(slug: str, name: str) -> str:
    """Where a file of scans of the carrier `slug` is put."""
    return f"{SCANS}{slug}/{name}"


def problems_path(path: str) -> str:
    """Where the problems of the file at `path` are told."""
    return f"{PROBLEMS}{path.removeprefix(SCANS)}.json"


def import_scan_file(files: Files, bus: Bus, path: str, *, merchant_id: str, now: datetime) -> ReceivedFile:
    """Publish the file's updates, and tell its problems in a file at `problems_path`: no file, no problems.

    The file's day is that in Tokyo on which it was put there, so importing it again gives the same events. A path that
    ends with "/" is what S3's console makes for a folder: nothing to read. Raises MisplacedFile, FileTooLarge, and what
    is Invalid for `receive_file`; the file stays where it is.
    """
    if path.endswith("/"):
        return ReceivedFile()
    slug, notation = _carrier_and_notation(path)
    file = files.read(path, MAX_BYTES)
    day = file.stored_at.astimezone(TOKYO).date()
    try:
        received = receive_file(slug, file.raw, notation=notation, merchant_id=merchant_id, now=now, as_of=day)
    except UnknownCarrier as unknown:
        raise MisplacedFile(unknown.detail, field="carrier") from None
    bus.publish(received.events)
    if received.problems:
        files.write(problems_path(path), json.dumps(received.summary(), ensure_ascii=False, indent=1).encode())
    else:
        files.remove(problems_path(path))
    return received


def _carrier_and_notation(path: str) -> tuple[str, str]:
    slug, slash, name = path.removeprefix(SCANS).partition("/")
    if not path.startswith(SCANS) or not slash:
        raise MisplacedFile(f"Put files of scans at {SCANS}<carrier>/<any name>.csv, or .json.")
    return slug, name.rpartition(".")[2].lower()
