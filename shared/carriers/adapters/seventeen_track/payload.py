"""17TRACK's push about one registered number, and the answer of `gettrackinfo`, which holds the same objects.

Source (2026-11): https://api.17track.net/en/doc?version=v2.2, as public clients repeat it; version 2.4 has the same
objects. Documented:
`{"event": "TRACKING_UPDATED", "data": {"number", "carrier", "param", "tag", "track_info"}}`, with every scan so far
under `track_info.tracking.providers[].events[]`; `{"event": "TRACKING_STOPPED", "data": {...}}` without `track_info`;
and the answer `{"code": 0, "data": {"accepted": [...], "rejected": [...]}}`. Version 1, with `track` and its fields of
one letter, is retired and refused.

A parcel that changes hands has several providers: the first is the first mile. A provider that is asked for the same
number, and the last mile in `misc_info` (`local_number`, `local_key`), are the parcel's other numbers.

17TRACK completes a time's offset where the carrier wrote none, and says so by an empty `time_raw.timezone`: such times
count as inferred. A row without any time is an explanation and no scan: assumed. That `expired` and `not found` are
states of 17TRACK's own asking, without a scan, is documented; they are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from shared.carriers.adapters.seventeen_track.codes import meaning
from shared.carriers.adapters.seventeen_track.movers import mover
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber, canonical_number
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place

_MAX_KEY = 1_000_000_000
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update per push, as many as were asked for per answer; none for a stopped tracking."""
    document = fields.document(body)
    if "event" in document:
        if fields.text(document, "event", "") != "TRACKING_UPDATED":
            return ()
        return (_update(fields.node(document, "data", ""), "data"),)
    data = fields.node(document, "data", "")
    return tuple(_update(item, at) for at, item in fields.nodes_or_empty(data, "accepted", "data"))


def _update(data: Node, path: str) -> CarrierUpdate:
    info, at = fields.node(data, "track_info", path), f"{path}.track_info"
    tracking = fields.node_or_empty(info, "tracking", at)
    legs = [
        (_provider(leg, leg_path), leg_path, leg)
        for leg_path, leg in fields.nodes_or_empty(tracking, "providers", f"{at}.tracking")
    ]
    movers = [slug for slug, _, _ in legs if slug]
    parcel = ParcelNumber(_own_mover(data, path, movers), fields.tracking_number(data, "number", path))
    return CarrierUpdate(
        parcel=parcel,
        checkpoints=tuple(
            checkpoint
            for slug, leg_path, leg in legs
            for checkpoint in _checkpoints(leg, leg_path, "" if slug == parcel.carrier else slug)
        ),
        carrier_estimate=_estimate(info, at),
        also=_others(parcel, movers, _last_mile(fields.node_or_empty(info, "misc_info", at), f"{at}.misc_info")),
    )


def _provider(leg: Node, path: str) -> str:
    key = _key(fields.node_or_empty(leg, "provider", path), "key", f"{path}.provider")
    return mover(key) if key else ""


def _own_mover(data: Node, path: str, movers: list[str]) -> str:
    """Of the registered carrier; of the first mile while 17TRACK has not found out (0)."""
    key = _key(data, "carrier", path)
    if not key and not movers:
        raise fields.unreadable(path, "carrier", "a carrier's key")
    return mover(key) if key else movers[0]


def _key(parent: Node, key: str, path: str) -> int:
    """A carrier's key; 0 when not said."""
    value = parent.get(key)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _MAX_KEY:
        raise fields.unreadable(path, key, "a carrier's key: a whole number")
    return value


def _others(parcel: ParcelNumber, movers: Iterable[str], last_mile: ParcelNumber | None) -> tuple[ParcelNumber, ...]:
    """The last mile's own number, and the same number at every other company that was asked for it."""
    found = {last_mile.carrier: last_mile} if last_mile else {}
    for slug in movers:
        found.setdefault(slug, ParcelNumber(slug, parcel.tracking_number))
    return tuple(number for number in found.values() if number != parcel)


def _last_mile(misc: Node, path: str) -> ParcelNumber | None:
    number = canonical_number(fields.text_or_empty(misc, "local_number", path))
    key = _key(misc, "local_key", path)
    name = fields.text_or_empty(misc, "local_provider", path)
    slug = mover(key) if key else _NOT_IN_A_SLUG.sub("_", name.lower()).strip("_")
    # The field is free text, and may hold several numbers or none.
    if not slug or not 4 <= len(number) <= 50 or not (number.isascii() and number.isalnum()):
        return None
    return ParcelNumber(slug, number)


def _estimate(info: Node, path: str) -> date | None:
    """The last day of the carrier's window, by its own offset; none where 17TRACK is the `source` (recalled)."""
    metrics = fields.node_or_empty(info, "time_metrics", path)
    window = fields.node_or_empty(metrics, "estimated_delivery_date", f"{path}.time_metrics")
    at = f"{path}.time_metrics.estimated_delivery_date"
    if "17track" in fields.text_or_empty(window, "source", at).lower():
        return None
    return fields.day_or_none(window, "to", at) or fields.day_or_none(window, "from", at)


def _checkpoints(leg: Node, path: str, moved_by: str) -> Iterable[Checkpoint]:
    for at, event in fields.nodes_or_empty(leg, "events", path):
        place = _place(event, at)
        time = _occurred_at(event, at, place)
        if time is not None:
            yield _checkpoint(event, at, place, time, moved_by)


def _checkpoint(event: Node, path: str, place: Place, time: tuple[datetime, bool], moved_by: str) -> Checkpoint:
    sub_status = fields.text_or_empty(event, "sub_status", path)
    stage = fields.text_or_empty(event, "stage", path)
    description = fields.text_or_empty(event, "description", path)
    if not (sub_status or stage or description):
        raise fields.unreadable(path, "sub_status", "text, and not empty")
    detail, cause = meaning(sub_status, stage)
    occurred_at, zone_inferred = time
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=_code(sub_status or stage, description),
        message=description,
        place=place,
        time_inferred=zone_inferred,
        cause=cause,
        moved_by=moved_by,
    )


def _code(named: str, description: str) -> str:
    """The sub status; with a digest of the words where it only says "other", which would make two scans one."""
    if not named:
        return fields.code_of_words(description)
    if description and named.endswith("_Other"):
        return fields.code(f"{named}/{fields.code_of_words(description)}")
    return fields.code(named)


def _occurred_at(event: Node, path: str, place: Place) -> tuple[datetime, bool] | None:
    """When, and whether the zone is anybody's inference; None for a row without a time."""
    raw = fields.node_or_empty(event, "time_raw", path)
    if written := fields.text_or_empty(event, "time_iso", path):
        at, inferred = fields.moment_of(written, place, UTC, f"{path}.time_iso")
        return at, inferred or ("timezone" in raw and not raw["timezone"])
    if written := fields.text_or_empty(event, "time_utc", path):
        return fields.moment_of(written, NOWHERE, UTC, f"{path}.time_utc")
    day = fields.text_or_empty(raw, "date", f"{path}.time_raw")
    if not day:
        return None
    time = fields.text_or_empty(raw, "time", f"{path}.time_raw") or "00:00:00"
    return fields.moment_of(f"{day}T{time}", place, UTC, f"{path}.time_raw")


def _place(event: Node, path: str) -> Place:
    """By the address that 17TRACK made of the carrier's words; else the words themselves."""
    address = fields.node_or_empty(event, "address", path)
    at = f"{path}.address"
    return Place(
        city=fields.text_or_empty(address, "city", at) or fields.text_or_empty(event, "location", path),
        region=fields.text_or_empty(address, "state", at),
        postal=fields.text_or_empty(address, "postal_code", at),
        country=fields.country_or_empty(address, "country", at),
    )
