"""Amazon Shipping's push: an EventBridge event whose `detail` is what getTracking answers about one package.

Sources (2026-11): https://developer-docs.amazon.com/amazon-shipping/docs/track-a-shipment-push-notifications and the
launch announcement's sample, for the envelope (`"detail-type": "Tracking Detail"`, `"source": "AmazonShipping"`);
https://developer-docs.amazon.com/amazon-shipping/docs/shipping-api-v2-reference, getTracking, for
`{"payload": {"trackingId", "alternateLegTrackingId", "eventHistory", "promisedDeliveryDate", "summary"}}`. Assumed, and
read too: the answer without `payload` around it; a `detail` that holds one event's fields instead of `eventHistory`;
`estimatedArrivalDate` as the name of the newer date that pushes carry since 2024-11; `summary.proofOfDelivery`
{`receivedBy`, `deliveryImageURL`, `deliveryLocationCoordinates`}. An event of any other `detail-type` is about no
parcel. Read: version 2 of the API.

Event times are ISO 8601 with an offset; one without is local to its place. The promised date is a moment in UTC; its
day is taken where the package was last on its way, for where it goes the answer does not say.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from shared.carriers.adapters.amazon_shipping.codes import meaning, returning
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone


class _Scan(NamedTuple):
    """An event before the summary is known."""

    code: str
    leg: str
    place: Place
    occurred_at: datetime
    inferred: bool


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update, or none for an event that is not about tracking."""
    document = fields.document(body)
    if document.get("detail-type", "Tracking Detail") != "Tracking Detail":
        return ()
    for key in ("detail", "payload"):
        if key in document:
            return (_update(fields.node(document, key, ""), key),)
    return (_update(document, ""),)


def _update(result: Node, path: str) -> CarrierUpdate:
    scans = _scans(result, path)
    summary, at = fields.node_or_empty(result, "summary", path), fields.path_of(path, "summary")
    return CarrierUpdate(
        parcel=ParcelNumber("amazon_shipping", fields.tracking_number(result, "trackingId", path)),
        checkpoints=_checkpoints(scans, summary, at),
        carrier_estimate=_estimate(result, path, scans),
        also=_way_back(result, path),
    )


def _estimate(result: Node, path: str, scans: list[_Scan]) -> date | None:
    forward = [scan for scan in scans if scan.leg == "forward"]
    last = max(forward, key=lambda scan: scan.occurred_at).place if forward else NOWHERE
    return fields.day_at_or_none(result, "estimatedArrivalDate", path, last) or fields.day_at_or_none(
        result, "promisedDeliveryDate", path, last
    )


def _way_back(result: Node, path: str) -> tuple[ParcelNumber, ...]:
    """The number under which the same package comes back; Amazon's example writes "null" in quotes for none."""
    written = fields.text_or_empty(result, "alternateLegTrackingId", path)
    number = None if written == "null" else fields.tracking_number_or_none(written)
    return (ParcelNumber("amazon_shipping", number),) if number else ()


def _scans(result: Node, path: str) -> list[_Scan]:
    """In Amazon's order."""
    events = fields.nodes_or_empty(result, "eventHistory", path)
    if not events and "eventCode" in result:
        events = [(path, result)]
    return [_scan(event, event_path) for event_path, event in events]


def _scan(event: Node, path: str) -> _Scan:
    place = _place(fields.node_or_empty(event, "location", path), fields.path_of(path, "location"))
    occurred_at, inferred = fields.moment(event, "eventTime", path, place)
    leg = "returns" if fields.text_or_empty(event, "shipmentType", path) == "RETURNS" else "forward"
    return _Scan(fields.text(event, "eventCode", path), leg, place, occurred_at, inferred)


def _checkpoints(scans: list[_Scan], summary: Node, path: str) -> tuple[Checkpoint, ...]:
    """The summary's detail codes speak of the newest event of their leg."""
    newest: dict[str, datetime] = {}
    for scan in scans:
        newest[scan.leg] = max(newest.get(scan.leg, scan.occurred_at), scan.occurred_at)
    codes, proof = _leg_codes(summary, path), _proof(summary, path)
    return tuple(
        _checkpoint(scan, codes[scan.leg] if scan.occurred_at == newest[scan.leg] else (), proof) for scan in scans
    )


def _checkpoint(scan: _Scan, leg_codes: tuple[str, ...], proof: ProofOfDelivery | None) -> Checkpoint:
    detail, cause = meaning(scan.code, leg_codes)
    if scan.leg == "returns":
        detail, proof = returning(detail), None
    return Checkpoint(
        occurred_at=scan.occurred_at,
        detail=detail,
        carrier_code=fields.code(scan.code),
        place=scan.place,
        time_inferred=scan.inferred,
        cause=cause,
        proof=proof if detail.milestone is Milestone.DELIVERED else None,
    )


def _leg_codes(summary: Node, path: str) -> dict[str, tuple[str, ...]]:
    """The detail codes of each leg: {"forward": ("Signed",), "returns": ()}."""
    said = fields.node_or_empty(summary, "trackingDetailCodes", path)
    return {leg: _words(said, leg, f"{path}.trackingDetailCodes") for leg in ("forward", "returns")}


def _words(parent: Node, key: str, path: str) -> tuple[str, ...]:
    values = parent.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise fields.unreadable(path, key, "a list of text")
    return tuple(values)


def _proof(summary: Node, path: str) -> ProofOfDelivery | None:
    proof, at = fields.node_or_empty(summary, "proofOfDelivery", path), f"{path}.proofOfDelivery"
    if not proof:
        return None
    where = fields.node_or_empty(proof, "deliveryLocationCoordinates", at)
    return ProofOfDelivery(
        signed_by=fields.text_or_empty(proof, "receivedBy", at),
        photo_url=fields.https_or_empty(proof, "deliveryImageURL", at),
        latitude=fields.degrees_or_none(where, "latitude", at),
        longitude=fields.degrees_or_none(where, "longitude", at),
    )


def _place(location: Node, path: str) -> Place:
    return Place(
        city=fields.text_or_empty(location, "city", path),
        region=fields.text_or_empty(location, "stateOrRegion", path),
        postal=fields.text_or_empty(location, "postalCode", path),
        country=fields.country_or_empty(location, "countryCode", path),
    )
