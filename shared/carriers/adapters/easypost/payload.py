"""EasyPost's push: an Event whose `result` is a Tracker, with every scan of the parcel so far.

Sources (2026-11): https://docs.easypost.com/docs/events, https://docs.easypost.com/docs/trackers. Events about
anything but a tracker (batches, refunds, ...) arrive at the same address and say nothing about a parcel. Read too: what
the API answers about trackers, one Tracker or a page of them (`{"trackers": [...]}`).

Documented: `weight` is what the carrier measured, in ounces; `datetime` has the zone of its place, and is UTC where
the place is incomplete. Assumed: the weight belongs to the first scan in the carrier's hands, and `est_delivery_date`
is a moment in UTC, unless it is midnight there: then it is a date.
"""

from __future__ import annotations

from datetime import date

from shared.carriers.adapters.easypost.codes import detail, mover
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named, with_weight
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update per tracker, none for an event that is not about one."""
    document = fields.document(body)
    if "trackers" in document:
        return tuple(_update(tracker, path) for path, tracker in fields.nodes(document, "trackers", ""))
    kind = fields.text(document, "object", "")
    if kind == "Tracker":
        return (_update(document, ""),)
    if kind != "Event":
        raise fields.unreadable("", "object", '"Event" or "Tracker"')
    if not fields.text(document, "description", "").startswith("tracker."):
        return ()
    return (_update(fields.node(document, "result", ""), "result"),)


def _update(tracker: Node, path: str) -> CarrierUpdate:
    signed_by = fields.text_or_empty(tracker, "signed_by", path)
    scans = fields.nodes_or_empty(tracker, "tracking_details", path)
    checkpoints = with_returns_named(tuple(_checkpoint(scan, at, signed_by) for at, scan in scans))
    weight = fields.grams_or_none(tracker.get("weight"), "oz")
    return CarrierUpdate(
        parcel=_parcel(tracker, path),
        checkpoints=with_weight(checkpoints, weight),
        carrier_estimate=_estimate(tracker, path),
    )


def _parcel(tracker: Node, path: str) -> ParcelNumber:
    carrier = mover(fields.text(tracker, "carrier", path))
    if not carrier:
        raise fields.unreadable(path, "carrier", "a carrier's name")
    return ParcelNumber(carrier, fields.tracking_number(tracker, "tracking_code", path))


def _estimate(tracker: Node, path: str) -> date | None:
    """The local day: as EasyPost says it, else of the moment it says, at the destination."""
    more = fields.node_or_empty(tracker, "carrier_detail", path)
    more_path = fields.path_of(path, "carrier_detail")
    local = fields.day_or_none(more, "est_delivery_date_local", more_path)
    destination = _place(more, "destination_tracking_location", more_path)
    return local or fields.day_at_or_none(tracker, "est_delivery_date", path, destination)


def _checkpoint(scan: Node, path: str, signed_by: str) -> Checkpoint:
    """`signed_by` is said once per tracker: it is of the delivery."""
    status = fields.text_or_empty(scan, "status", path)
    status_detail = fields.text_or_empty(scan, "status_detail", path)
    meant = detail(status, status_detail)
    message, signatory = without_signatory(fields.text_or_empty(scan, "message", path), signed_by)
    place = _place(scan, "tracking_location", path)
    occurred_at, zone_assumed = fields.moment(scan, "datetime", path, place)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=meant,
        carrier_code=_code(scan, status, status_detail, path),
        message=message,
        place=place,
        # EasyPost takes the zone from the scan's place, and writes local time as if it were UTC where it has none.
        time_inferred=zone_assumed or not (place.city or place.postal),
        proof=ProofOfDelivery(signatory) if signatory and meant.milestone is Milestone.DELIVERED else None,
    )


def _code(scan: Node, status: str, status_detail: str, path: str) -> str:
    """The most exact code there is: the moving carrier's own, else EasyPost's two, else a digest of the words."""
    own = fields.text_or_empty(scan, "carrier_code", path)
    written = own or "/".join(filter(None, (status, status_detail)))
    return fields.code(written) if written else fields.code_of_words(fields.text(scan, "message", path))


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
