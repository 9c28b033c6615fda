"""Readers for a carrier's JSON or XML: each answers a value of the wanted type, or raises UnreadablePayload.

Every reader takes the object, the key, and the object's own path ("result.tracking_details[3]", "" for the whole
body), which stands in the refusal. A reader named `..._or_empty` or `..._or_none` takes an absent or null value as not
said; the others refuse it. For XML, read by `strict_xml`, `repeated` is what `nodes_or_empty` is for JSON.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo

from shared import strict_json, strict_xml
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading.place_zone import zone_of_place
from shared.tracking.carrier_update import canonical_number
from shared.tracking.checkpoint import NOWHERE, Place

MAX_ITEMS = 1_000
"""Scans, or parcels, in one push."""
MAX_TEXT = 1_000
"""Characters in one value."""

Node = Mapping[str, object]

_CODE = re.compile(r"[A-Za-z0-9_./:-]{1,60}")
_TRACKING_NUMBER = re.compile(r"[A-Z0-9]{4,50}")
_SHORTEST_MOMENT = len("2026-11-22T07:30")
_NOTHING: Node = {}
_DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
_GRAMS = {"g": 1.0, "kg": 1000.0, "kgs": 1000.0, "lb": 453.59237, "lbs": 453.59237, "oz": 28.349523125}
_TEN_TONNES = 10_000_000


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


def xml_document(body: bytes, root: str) -> Node:
    """The content of an XML body, whose root element must be called `root` (without its namespace's prefix)."""
    found = strict_xml.loads(body)
    if root not in found:
        raise UnreadablePayload(f"The body's root element must be <{root}>.", field=root)
    return node_or_empty({root: found[root] or None}, root, "")


def node(parent: Node, key: str, path: str) -> Node:
    """An object."""
    value = parent.get(key)
    if not isinstance(value, dict):
        raise unreadable(path, key, "an object")
    return value


def node_or_empty(parent: Node, key: str, path: str) -> Node:
    """An object, {} when not said."""
    value = parent.get(key)
    if value is None:
        return _NOTHING
    return value if isinstance(value, dict) else node(parent, key, path)


def nodes(parent: Node, key: str, path: str) -> list[tuple[str, Node]]:
    """A list of objects, each with its own path."""
    values = parent.get(key)
    if not isinstance(values, list) or len(values) > MAX_ITEMS:
        raise unreadable(path, key, f"a list of at most {MAX_ITEMS} objects")
    place = path_of(path, key)
    found: list[tuple[str, Node]] = []
    for index, value in enumerate(values):
        item = f"{place}[{index}]"
        if not isinstance(value, dict):
            raise UnreadablePayload(f"{item} must be an object.", field=item)
        found.append((item, value))
    return found


def nodes_or_empty(parent: Node, key: str, path: str) -> list[tuple[str, Node]]:
    """A list of objects, each with its own path; [] when not said."""
    return [] if parent.get(key) is None else nodes(parent, key, path)


def repeated(parent: Node, key: str, path: str) -> list[tuple[str, Node]]:
    """XML elements of one name, however many there are: none, one, or a list. Elements without content are left out."""
    value = parent.get(key)
    values = value if isinstance(value, list) else [value]
    filled = [element for element in values if element not in (None, "")]
    return nodes({key: filled}, key, path)


def text(parent: Node, key: str, path: str) -> str:
    """Text without blanks around it, at least one character."""
    if value := text_or_empty(parent, key, path):
        return value
    raise unreadable(path, key, "text, and not empty")


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
    number = tracking_number_or_none(text(parent, key, path))
    if number is None:
        raise unreadable(path, key, "a tracking number: 4 to 50 letters and digits")
    return number


def tracking_number_or_none(written: str) -> str | None:
    """A tracking number as we write it; None for what is none, where the parcel has another one anyway."""
    number = canonical_number(written)
    is_number = written.isascii() and _TRACKING_NUMBER.fullmatch(number)  # capitals of "ß" are ASCII
    return number if is_number else None


def country_or_empty(parent: Node, key: str, path: str) -> str:
    """An ISO 3166-1 alpha-2 code; "" when not said, or said in another way (a country's name is no code)."""
    code = text_or_empty(parent, key, path)
    return code.upper() if len(code) == 2 and code.isascii() and code.isalpha() else ""


def moment(parent: Node, key: str, path: str, place: Place = NOWHERE, zone: tzinfo = UTC) -> tuple[datetime, bool]:
    """An ISO 8601 date and time as aware UTC; True beside it when it had no offset and a zone was inferred.

    See `moment_of`.
    """
    return moment_of(text(parent, key, path), place, zone, path_of(path, key))


def moment_of(written: str, place: Place, zone: tzinfo, field: str) -> tuple[datetime, bool]:
    """`written` (ISO 8601) as aware UTC; True beside it when it had no offset and a zone was inferred.

    A local time is taken in the zone of its place; where that is not known, in `zone`, which is the one the carrier
    documents, or UTC. Never by a neighbouring scan: the time is part of a scan's identity, so the same words must give
    the same time whichever scans happen to travel along. Fractions finer than a microsecond are cut off. `field` is
    the path for the refusal.
    """
    try:
        read = datetime.fromisoformat(written)
        inferred = read.tzinfo is None
        if inferred:
            read = read.replace(tzinfo=zone_of_place(place) or zone)
        at = read if read.tzinfo is UTC else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _no_moment(field) from None
    # A date alone is no scan time, and the years outside are how programs write "none" (0001, 1970, 9999).
    if len(written) < _SHORTEST_MOMENT or not 2000 <= at.year < 2100:
        raise _no_moment(field)
    return at, inferred


def _no_moment(field: str) -> UnreadablePayload:
    return UnreadablePayload(f"{field} must be an ISO 8601 date and time from 2000 to 2099.", field=field)


def day_or_none(parent: Node, key: str, path: str) -> date | None:
    """The day of an ISO 8601 date, or of a date and time in the zone it was written in; None when not said.

    Years outside 2000 to 2099 are how programs write "none" (0001, 1970, 9999).
    """
    written = text_or_empty(parent, key, path)
    if not written:
        return None
    try:
        day = date.fromisoformat(written[: len("2026-11-22")])
    except ValueError:
        raise unreadable(path, key, "an ISO 8601 date") from None
    return day if 2000 <= day.year < 2100 else None


def day_at_or_none(parent: Node, key: str, path: str, place: Place) -> date | None:
    """The day of an ISO 8601 date and time, in the zone of `place`; None when not said.

    As written, where the place has no one zone, and for midnight, with which programs write a date alone.
    """
    day = day_or_none(parent, key, path)
    zone = zone_of_place(place)
    written = text_or_empty(parent, key, path)
    if day is None or zone is None or written[len("2026-11-22") :][:9] in ("", "T00:00:00"):
        return day
    at, _ = moment(parent, key, path, place)
    return at.astimezone(zone).date()


def https_or_empty(parent: Node, key: str, path: str) -> str:
    """An https address; "" when not said, or said as anything that a person should not be led to."""
    written = text_or_empty(parent, key, path)
    return written if written.startswith("https://") else ""


def degrees_or_none(parent: Node, key: str, path: str) -> float | None:
    """A latitude or longitude, as a number or as digits in text; None when not said, or not on this earth."""
    written = parent.get(key)
    if isinstance(written, str) and _DECIMAL.fullmatch(written.strip()):
        written = float(written)
    if isinstance(written, bool) or not isinstance(written, int | float) or not -180 <= written <= 180:
        return None
    return float(written)


def grams_or_none(written: object, unit: str) -> int | None:
    """A weight, as a number or as digits in text, in whole grams; None for a unit or a value that is none.

    Units: g, kg, lb, lbs, oz, in any case. Above 10 t it is no parcel's weight.
    """
    factor = _GRAMS.get(unit.lower())
    if isinstance(written, str) and _DECIMAL.fullmatch(written.strip()):
        written = float(written)
    if factor is None or isinstance(written, bool) or not isinstance(written, int | float):
        return None
    grams = written * factor
    return round(grams) if 0 < grams < _TEN_TONNES else None
