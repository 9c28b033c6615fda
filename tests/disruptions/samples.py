"""Advisories that tests talk about: the files of events/advisories/."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from shared.disruptions.advisory import Ignored, Report
from shared.disruptions.cap import read_cap
from shared.disruptions.plain import PlainAdvisory, read_plain

FOLDER = Path(__file__).parents[2] / "events" / "advisories"
THEN = datetime(2026, 1, 20, 0, 0, tzinfo=UTC)
"""When the files' advisories are read."""


def raw(name: str, **changes: str) -> bytes:
    """A file, with the content of some elements changed."""
    text = (FOLDER / name).read_text("utf-8")
    for element, content in changes.items():
        before, _, rest = text.partition(f"<{element}>")
        text = f"{before}<{element}>{content}</{element}>{rest.partition(f'</{element}>')[2]}"
    return text.encode()


def alert(name: str, **changes: str) -> Report | Ignored:
    """A CAP file, read."""
    return read_cap(raw(f"{name}.xml", **changes))


def plain(name: str, **changes: object) -> Report:
    """A plain file, read."""
    return said(PlainAdvisory.model_validate_json(raw(f"{name}.json")).model_dump(by_alias=True) | changes)


def said(fields: dict[str, object]) -> Report:
    """Plain fields, read at THEN."""
    return read_plain(PlainAdvisory.model_validate(fields), THEN)
