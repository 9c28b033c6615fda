"""EasyPost's push: an Event whose `result` is a Tracker, with every scan of the parcel so far.

Sources (2026-11): https://docs.easypost.com/docs/events, https://docs.easypost.com/docs/trackers. Events about
anything but a tracker (batches, refunds, ...) arrive at the same address and say nothing about a parcel.
"""

from __future__ import annotations

from datetime import date

from shared.carriers import reading
from shared.carriers.easypost.codes import milestone, mover
from shared.carriers.reading import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelId
from shared.tracking.checkpoint import Checkpoint, Place


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update, or none for an event that is not about a tracker."""
    event = reading.document(body)
    if reading.text(event, "object", "") != "Event":
        raise reading.unreadable("", "object", '"Event"')
    if not reading.text(event, "description", "").startswith("tracker."):
        return ()
    return (_update(reading.node(event, "result", ""), "result"),)


def _update(tracker: Node, path: str) -> CarrierUpdate:
    scans = reading.nodes_or_empty(tracker, "tracking_details", path)
    return CarrierUpdate(
        parcel=_parcel(tracker, path),
        checkpoints=tuple(_checkpoint(scan, at) for at, scan in scans),
        carrier_estimate=_estimate(tracker, path),
    )


def _parcel(tracker: Node, path: str) -> ParcelId:
    carrier = mover(reading.text(tracker, "carrier", path))
    if not carrier:
        raise reading.unreadable(path, "carrier", "a carrier's name")
    return ParcelId(carrier, reading.tracking_number(tracker, "tracking_code", path))


def _estimate(tracker: Node, path: str) -> date | None:
    """The local day where EasyPost knows it: `est_delivery_date` is UTC, in which an evening is the next day."""
    detail = reading.node_or_empty(tracker, "carrier_detail", path)
    local = reading.day_or_none(detail, "est_delivery_date_local", f"{path}.carrier_detail")
    return local or reading.day_or_none(tracker, "est_delivery_date", path)


def _checkpoint(scan: Node, path: str) -> Checkpoint:
    status = reading.text_or_empty(scan, "status", path)
    status_detail = reading.text_or_empty(scan, "status_detail", path)
    occurred_at, zone_assumed = reading.moment(scan, "datetime", path)
    place = _place(reading.node_or_empty(scan, "tracking_location", path), f"{path}.tracking_location")
    return Checkpoint(
        occurred_at=occurred_at,
        milestone=milestone(status, status_detail),
        carrier_code=_code(scan, status, status_detail, path),
        message=reading.text_or_empty(scan, "message", path),
        place=place,
        # EasyPost takes the zone from the scan's place, and writes local time as if it were UTC where it has none.
        time_inferred=zone_assumed or not (place.city or place.postal),
    )


def _code(scan: Node, status: str, status_detail: str, path: str) -> str:
    """The most exact code there is: the moving carrier's own, else EasyPost's two, else a digest of the words."""
    own = reading.text_or_empty(scan, "carrier_code", path)
    written = own or "/".join(filter(None, (status, status_detail)))
    return reading.code(written) if written else reading.code_of_words(reading.text(scan, "message", path))


def _place(location: Node, path: str) -> Place:
    return Place(
        city=reading.text_or_empty(location, "city", path),
        region=reading.text_or_empty(location, "state", path),
        postal=reading.text_or_empty(location, "zip", path),
        country=reading.country_or_empty(location, "country", path),
    )
