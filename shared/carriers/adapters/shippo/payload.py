"""Shippo's push: `{"event": "track_updated", "test", "data": <tracking object>}`, with the parcel's history.

Source (2026-11): https://docs.goshippo.com/docs/tracking/webhooks and the models `WebhookPayloadTrack`, `Track` and
`TrackingStatus` of Shippo's own Python client, 3.9.0. Other events (transactions, batches) arrive at the same address
and say nothing about a parcel. Read too: the tracking object alone, as `GET /tracks/{carrier}/{number}` answers.

Documented: `status_date` is UTC; `tracking_status` is the latest entry of `tracking_history`, oldest first. An entry
may lack its `status_date`: what has no time is no scan. Assumed: `eta` is a moment in UTC, unless it is midnight there:
then it is a date. Shippo tells neither weights, photos nor other numbers, and who signed only in its words.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.carriers.adapters.shippo.codes import MOCK, detail, mover
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update, none for an event about something else or about a mock number."""
    document = fields.document(body)
    if "event" not in document:
        return _updates(document, "")
    if fields.text(document, "event", "") != "track_updated":
        return ()
    return _updates(fields.node(document, "data", ""), "data")


def _updates(tracking: Node, path: str) -> tuple[CarrierUpdate, ...]:
    carrier = mover(fields.text(tracking, "carrier", path))
    if not carrier:
        raise fields.unreadable(path, "carrier", "a carrier's token")
    if carrier == MOCK:
        return ()
    return (
        CarrierUpdate(
            parcel=ParcelNumber(carrier, fields.tracking_number(tracking, "tracking_number", path)),
            checkpoints=with_returns_named(tuple(_checkpoints(tracking, path))),
            carrier_estimate=fields.day_at_or_none(tracking, "eta", path, _place(tracking, "address_to", path)),
        ),
    )


def _checkpoints(tracking: Node, path: str) -> Iterator[Checkpoint]:
    """The history, and the latest status where the history has not got it yet."""
    history = fields.nodes_or_empty(tracking, "tracking_history", path)
    latest = fields.node_or_empty(tracking, "tracking_status", path)
    if latest and all(_what(scan) != _what(latest) for _, scan in history):
        history.append((fields.path_of(path, "tracking_status"), latest))
    for at, scan in history:
        if scan.get("status_date") is not None:
            yield _checkpoint(scan, at)


def _what(scan: Node) -> tuple[object, ...]:
    return scan.get("status_date"), scan.get("status"), scan.get("substatus"), scan.get("location")


def _checkpoint(scan: Node, path: str) -> Checkpoint:
    status = fields.text(scan, "status", path)
    substatus = _substatus(scan, path)
    meant = detail(status, substatus)
    message, signatory = without_signatory(fields.text_or_empty(scan, "status_details", path))
    place = _place(scan, "location", path)
    occurred_at, zone_assumed = fields.moment(scan, "status_date", path, place)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=meant,
        carrier_code=fields.code(f"{status}/{substatus}" if substatus else status),
        message=message,
        place=place,
        time_inferred=zone_assumed,
        proof=ProofOfDelivery(signatory) if signatory and meant.milestone is Milestone.DELIVERED else None,
    )


def _substatus(scan: Node, path: str) -> str:
    """Null for carriers whose statuses Shippo has not refined yet."""
    if scan.get("substatus") is None:
        return ""
    return fields.text_or_empty(fields.node(scan, "substatus", path), "code", f"{path}.substatus")


def _place(parent: Node, key: str, path: str) -> Place:
    location = fields.node_or_empty(parent, key, path)
    if not location:
        return NOWHERE
    at = fields.path_of(path, key)
    return Place(
        city=fields.text_or_empty(location, "city", at),
        region=fields.text_or_empty(location, "state", at),
        postal=fields.text_or_empty(location, "zip", at),
        country=fields.country_or_empty(location, "country", at),
    )
