"""USPS's push: a notification around the Tracking API's answer about one parcel; and that answer by itself.

Sources (2026-11): https://developers.usps.com/subscriptions-trackingv3r2 and https://developers.usps.com/trackingv3r2,
version 3.2, and https://developers.usps.com/trackingv3, version 3: recalled, and compared with answers in public
clients, because the pages are scripts that could not be read.

    push:    {"subscriptionId", "subscriptionType": "TRACKING", "timestamp", "payload": "<a parcel, as JSON in a text>"}
    answer:  a parcel (version 3), or a list of them (version 3.2)
    parcel:  {"trackingNumber", "statusCategory", "trackingEvents": [event, …], "expectedDeliveryTimeStamp", …}
    event:   {"eventType": the text, "eventCode", "eventTimestamp", "GMTTimestamp", "GMTOffset", "eventCity",
              "eventState", "eventZIP", "eventCountry": blank within the US, "firm", "name", …}

Assumed, and accepted too: a `payload` that is an object, and a parcel that is its own only event, without the list.

The time in GMT counts, else the local one: by its offset, by `GMTOffset`, by the event's state; without any of these in
the zone of USPS's headquarters. The retired Web Tools, which answer XML, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared import strict_json
from shared.carriers.adapters.usps.codes import meaning
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone

_WASHINGTON = ZoneInfo("America/New_York")
_OFFSET = re.compile(r"([+-][0-9]{2}):?([0-9]{2})")

# A parcel's estimates, the best first: predicted from its scans, by the service's standard, guaranteed. Version 3.2 has
# them in `deliveryDateExpectation`.
_ESTIMATES = (
    "predictedDeliveryDate",
    "predictedDeliveryTimeStamp",
    "expectedDeliveryDate",
    "expectedDeliveryTimeStamp",
    "guaranteedDeliveryDate",
    "guaranteedDeliveryTimeStamp",
)

_DELIVERED_TO = re.compile(r"delivered, (.+)", re.IGNORECASE)


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A list may hold numbers that USPS does not know: they are left out."""
    return tuple(_update(parcel, path) for path, parcel in _parcels(body))


def _parcels(body: bytes) -> Iterator[tuple[str, Node]]:
    document = strict_json.loads(body)
    if isinstance(document, list):
        for path, parcel in fields.nodes({"": document}, "", ""):
            if parcel.get("error") is None:
                yield path, parcel
        return
    if not isinstance(document, dict):
        raise UnreadablePayload("The body must be a JSON object, or a list of them.")
    if document.get("payload") is None:
        yield "", document
    else:
        yield "payload", _payload(document)


def _payload(notification: Node) -> Node:
    written = notification.get("payload")
    if not isinstance(written, str):
        return fields.node(notification, "payload", "")
    try:
        return fields.node({"payload": strict_json.loads(written.encode())}, "payload", "")
    except strict_json.MalformedJson:
        raise fields.unreadable("", "payload", "JSON") from None


def _update(parcel: Node, path: str) -> CarrierUpdate:
    number = fields.tracking_number(parcel, "trackingNumber", path)
    return CarrierUpdate(
        parcel=ParcelNumber("usps", number),
        checkpoints=with_returns_named(tuple(_checkpoint(event, at) for at, event in _events(parcel, path))),
        carrier_estimate=_estimate(parcel, path),
    )


def _events(parcel: Node, path: str) -> list[tuple[str, Node]]:
    if parcel.get("trackingEvents") is None and parcel.get("eventTimestamp") is not None:
        return [(path, parcel)]
    return fields.nodes_or_empty(parcel, "trackingEvents", path)


def _estimate(parcel: Node, path: str) -> date | None:
    """The day as USPS writes it, which is the destination's."""
    at = fields.path_of(path, "deliveryDateExpectation")
    expectation = fields.node_or_empty(parcel, "deliveryDateExpectation", path)
    for key in _ESTIMATES:
        found = fields.day_or_none(expectation, key, at) or fields.day_or_none(parcel, key, path)
        if found:
            return found
    return None


def _checkpoint(event: Node, path: str) -> Checkpoint:
    code = fields.text_or_empty(event, "eventCode", path)
    text = fields.text_or_empty(event, "eventType", path)
    detail, cause = meaning(code, text)
    place = _place(event, path)
    occurred_at, time_inferred = _moment(event, path, place)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(code) if code else fields.code_of_words(fields.text(event, "eventType", path)),
        message=text,
        place=place,
        time_inferred=time_inferred,
        cause=cause,
        proof=_proof(event, path, text) if detail.milestone is Milestone.DELIVERED else None,
    )


def _place(event: Node, path: str) -> Place:
    city = fields.text_or_empty(event, "eventCity", path)
    region = fields.text_or_empty(event, "eventState", path)
    postal = fields.text_or_empty(event, "eventZIP", path)
    country = fields.country_or_empty(event, "eventCountry", path)
    if not country and not event.get("eventCountry") and (region or postal):
        country = "US"
    return Place(city=city, region=region, postal=postal, country=country)


def _moment(event: Node, path: str, place: Place) -> tuple[datetime, bool]:
    if event.get("GMTTimestamp"):
        at, _ = fields.moment(event, "GMTTimestamp", path)
        return at, False
    written = fields.text(event, "eventTimestamp", path)
    field = fields.path_of(path, "eventTimestamp")
    is_abroad = event.get("eventCountry") and place.country != "US"
    at, time_inferred = fields.moment_of(written, place, UTC if is_abroad else _WASHINGTON, field)
    offset = _offset(event, path)
    return fields.moment_of(written + offset, place, UTC, field) if time_inferred and offset else (at, time_inferred)


def _offset(event: Node, path: str) -> str:
    written = fields.text_or_empty(event, "GMTOffset", path)
    offset = _OFFSET.fullmatch(written)
    if written and offset is None:
        raise fields.unreadable(path, "GMTOffset", "an offset as -HH:MM")
    return ":".join(offset.groups()) if offset else ""


def _proof(event: Node, path: str, text: str) -> ProofOfDelivery | None:
    """Who took it, and where it was left: the rest of the text ("Front Door/Porch")."""
    left_at = _DELIVERED_TO.fullmatch(text)
    proof = ProofOfDelivery(
        signed_by=fields.text_or_empty(event, "name", path) or fields.text_or_empty(event, "firm", path),
        place=left_at[1] if left_at else "",
    )
    return proof if proof.signed_by or proof.place else None
