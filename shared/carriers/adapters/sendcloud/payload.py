"""Sendcloud's pushes about a parcel, and the answer of its tracking API.

Sources (2026-11): https://sendcloud.dev/api/v3/webhooks/parcel-status-changed (the same as v2's);
https://sendcloud.dev/api/v3/event-subscriptions/parcel-event-created (beta); https://sendcloud.dev/api/v3/
parcel-tracking/retrieve-tracking-information-for-a-parcel. Documented:

- `{"action": "parcel_status_changed", "timestamp", "carrier_status_change_timestamp", "parcel": {...}}`: the status as
  it is now, at a Unix time. The page says seconds; its examples and the pushes themselves have milliseconds: both are
  read. Other actions (returns, integrations) say nothing about where a parcel is.
- `{"event_type": "parcels.event.created", "data": {"parcel", "event"}}`: one event.
- `{"tracking_numbers": [...], "events": [...], "details": {...}}`: the whole history, of the tracking API v3. That of
  v2 names no tracking number, and is refused.

The address in `parcel` is the recipient's and not a scan's place, and its weight is what the shop declared: neither is
read. Times as text are UTC, by the tracking API's page. A parcel without a number is not on its way yet.

The documented push does not name the carrier; what is in practice the parcel of the Parcels API has `carrier.code`, and
`tracking_url` with `carrier=…` (both assumed). Where neither is there, the shipping method's name tells.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from shared.carriers.adapters.sendcloud.codes import event, parcel_status, tracked_status
from shared.carriers.adapters.sendcloud.movers import mover, mover_by_method
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.milestone import Milestone

_MILLISECONDS = 10**11  # in seconds, the year 5138
_TROUBLED = frozenset({Milestone.EXCEPTION, Milestone.ATTEMPT_FAILED})


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update, or none for what is not about a parcel with a number."""
    document = fields.document(body)
    if "event_type" in document:
        return _event_created(document)
    if "tracking_numbers" in document:
        return _tracked(document)
    if fields.text(document, "action", "") != "parcel_status_changed":
        return ()
    return _status_changed(document, fields.node(document, "parcel", ""))


def _status_changed(document: Node, parcel: Node) -> tuple[CarrierUpdate, ...]:
    if not fields.text_or_empty(parcel, "tracking_number", "parcel"):
        return ()
    number = ParcelNumber(_mover(parcel), fields.tracking_number(parcel, "tracking_number", "parcel"))
    status = fields.node(parcel, "status", "parcel")
    return (CarrierUpdate(number, (_status(document, status),)),)


def _mover(parcel: Node) -> str:
    carrier = fields.node_or_empty(parcel, "carrier", "parcel")
    shipment = fields.node_or_empty(parcel, "shipment", "parcel")
    found = (
        mover(fields.text_or_empty(carrier, "code", "parcel.carrier"))
        or mover(_carrier_in(fields.text_or_empty(parcel, "tracking_url", "parcel")))
        or mover_by_method(fields.text_or_empty(shipment, "name", "parcel.shipment"))
    )
    if not found:
        raise fields.unreadable("parcel.carrier", "code", "a carrier's code")
    return found


def _carrier_in(tracking_url: str) -> str:
    """Of Sendcloud's own address, `https://tracking.sendcloud.sc/forward?carrier=postnl&code=…`."""
    try:
        query = urlsplit(tracking_url).query
        return parse_qs(query, max_num_fields=20).get("carrier", [""])[0]
    except ValueError:  # no address
        return ""


def _status(document: Node, status: Node) -> Checkpoint:
    path = "parcel.status"
    code = fields.text_or_empty(status, "code", path)
    name = fields.text_or_empty(status, "message", path)
    number = status.get("id")
    if isinstance(number, bool) or not isinstance(number, int | None):
        raise fields.unreadable(path, "id", "a number")
    if not (code or name) and number is None:
        raise fields.unreadable(path, "id", "a number")
    written = code or ("" if number is None else str(number))
    return Checkpoint(
        occurred_at=_unix_time(document),
        detail=parcel_status(code, number, name),
        carrier_code=fields.code(written) if written else fields.code_of_words(name),
        message=name,
    )


def _unix_time(document: Node) -> datetime:
    """When the carrier changed the status; where it does not say, when Sendcloud did."""
    key = "timestamp" if document.get("carrier_status_change_timestamp") is None else "carrier_status_change_timestamp"
    value = document.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise fields.unreadable("", key, "a Unix time")
    try:
        at = datetime.fromtimestamp(value / 1000 if value >= _MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        at = None
    if at is None or not 2000 <= at.year < 2100:
        raise fields.unreadable("", key, "a Unix time from 2000 to 2099")
    return at


def _event_created(document: Node) -> tuple[CarrierUpdate, ...]:
    if fields.text(document, "event_type", "") != "parcels.event.created":
        return ()
    data = fields.node(document, "data", "")
    parcel = fields.node(data, "parcel", "data")
    if not fields.text_or_empty(parcel, "tracking_number", "data.parcel"):
        return ()
    return (CarrierUpdate(_numbered(parcel, "data.parcel"), (_event(fields.node(data, "event", "data")),)),)


def _event(happened: Node) -> Checkpoint:
    path = "data.event"
    phase = fields.text(happened, "phase", path)
    exception = fields.text_or_empty(happened, "exception", path)
    sub_status = fields.text_or_empty(happened, "sub_status", path)
    occurred_at, zone_inferred = fields.moment(happened, "timestamp", path)
    checkpoint = Checkpoint(
        occurred_at=occurred_at,
        detail=event(phase, exception, sub_status, returning=happened.get("is_returned") is True),
        carrier_code=_code(phase, exception, sub_status),
        message=fields.text_or_empty(happened, "description", path),
        place=_place(fields.node_or_empty(happened, "location_details", path), f"{path}.location_details"),
        time_inferred=zone_inferred,
    )
    blamed = happened.get("is_carrier_responsible") is True and checkpoint.milestone in _TROUBLED
    return replace(checkpoint, cause=Cause.CARRIER) if blamed else checkpoint


def _place(location: Node, path: str) -> Place:
    return Place(
        city=fields.text_or_empty(location, "city", path),
        postal=fields.text_or_empty(location, "postal_code", path),
        country=fields.country_or_empty(location, "country", path),
    )


def _tracked(document: Node) -> tuple[CarrierUpdate, ...]:
    """The first number is the parcel's, the others are those of the carriers that move it on."""
    numbers = [_numbered(number, at) for at, number in fields.nodes(document, "tracking_numbers", "")]
    if not numbers:
        return ()
    details = fields.node_or_empty(document, "details", "")
    return (
        CarrierUpdate(
            parcel=numbers[0],
            checkpoints=tuple(_tracked_event(item, at) for at, item in fields.nodes_or_empty(document, "events", "")),
            carrier_estimate=fields.day_or_none(details, "expected_delivery_date", "details"),
            also=tuple(dict.fromkeys(number for number in numbers if number != numbers[0])),
        ),
    )


def _tracked_event(item: Node, path: str) -> Checkpoint:
    """`parent_status` is what the guide calls `status_code`."""
    status = fields.text_or_empty(item, "status_code", path) or fields.text(item, "parent_status", path)
    sub_status = fields.text_or_empty(item, "sub_status_code", path)
    occurred_at, zone_inferred = fields.moment(item, "event_at", path)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=tracked_status(status, sub_status),
        carrier_code=_code(status, sub_status),
        message=fields.text_or_empty(item, "status_description", path),
        time_inferred=zone_inferred,
    )


def _numbered(parent: Node, path: str) -> ParcelNumber:
    slug = mover(fields.text(parent, "carrier_code", path))
    if not slug:
        raise fields.unreadable(path, "carrier_code", "a carrier's code")
    return ParcelNumber(slug, fields.tracking_number(parent, "tracking_number", path))


def _code(*parts: str) -> str:
    """Sendcloud's words, without the "none"s at their end ("attempted/none/not_home", "in_transit")."""
    kept = [part or "none" for part in parts]
    while len(kept) > 1 and kept[-1] == "none":
        kept.pop()
    return fields.code("/".join(kept))
