"""AfterShip's push: `{"ts", "event", "event_id", "is_tracking_first_tag", "msg": <Tracking>}`, with all checkpoints.

Sources (2026-11): https://www.aftership.com/docs/tracking/2026-07/webhook/webhook-specifications, .../model/tracking,
.../model/checkpoint, and https://www.aftership.com/docs/tracking/changelog for the names before: `zip` until 2025-07,
`country_iso3` and `expected_delivery` in the legacy API. Read too: what the API answers, `{"meta", "data"}`, whose
`data` is a Tracking, or holds `tracking` (legacy) or a page of `trackings`.

Documented: `checkpoint_time` is the local time of its place, with an offset or without; delivery dates are local to the
recipient; countries are ISO 3166-1 alpha-3. `shipment_weight` is not taken: the merchant may have told it. Estimates
are taken when they are the carrier's, not when they are AfterShip's. Assumed: UTC, where a time has neither offset nor
country; `courier_code` stands for `slug` where there is none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shared.carriers.adapters.aftership.codes import detail, mover
from shared.carriers.reading import fields
from shared.carriers.reading.country_spellings import alpha2
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

_ABOUT_A_PARCEL = frozenset({"tracking_update", "edd_revise", "tracking_pending_time"})
_NO_PROOF = ProofOfDelivery()


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update per tracking, none for an event of another kind."""
    document = fields.document(body)
    if "event" not in document:
        return tuple(_update(tracking, path) for path, tracking in _answered(document))
    if fields.text(document, "event", "") not in _ABOUT_A_PARCEL:
        return ()
    return (_update(fields.node(document, "msg", ""), "msg"),)


def _answered(document: Node) -> list[tuple[str, Node]]:
    """The trackings in an answer of the API, each with its path."""
    data = fields.node(document, "data", "")
    if "trackings" in data:
        return fields.nodes(data, "trackings", "data")
    if "tracking" in data:
        return [("data.tracking", fields.node(data, "tracking", "data"))]
    return [("data", data)]


def _update(tracking: Node, path: str) -> CarrierUpdate:
    parcel = ParcelNumber(_mover(tracking, path), fields.tracking_number(tracking, "tracking_number", path))
    proof = _proof(tracking, path)
    scans = fields.nodes_or_empty(tracking, "checkpoints", path)
    legs = (_leg(tracking, "first_mile", path), _leg(tracking, "last_mile", path))
    return CarrierUpdate(
        parcel=parcel,
        checkpoints=with_returns_named(tuple(_checkpoint(scan, at, parcel, proof) for at, scan in scans)),
        carrier_estimate=_estimate(tracking, path),
        also=tuple(dict.fromkeys(leg for leg in legs if leg and leg != parcel)),
    )


def _mover(tracking: Node, path: str) -> str:
    courier = fields.text_or_empty(tracking, "slug", path) or fields.text_or_empty(tracking, "courier_code", path)
    return mover(courier)


def _leg(tracking: Node, key: str, path: str) -> ParcelNumber | None:
    """The first or the last mile's number; None where there is one mile only, or its number is not known yet."""
    leg = fields.node_or_empty(tracking, key, path)
    courier = fields.text_or_empty(leg, "slug", f"{path}.{key}")
    if not courier or not leg.get("tracking_number"):
        return None
    return ParcelNumber(mover(courier), fields.tracking_number(leg, "tracking_number", f"{path}.{key}"))


def _estimate(tracking: Node, path: str) -> date | None:
    """The carrier's own date, the newest first; the end of a range."""
    latest = fields.node_or_empty(tracking, "latest_estimated_delivery", path)
    if latest.get("source") == "Carrier EDD":
        found = _day(latest, ("datetime", "datetime_max"), f"{path}.latest_estimated_delivery")
        if found:
            return found
    told = fields.node_or_empty(tracking, "courier_estimated_delivery_date", path)
    keys = ("estimated_delivery_date", "estimated_delivery_date_max")
    found = _day(told, keys, f"{path}.courier_estimated_delivery_date")
    return found or fields.day_or_none(tracking, "expected_delivery", path)


def _day(estimate: Node, keys: tuple[str, str], path: str) -> date | None:
    one, latest = keys
    return fields.day_or_none(estimate, one, path) or fields.day_or_none(estimate, latest, path)


def _proof(tracking: Node, path: str) -> ProofOfDelivery:
    """What AfterShip says of the delivery once per tracking: who signed, and the first photo."""
    records = fields.nodes_or_empty(tracking, "proof_of_delivery", path)
    photos = filter(None, (fields.https_or_empty(record, "url", at) for at, record in records))
    return ProofOfDelivery(fields.text_or_empty(tracking, "signed_by", path), next(photos, ""))


def _checkpoint(scan: Node, path: str, parcel: ParcelNumber, proof: ProofOfDelivery) -> Checkpoint:
    tag = fields.text_or_empty(scan, "tag", path)
    subtag = fields.text_or_empty(scan, "subtag", path)
    courier = fields.text_or_empty(scan, "slug", path)
    by = mover(courier) if courier else parcel.carrier
    message, signatory = without_signatory(fields.text_or_empty(scan, "message", path), proof.signed_by)
    place = _place(scan, path)
    occurred_at, zone_assumed = fields.moment(scan, "checkpoint_time", path, place)
    meant = _meant(scan, path, detail(tag, subtag))
    is_delivered = meant.milestone is Milestone.DELIVERED
    return Checkpoint(
        occurred_at=occurred_at,
        detail=meant,
        carrier_code=_code(scan, path, subtag or tag),
        message=message,
        place=place,
        time_inferred=zone_assumed,
        proof=_proof_at(scan, path, replace(proof, signed_by=signatory)) if is_delivered else None,
        moved_by=by if by != parcel.carrier else "",
    )


def _meant(scan: Node, path: str, told: Detail) -> Detail:
    """A delivery that AfterShip's events call one to the sender is a return."""
    if told.milestone is not Milestone.DELIVERED:
        return told
    events = fields.nodes_or_empty(scan, "events", path)
    return Detail.RETURNED if any(event.get("code") == "returned_to_sender" for _, event in events) else told


def _code(scan: Node, path: str, code: str) -> str:
    """The most exact code there is: the courier's own, else AfterShip's, else a digest of the words."""
    written = fields.text_or_empty(scan, "raw_tag", path) or code
    return fields.code(written) if written else fields.code_of_words(fields.text(scan, "message", path))


def _proof_at(scan: Node, path: str, proof: ProofOfDelivery) -> ProofOfDelivery | None:
    """The proof with the delivery's own point on earth; None where AfterShip says nothing of it."""
    point = fields.node_or_empty(scan, "coordinate", path)
    latitude = fields.degrees_or_none(point, "latitude", f"{path}.coordinate")
    longitude = fields.degrees_or_none(point, "longitude", f"{path}.coordinate")
    told = replace(proof, latitude=latitude, longitude=longitude)
    return None if told == _NO_PROOF else told


def _place(scan: Node, path: str) -> Place:
    country = fields.text_or_empty(scan, "country_region", path) or fields.text_or_empty(scan, "country_iso3", path)
    return Place(
        city=fields.text_or_empty(scan, "city", path),
        region=fields.text_or_empty(scan, "state", path),
        postal=fields.text_or_empty(scan, "postal_code", path) or fields.text_or_empty(scan, "zip", path),
        country=alpha2(country),
    )
