"""UPS's push, one activity of one parcel; and the Track API's answer, which holds whole histories.

Source (2026-11): https://github.com/UPS-API/api-documentation, UPSTrackAlert.yaml (`TrackingEventRequest`, versions 1
and 2) and Tracking.yaml (`TrackApiResponse`, version 1). Read: these two, as JSON. The retired XML is refused, and so
is the retired REST answer ("TrackResponse", with a capital).

    push:    {"trackingNumber", "localActivityDate", "localActivityTime", "activityLocation", "activityStatus": {"type",
              "code", "description", "descriptionCode"}, "scheduledDeliveryDate", "gmtActivityDate", …}
    answer:  {"trackResponse": {"shipment": [{"inquiryNumber", "package": [{"trackingNumber", "activity": [{"date",
              "time", "gmtDate", "gmtTime", "gmtOffset", "location", "status": {"type", "code", "statusCode",
              "description"}}], "deliveryDate", "deliveryInformation", "weight", …}]}]}}

Dates are YYYYMMDD. Times are HHMMSS, without leading zeros in one example; colons between, as some answers have, are
accepted. The time in GMT counts; without it the local time does, with its offset ("-04.00", "-05:00") if there is one.
An empty text is a value that is not there. Not read: photos and signatures, which are pictures and not addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from shared.carriers.adapters.ups.codes import is_by_post_office, meaning
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_proof, with_returns_named, with_weight
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery

_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"[0-9]{1,6}|[0-9]{1,2}:[0-9]{2}:[0-9]{2}")
_OFFSET = re.compile(r"([+-][0-9]{2})[.:]([0-9]{2})")

# How the two documents call the date, the time, and the same in GMT.
_PUSHED = ("localActivityDate", "localActivityTime", "gmtActivityDate", "gmtActivityTime")
_ANSWERED = ("date", "time", "gmtDate", "gmtTime")


class _Words(NamedTuple):
    """What UPS calls an activity; "" for what is not said."""

    kind: str
    status: str
    code: str
    carrier_code: str
    message: str


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A push without a `trackingNumber` is refused; an answer "not found" is about no parcel."""
    document = fields.document(body)
    if "trackResponse" in document:
        return _answered(fields.node(document, "trackResponse", ""))
    return (_pushed(document),)


def _pushed(push: Node) -> CarrierUpdate:
    number = fields.tracking_number(push, "trackingNumber", "")
    alternate = fields.text_or_empty(push, "alternateTrackingNumber", "")
    proof = _proof(fields.text_or_empty(push, "receivedBy", ""), "")
    return CarrierUpdate(
        parcel=ParcelNumber("ups", number),
        checkpoints=with_proof((_pushed_activity(push),), proof),
        carrier_estimate=_day_or_none(push, "scheduledDeliveryDate", ""),
        also=_others([("ups", alternate)], number),
    )


def _pushed_activity(push: Node) -> Checkpoint:
    words = _words(fields.node(push, "activityStatus", ""), "activityStatus", "descriptionCode")
    if words.kind == "D" and not fields.text_or_empty(push, "actualDeliveryDate", ""):
        words = words._replace(kind="")  # in a push, D is all about the delivery: the loading of the vehicle too
    place = _place(fields.node_or_empty(push, "activityLocation", ""), "activityLocation")
    return _checkpoint(words, place, *_moment(push, "", place, _PUSHED))


def _answered(response: Node) -> tuple[CarrierUpdate, ...]:
    updates: list[CarrierUpdate] = []
    scans = 0
    for number, package, path in _packages(response):
        update = _update(number, package, path)
        scans += len(update.checkpoints)
        if scans > fields.MAX_ITEMS:
            raise fields.unreadable("trackResponse", "shipment", f"of {fields.MAX_ITEMS} activities at most")
        updates.append(update)
    return tuple(updates)


def _packages(response: Node) -> Iterator[tuple[str, Node, str]]:
    """Every package, with its number and its path. A shipment that UPS did not find has a warning instead."""
    for at, shipment in fields.nodes_or_empty(response, "shipment", "trackResponse"):
        for path, package in fields.nodes_or_empty(shipment, "package", at):
            if package.get("trackingNumber"):
                yield fields.tracking_number(package, "trackingNumber", path), package, path
            else:
                yield fields.tracking_number(shipment, "inquiryNumber", at), package, path


def _update(number: str, package: Node, path: str) -> CarrierUpdate:
    scans = tuple(_activity(activity, at) for at, activity in fields.nodes_or_empty(package, "activity", path))
    scans = with_proof(with_returns_named(scans), _delivery_information(package, path))
    return CarrierUpdate(
        parcel=ParcelNumber("ups", number),
        checkpoints=with_weight(scans, _grams(package, path)),
        carrier_estimate=_estimate(package, path),
        also=_others(_alternates(package, path), number),
    )


def _activity(activity: Node, path: str) -> Checkpoint:
    words = _words(fields.node(activity, "status", path), f"{path}.status", "statusCode")
    location = fields.node_or_empty(activity, "location", path)
    place = _place(fields.node_or_empty(location, "address", f"{path}.location"), f"{path}.location.address")
    return _checkpoint(words, place, *_moment(activity, path, place, _ANSWERED))


def _checkpoint(words: _Words, place: Place, occurred_at: datetime, time_inferred: bool) -> Checkpoint:
    detail, cause = meaning(words.kind, words.status, words.code)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=words.carrier_code,
        message=words.message,
        place=place,
        time_inferred=time_inferred,
        cause=cause,
        moved_by="usps" if is_by_post_office(words.status) and place.country == "US" else "",
    )


def _words(status: Node, path: str, status_key: str) -> _Words:
    kind = fields.text_or_empty(status, "type", path)
    code = fields.text_or_empty(status, "code", path)
    status_code = _status_code(status, status_key, path)
    message = fields.text_or_empty(status, "description", path)
    written = "/".join(filter(None, (kind, code, status_code)))  # "I/DP/005"
    carrier_code = fields.code(written) if written else fields.code_of_words(fields.text(status, "description", path))
    return _Words(kind, status_code, code, carrier_code, message)


def _status_code(status: Node, key: str, path: str) -> str:
    """Three digits. UPS's example of a push has them without quotes, which makes a number of them."""
    value = status.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1000:
        return f"{value:03}"
    return fields.text_or_empty(status, key, path)


def _place(address: Node, path: str) -> Place:
    return Place(
        city=fields.text_or_empty(address, "city", path),
        region=fields.text_or_empty(address, "stateProvince", path),
        postal=fields.text_or_empty(address, "postalCode", path),
        country=fields.country_or_empty(address, "countryCode", path)
        or fields.country_or_empty(address, "country", path),
    )


def _moment(scan: Node, path: str, place: Place, keys: tuple[str, str, str, str]) -> tuple[datetime, bool]:
    day, time, gmt_day, gmt_time = keys
    if scan.get(gmt_day) and scan.get(gmt_time):
        return fields.moment_of(_iso(scan, gmt_day, gmt_time, path) + "Z", place, UTC, fields.path_of(path, gmt_day))
    written = _iso(scan, day, time, path) + _offset(scan, path)
    return fields.moment_of(written, place, UTC, fields.path_of(path, day))


def _iso(scan: Node, day: str, time: str, path: str) -> str:
    written = fields.text(scan, time, path)
    if not _TIME.fullmatch(written):
        raise fields.unreadable(path, time, "a time as HHMMSS")
    digits = written.replace(":", "").zfill(6)
    return f"{_iso_day(fields.text(scan, day, path), day, path)}T{digits[:2]}:{digits[2:4]}:{digits[4:]}"


def _iso_day(written: str, key: str, path: str) -> str:
    digits = _DAY.fullmatch(written)
    if digits is None:
        raise fields.unreadable(path, key, "a date as YYYYMMDD")
    return "-".join(digits.groups())


def _offset(scan: Node, path: str) -> str:
    written = fields.text_or_empty(scan, "gmtOffset", path)
    offset = _OFFSET.fullmatch(written)
    if written and offset is None:
        raise fields.unreadable(path, "gmtOffset", "an offset as -HH:MM")
    return ":".join(offset.groups()) if offset else ""


def _day_or_none(parent: Node, key: str, path: str) -> date | None:
    written = fields.text_or_empty(parent, key, path)
    return fields.day_or_none({key: _iso_day(written, key, path)}, key, path) if written else None


def _estimate(package: Node, path: str) -> date | None:
    """The rescheduled day (RDD), else the scheduled one (SDD). The day of the delivery (DEL) is no estimate."""
    found: dict[str, date | None] = {}
    for at, entry in fields.nodes_or_empty(package, "deliveryDate", path):
        kind = fields.text_or_empty(entry, "type", at)
        if kind in ("RDD", "SDD"):
            found[kind] = _day_or_none(entry, "date", at)
    return found.get("RDD") or found.get("SDD")


def _delivery_information(package: Node, path: str) -> ProofOfDelivery | None:
    """Who took it, and where it was put ("Front Door")."""
    at = f"{path}.deliveryInformation"
    information = fields.node_or_empty(package, "deliveryInformation", path)
    return _proof(
        fields.text_or_empty(information, "receivedBy", at), fields.text_or_empty(information, "location", at)
    )


def _proof(signed_by: str, place: str) -> ProofOfDelivery | None:
    return ProofOfDelivery(signed_by=signed_by, place=place) if signed_by or place else None


def _grams(package: Node, path: str) -> int | None:
    weight = fields.node_or_empty(package, "weight", path)
    unit = fields.text_or_empty(weight, "unitOfMeasurement", f"{path}.weight")
    return fields.grams_or_none(weight.get("weight"), unit)


def _alternates(package: Node, path: str) -> Iterator[tuple[str, str]]:
    """Other numbers with their carriers. UPS: "Non-typed numbers are typically UPS tracking numbers"."""
    for at, entry in fields.nodes_or_empty(package, "alternateTrackingNumber", path):
        kind = fields.text_or_empty(entry, "type", at)
        if kind in ("", "USPS_PIC"):
            yield "usps" if kind else "ups", fields.text_or_empty(entry, "number", at)


def _others(numbered: Iterable[tuple[str, str]], number: str) -> tuple[ParcelNumber, ...]:
    """The numbers among these that are numbers, and not the parcel's own again."""
    found = [(carrier, fields.tracking_number_or_none(written)) for carrier, written in numbered if written]
    return tuple(ParcelNumber(carrier, other) for carrier, other in found if other and other != number)
