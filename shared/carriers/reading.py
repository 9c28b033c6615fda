"""Readers for a carrier's JSON: each answers a value of the wanted type, or raises UnreadablePayload with its path.

Every reader takes the object, the key, and the object's own path ("result.tracking_details[3]", "" for the whole
body). A reader named `..._or_empty` or `..._or_none` takes an absent or null value as not said; the others refuse it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from shared import strict_json
from shared.carriers.carrier import UnreadablePayload
from shared.tracking.carrier_update import canonical_number

MAX_ITEMS = 1_000
"""Scans, or parcels, in one push."""
MAX_TEXT = 1_000
"""Characters in one value."""

Node = Mapping[str, object]

_CODE = re.compile(r"[A-Za-z0-9_./:-]{1,60}")
_TRACKING_NUMBER = re.compile(r"[A-Z0-9]{4,50}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_SHORTEST_MOMENT = len("2026-11-22T07:30")
_NOTHING: Node = {}


def path_of(path: str, key: str) -> str:
    """The path of a key within the object at `path`."""
    return f"{path}.{key}" if path else key


def unreadable(path: str, key: str, expected: str) -> UnreadablePayload:
    """The error for a value that is not what was expected. Never quotes the value, which may be personal."""
    field = path_of(path, key)
    return UnreadablePayload(f"{field} must be {expected}.", field=field)


def document(body: bytes) -> Node:
    """The whole body, which must be one JSON object."""
    value = strict_json.loads(body)
    if not isinstance(value, dict):
        raise UnreadablePayload("The body must be a JSON object.")
    return value


def node(parent: Node, key: str, path: str) -> Node:
    """An object."""
    value = parent.get(key)
    if not isinstance(value, dict):
        raise unreadable(path, key, "an object")
    return value


def node_or_empty(parent: Node, key: str, path: str) -> Node:
    """An object, {} when not said."""
    return _NOTHING if parent.get(key) is None else node(parent, key, path)


def nodes(parent: Node, key: str, path: str) -> list[tuple[str, Node]]:
    """A list of objects, each with its own path."""
    values = parent.get(key)
    if not isinstance(values, list) or len(values) > MAX_ITEMS:
        raise unreadable(path, key, f"a list of at most {MAX_ITEMS} objects")
    place = path_of(path, key)
    found = [(f"{place}[{index}]", value) for index, value in enumerate(values)]
    for item, value in found:
        if not isinstance(value, dict):
            raise UnreadablePayload(f"{item} must be an object.", field=item)
    return found


def nodes_or_empty(parent: Node, key: str, path: str) -> list[tuple[str, Node]]:
    """A list of objects, each with its own path; [] when not said."""
    return [] if parent.get(key) is None else nodes(parent, key, path)


def text(parent: Node, key: str, path: str) -> str:
    """Text without blanks around it, at least one character."""
    value = text_or_empty(parent, key, path)
    if not value:
        raise unreadable(path, key, "text, and not empty")
    return value


def text_or_empty(parent: Node, key: str, path: str) -> str:
    """Text without blanks around it, "" when not said."""
    value = parent.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise unreadable(path, key, f"text of at most {MAX_TEXT} characters")
    return value.strip()


def code(written: str) -> str:
    """A carrier's code as it stands, or a digest of it where it is words: they may name a person.

    Codes are logged and published; words stay in the checkpoint's message. The same words give the same code.
    """
    return written if _CODE.fullmatch(written) else code_of_words(written)


def code_of_words(written: str) -> str:
    """A code for a scan whose carrier sends words only."""
    return f"text:{hashlib.sha256(written.encode('utf-8', 'backslashreplace')).hexdigest()[:12]}"


def tracking_number(parent: Node, key: str, path: str) -> str:
    """A tracking number as we write it."""
    written = text(parent, key, path)
    number = canonical_number(written)
    if not written.isascii() or not _TRACKING_NUMBER.fullmatch(number):  # capitals of "ß" are ASCII
        raise unreadable(path, key, "a tracking number: 4 to 50 letters and digits")
    return number


def country_or_empty(parent: Node, key: str, path: str) -> str:
    """An ISO 3166-1 alpha-2 code; "" when not said, or said in another way (a country's name is no code)."""
    code = text_or_empty(parent, key, path)
    return code.upper() if _COUNTRY.fullmatch(code) else ""


def moment(parent: Node, key: str, path: str) -> tuple[datetime, bool]:
    """An ISO 8601 date and time as aware UTC; True beside it when it had no offset and UTC was assumed.

    UTC, and not the offset of a neighbouring scan: the time is part of a scan's identity, so the same words must give
    the same time whichever scans happen to travel along. Fractions finer than a microsecond are cut off.
    """
    written = text(parent, key, path)
    try:
        read = datetime.fromisoformat(written)
        zoned = read.tzinfo is not None
        at = read.astimezone(UTC) if zoned else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise unreadable(path, key, "an ISO 8601 date and time") from None
    # A date alone is no scan time, and the years outside are how programs write "none" (0001, 1970, 9999).
    if len(written) < _SHORTEST_MOMENT or not 2000 <= at.year < 2100:
        raise unreadable(path, key, "an ISO 8601 date and time from 2000 to 2099")
    return at, not zoned


def day_or_none(parent: Node, key: str, path: str) -> date | None:
    """The day of an ISO 8601 date, or of a date and time in the zone it was written in; None when not said."""
    written = text_or_empty(parent, key, path)
    if not written:
        return None
    try:
        return date.fromisoformat(written[: len("2026-11-22")])
    except ValueError:
        raise unreadable(path, key, "an ISO 8601 date") from None
