"""An answer of DPD's life cycle services: every status of one parcel, those it has not reached yet among them.

    Envelope/Body/getTrackingDataResponse/trackingresult                                (ParcelLifeCycle Service 2.0)
    Envelope/Body/getParcelLifeCycleResponse/getParcelLifeCycleResult/ParcelLifeCycleData        (DPD Cloud Service)

Sources (2026-11): "ParcelLifeCycle Service 2.0" and "DPD Cloud Service" (https://esolutions.dpd.com, DPD Germany), with
the WSDL each names. Each status has `status`, `label`, `description`, `statusHasBeenReached`, `isCurrentStatus`, and
where it was reached `location` ("Unna (DE)") and `date`. Not read: receivers, links, what is under `normalItems`.

The answer does not name its parcel. Whoever asked says it in `Envelope/Header/parcelLabelNumber`, as in the question:
assumed; a `parcelLabelNumber` in `shipmentInfo`, which later answers have, is taken too.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from shared import strict_xml
from shared.carriers.adapters.dpd.codes import status_detail
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place

_GERMANY = ZoneInfo("Europe/Berlin")
_RESULTS = (
    ("getTrackingDataResponse", "trackingresult"),
    ("getParcelLifeCycleResponse", "getParcelLifeCycleResult", "ParcelLifeCycleData"),
)
_REACHED = frozenset({"", "true", "1"})

# "11.06.2018, 10:04", "17/08/2021 19:11:26", "8/17/2021 7:11:26 PM": the month comes first beside AM and PM.
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}),? +(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?", re.ASCII)
_LOCATION = re.compile(r"([^()]*?) *\(([A-Z]{2})\)")


def loads(body: bytes) -> object:
    """The XML, without understanding it."""
    return strict_xml.loads(body)


def read(body: bytes) -> CarrierUpdate:
    """What has happened to the parcel so far."""
    envelope = fields.xml_document(body, "Envelope")
    path, result = _result(envelope)
    orders = fields.repeated(result, "shipmentInfo", path)
    statuses = orders + fields.repeated(result, "statusInfo", path)
    return CarrierUpdate(
        parcel=ParcelNumber("dpd", _number(envelope, orders, path)),
        checkpoints=tuple(_checkpoint(status, at) for at, status in statuses if _is_reached(status, at)),
    )


def _result(envelope: Node) -> tuple[str, Node]:
    for steps in _RESULTS:
        path, found = "Body", fields.node(envelope, "Body", "")
        for step in steps:
            if not found.get(step):
                break
            path, found = fields.path_of(path, step), fields.node(found, step, path)
        else:
            return path, found
    field = "Body.getTrackingDataResponse.trackingresult"
    raise UnreadablePayload("The body must be an answer of the life cycle service.", field=field)


def _number(envelope: Node, orders: list[tuple[str, Node]], path: str) -> str:
    for at, order in orders:
        if order.get("parcelLabelNumber"):
            return fields.tracking_number(order, "parcelLabelNumber", at)
    for at, header in fields.repeated(envelope, "Header", ""):
        return fields.tracking_number(header, "parcelLabelNumber", at)
    raise fields.unreadable("Header", "parcelLabelNumber", "the parcel's number, which the answer does not name")


def _is_reached(status: Node, path: str) -> bool:
    """Whether it happened, and when: DPD lists what is still to come, and may reach a status without a time."""
    return fields.text_or_empty(status, "statusHasBeenReached", path) in _REACHED and bool(_line(status, "date", path))


def _checkpoint(status: Node, path: str) -> Checkpoint:
    name = fields.text(status, "status", path)
    place = _place(_line(status, "location", path))
    field = fields.path_of(path, "date")
    occurred_at, zone_inferred = fields.moment_of(_iso(_line(status, "date", path), field), place, _GERMANY, field)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=status_detail(name),
        carrier_code=fields.code(name),
        message=_description(status, path) or _line(status, "label", path),
        place=place,
        time_inferred=zone_inferred,
    )


def _iso(written: str, field: str) -> str:
    match = _DATE.fullmatch(written)
    if match is None:
        return written
    first, _, second, year, hour, minute, seconds, half = match.groups(default="")
    day, month = (second, first) if half else (first, second)
    hour_of_day = int(hour)
    if half:
        if not 1 <= hour_of_day <= 12:
            raise UnreadablePayload(f"{field} must have an hour from 1 to 12 beside AM or PM.", field=field)
        hour_of_day = hour_of_day % 12 + (12 if half in "Pp" else 0)
    return f"{year}-{month:0>2}-{day:0>2}T{hour_of_day:02}:{minute}:{seconds or '00'}"


def _place(location: str) -> Place:
    """From "Unna (DE)", or "Unna". With a number in it, it may be a parcelshop's street: only the country is kept."""
    match = _LOCATION.fullmatch(location)
    city, country = match.groups() if match else (location, "")
    return Place(city="" if any(sign.isdigit() for sign in city) else city, country=country)


def _description(status: Node, path: str) -> str:
    """Its first line: a recipient, where one is named, stands in a line of its own."""
    for at, item in fields.repeated(status, "description", path):
        return _line(item, "content", at)
    return ""


def _line(parent: Node, key: str, path: str) -> str:
    """The text of the first such ContentLine (`<content>…</content><bold>false</bold>`); "" when not said."""
    for at, line in fields.repeated(parent, key, path):
        return fields.text_or_empty(line, "content", at)
    return ""
