"""ShipEngine's push: `{"resource_url", "resource_type", "data": <tracking information>}`, with the parcel's events.

Sources (2026-11): https://www.shipengine.com/docs/reference/webhooks-schemas/ (`API_TRACK`),
https://docs.shipstation.com/apis/docs/guides/webhooks-schemas (`TRACK_EVENT_V2`, the same of ShipStation API V2).
Other resource types (batches, rates, ...) arrive at the same address and say nothing about a parcel. Read too: the
tracking information alone, as `GET /v1/tracking` and `GET /v1/labels/{id}/track` answer.

Documented: `occurred_at` is UTC, `carrier_occurred_at` the local time. Events of older carrier connections have no
status of their own, only the carrier's event code; the parcel's status is then that of the event which
`carrier_status_code` names, or else of the newest (assumed). The other events without one are unknown. Who moves the
parcel is in `carrier_code`, in `API_TRACK` pushes only in `resource_url`; where neither says so, the parcel is
ShipEngine's. Assumed: a local `estimated_delivery_date` is the destination's.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from shared.carriers.adapters.shipengine.codes import meaning, mover
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone

_ABOUT_A_PARCEL = frozenset({"API_TRACK", "TRACK_EVENT_V2"})
_NO_PROOF = ProofOfDelivery()


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update, none for a push that is not about tracking."""
    document = fields.document(body)
    if "resource_type" not in document:
        return (_update(document, "", ""),)
    if fields.text(document, "resource_type", "") not in _ABOUT_A_PARCEL:
        return ()
    return (_update(fields.node(document, "data", ""), "data", fields.text_or_empty(document, "resource_url", "")),)


def _update(tracking: Node, path: str, address: str) -> CarrierUpdate:
    number = fields.tracking_number(tracking, "tracking_number", path)
    carrier = mover(fields.text_or_empty(tracking, "carrier_code", path) or _carrier_in(address))
    events = fields.nodes_or_empty(tracking, "events", path)
    current, codes = _current(tracking, path, events), _codes(tracking, path)
    scans = [_checkpoint(event, at, codes if at in current else _codes(event, at)) for at, event in events]
    return CarrierUpdate(
        parcel=ParcelNumber(carrier or "shipengine", number),
        checkpoints=with_returns_named(tuple(scans)),
        carrier_estimate=fields.day_or_none(tracking, "estimated_delivery_date", path),
    )


def _carrier_in(address: str) -> str:
    """The carrier's code in ".../v1/tracking?carrier_code=usps&tracking_number=..."; "" where there is none."""
    try:
        return parse_qs(urlsplit(address).query).get("carrier_code", [""])[0]
    except ValueError:
        return ""


def _codes(described: Node, path: str) -> tuple[str, str]:
    """The status and its detail, of the parcel or of an event."""
    status = fields.text_or_empty(described, "status_code", path)
    return status, fields.text_or_empty(described, "status_detail_code", path)


def _current(tracking: Node, path: str, events: list[tuple[str, Node]]) -> frozenset[str]:
    """The paths of the events that have the parcel's status, because they have none of their own."""
    silent = [(at, event) for at, event in events if not (event.get("status_code") or event.get("status_detail_code"))]
    if not silent:
        return frozenset()
    code = fields.text_or_empty(tracking, "carrier_status_code", path)
    named = [at for at, event in silent if code and _carriers_code(event, at) == code]
    newest, _ = max(events, key=lambda pair: _moment(pair[1], pair[0], _place(pair[1], pair[0])))
    return frozenset(named or ([newest] if newest in dict(silent) else []))


def _carriers_code(event: Node, path: str) -> str:
    return fields.text_or_empty(event, "event_code", path) or fields.text_or_empty(event, "carrier_status_code", path)


def _checkpoint(event: Node, path: str, codes: tuple[str, str]) -> Checkpoint:
    detail, cause = meaning(*codes)
    place = _place(event, path)
    occurred_at, zone_assumed = _moment(event, path, place)
    signer = fields.text_or_empty(event, "signer", path)
    message, signatory = without_signatory(fields.text_or_empty(event, "description", path), signer)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=_code(event, path),
        message=message,
        place=place,
        time_inferred=zone_assumed,
        cause=cause,
        proof=_proof(event, path, signatory) if detail.milestone is Milestone.DELIVERED else None,
    )


def _moment(event: Node, path: str, place: Place) -> tuple[datetime, bool]:
    """The event's time: the local one where that is all there is."""
    local_only = event.get("occurred_at") is None and event.get("carrier_occurred_at") is not None
    return fields.moment(event, "carrier_occurred_at" if local_only else "occurred_at", path, place)


def _code(event: Node, path: str) -> str:
    """The most exact code there is: the moving carrier's own ("OF", "D/FS"), else ShipEngine's, else of the words."""
    code = _carriers_code(event, path)
    codes = (code, fields.text_or_empty(event, "carrier_detail_code", path)) if code else _codes(event, path)
    written = "/".join(filter(None, codes))
    return fields.code(written) if written else fields.code_of_words(fields.text(event, "description", path))


def _proof(event: Node, path: str, signatory: str) -> ProofOfDelivery | None:
    proof = ProofOfDelivery(
        signed_by=signatory,
        photo_url=fields.https_or_empty(event, "proof_of_delivery_url", path),
        latitude=fields.degrees_or_none(event, "latitude", path),
        longitude=fields.degrees_or_none(event, "longitude", path),
    )
    return None if proof == _NO_PROOF else proof


def _place(event: Node, path: str) -> Place:
    return Place(
        city=fields.text_or_empty(event, "city_locality", path),
        region=fields.text_or_empty(event, "state_province", path),
        postal=fields.text_or_empty(event, "postal_code", path),
        country=fields.country_or_empty(event, "country_code", path),
    )
