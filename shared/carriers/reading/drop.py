"""A drop: scans of Japanese carriers as JSON, brought by the merchant's own system because these carriers push nothing.

    {"as_of": "2026-11-24",
     "scans": [{"tracking_number": "1234-5678-9012", "status": "持戻(ご不在)", "date": "11/24", "time": "15:32",
                "office": "渋谷センター", "region": "東京都", "country": "JP", "ship_date": "2026-11-22",
                "estimated_delivery": "2026-11-25", "message": "…"}]}

Ours, and documented in docs/scan-files.md. All values are text. `tracking_number`, `status`, `date` and `time` must be
there; `date` may hold the time too. Scans of many parcels may be mixed. What a status means is each carrier's own
vocabulary; everything else is read here.

Times are Tokyo's, and marked as inferred, unless an offset is written. Places are in Japan, unless another country or
a region that is no prefecture is named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.prefectures import is_prefecture
from shared.carriers.reading.status_words import ARROWS, Status
from shared.carriers.reading.written_day import NoDay, read_day, read_time
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place

TOKYO = ZoneInfo("Asia/Tokyo")

FIELDS = (
    "tracking_number",
    "status",
    "date",
    "time",
    "office",
    "region",
    "country",
    "ship_date",
    "estimated_delivery",
    "message",
)
"""What a scan may have."""

_NOT_SAID = frozenset({"-", "--", "--:--", "ー", "－", "―", "—", "–", "−"})
"""How pages fill a cell in which there is nothing to say."""

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def read_drop(body: bytes, carrier: str, status: Callable[[str], Status]) -> tuple[CarrierUpdate, ...]:
    """One update per tracking number, in the drop's order. `carrier` is the slug, `status` the carrier's vocabulary."""
    drop = fields.document(body)
    as_of = read_as_of(drop)
    parcels: dict[str, list[Checkpoint]] = {}
    for path, scan in fields.nodes(drop, "scans", ""):
        number, checkpoint = read_scan(scan, path, as_of, status)
        parcels.setdefault(number, []).append(checkpoint)
    return tuple(_update(ParcelNumber(carrier, number), checkpoints) for number, checkpoints in parcels.items())


def read_as_of(drop: Node) -> date | None:
    """The day on which a drop's statuses were read, in Tokyo; None when not said."""
    return _day_or_none(drop, "as_of", "", None, None)


def read_scan(scan: Node, path: str, as_of: date | None, status: Callable[[str], Status]) -> tuple[str, Checkpoint]:
    """One of a drop's scans: its tracking number, and what happened. Raises UnreadablePayload with the field's path."""
    ship_date = _day_or_none(scan, "ship_date", path, None, as_of)
    country = fields.country_or_empty(scan, "country", path)
    place = _place(_said(scan, "office", path), _said(scan, "region", path), country)
    occurred_at, time_inferred = _moment(scan, path, place, ship_date, as_of)
    words = fields.text(scan, "status", path).lstrip(ARROWS).strip()
    meaning = status(words)
    return _tracking_number(scan, path), Checkpoint(
        occurred_at=occurred_at,
        detail=meaning.detail,
        carrier_code=meaning.code,
        message=" ".join(f"{words} {_said(scan, 'message', path)}".split()),
        place=place,
        time_inferred=time_inferred,
        cause=meaning.cause,
        carrier_estimate=_day_or_none(scan, "estimated_delivery", path, ship_date, as_of),
    )


def _update(parcel: ParcelNumber, checkpoints: list[Checkpoint]) -> CarrierUpdate:
    estimates = [(scan.occurred_at, scan.carrier_estimate) for scan in checkpoints if scan.carrier_estimate]
    return CarrierUpdate(parcel, tuple(checkpoints), carrier_estimate=max(estimates)[1] if estimates else None)


def _moment(scan: Node, path: str, place: Place, ship_date: date | None, as_of: date | None) -> tuple[datetime, bool]:
    """The scan's day and time. A time of its own counts before one that is written behind the day."""
    try:
        day, behind = read_day(fields.text(scan, "date", path), ship_date, as_of)
    except NoDay as no_day:
        raise fields.unreadable(path, "date", no_day.expected) from None
    time = read_time(_said(scan, "time", path) or behind)
    if time is None:
        raise fields.unreadable(path, "time", "a time like 15:32")
    return fields.moment_of(f"{day.isoformat()}T{time}", place, TOKYO, fields.path_of(path, "time"))


def _day_or_none(parent: Node, key: str, path: str, ship_date: date | None, as_of: date | None) -> date | None:
    written = _said(parent, key, path)
    if not written:
        return None
    try:
        day, _ = read_day(written, ship_date, as_of)
    except NoDay as no_day:
        raise fields.unreadable(path, key, no_day.expected) from None
    return day


def _tracking_number(scan: Node, path: str) -> str:
    """A number as people write it too: in full width, or grouped by any kind of hyphen."""
    written = scan.get("tracking_number")
    if isinstance(written, str) and not written.isascii():
        scan = {"tracking_number": unicodedata.normalize("NFKC", written).translate(_HYPHENS)}
    return fields.tracking_number(scan, "tracking_number", path)


def _said(parent: Node, key: str, path: str) -> str:
    value = fields.text_or_empty(parent, key, path)
    return "" if value in _NOT_SAID else value


@lru_cache(maxsize=2048)
def _place(office: str, region: str, country: str) -> Place:
    """The office stands for the city, which these carriers do not name. Abroad the region is the country's name."""
    return Place(city=office, region=region, country=country or ("JP" if not region or is_prefecture(region) else ""))
