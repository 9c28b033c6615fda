"""DHL Express's tracking answers: MyDHL API's `{"shipments": [...]}`, and the XML Services' `<TrackingResponse>`.

Sources (2026-11): https://developer.dhl.com/api-reference/dhl-express-mydhl-api, operations "Track a single" and
"Track a single or multiple DHL Express Shipments", with `trackingView` all-checkpoints: per shipment
`shipmentTrackingNumber`, `events[]` {`date`, `time`, `GMTOffset`, `typeCode`, `description`, `signedBy`,
`serviceArea[]` {`code`, `description`}}, `pieces[]` with their own `events[]`, `estimatedDeliveryDate`. DHL XML
Services 10.0, "Tracking": per `AWBInfo` its `ShipmentInfo` with `ShipmentEvent`s. Assumed: a push of DHL Express wraps
the same objects. What DHL's Unified API says about Express parcels is read here too.

Times are local to the service area. `GMTOffset` stands beside them only where it was asked for
(`requestGMTOffsetPerEvent`), and never in XML: without it the zone is inferred by the area's country.
A place is written "CITY-CCC" or "CITY,ST-CCC", with three letters for the country; two, and a name, are taken too.

No weight is read: the shipment's is what the sender declared.
"""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache

from shared.carriers.adapters.dhl_express.codes import meaning
from shared.carriers.reading import dhl_unified, fields
from shared.carriers.reading.country_spellings import alpha2
from shared.carriers.reading.fields import Node
from shared.carriers.reading.json_or_xml import is_xml
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone

_UNIFIED: dict[str, dhl_unified.Meaning] = {"express": lambda status, detailed: meaning(status)}


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number DHL does not know is no update."""
    return _of_xml(body) if is_xml(body) else _of_json(body)


def _of_json(body: bytes) -> tuple[CarrierUpdate, ...]:
    document = fields.document(body)
    if dhl_unified.recognises(document):
        return dhl_unified.updates(document, _UNIFIED)
    return tuple(_shipment(shipment, path) for path, shipment in fields.nodes(document, "shipments", ""))


def _shipment(shipment: Node, path: str) -> CarrierUpdate:
    return CarrierUpdate(
        parcel=ParcelNumber("dhl_express", fields.tracking_number(shipment, "shipmentTrackingNumber", path)),
        checkpoints=tuple(_checkpoint(scan, at) for at, scan in _scans(shipment, path)),
        carrier_estimate=fields.day_or_none(shipment, "estimatedDeliveryDate", path)
        or fields.day_or_none(shipment, "estimatedTimeOfDelivery", path),
    )


def _scans(shipment: Node, path: str) -> list[tuple[str, Node]]:
    """The shipment's own events; where only its pieces have any (`levelOfDetail` piece), theirs."""
    own = fields.nodes_or_empty(shipment, "events", path)
    if own:
        return own
    pieces = fields.nodes_or_empty(shipment, "pieces", path)
    return [scan for at, piece in pieces for scan in fields.nodes_or_empty(piece, "events", at)]


def _checkpoint(scan: Node, path: str) -> Checkpoint:
    areas = fields.nodes_or_empty(scan, "serviceArea", path)
    place = _place(fields.text_or_empty(areas[0][1], "description", areas[0][0])) if areas else NOWHERE
    offset = fields.text_or_empty(scan, "GMTOffset", path)
    written = f"{fields.text(scan, 'date', path)}T{fields.text(scan, 'time', path)}{offset}"
    return _read(
        code=fields.text(scan, "typeCode", path),
        words=fields.text_or_empty(scan, "description", path),
        signed_by=fields.text_or_empty(scan, "signedBy", path),
        written=written,
        place=place,
        path=path,
    )


def _of_xml(body: bytes) -> tuple[CarrierUpdate, ...]:
    response = fields.xml_document(body, "TrackingResponse")
    found = []
    for path, waybill in fields.repeated(response, "AWBInfo", ""):
        if waybill.get("ShipmentInfo"):  # else DHL knows no such number
            found.append(_waybill(waybill, path))
    return tuple(found)


def _waybill(waybill: Node, path: str) -> CarrierUpdate:
    info, at = fields.node(waybill, "ShipmentInfo", path), f"{path}.ShipmentInfo"
    return CarrierUpdate(
        parcel=ParcelNumber("dhl_express", fields.tracking_number(waybill, "AWBNumber", path)),
        checkpoints=tuple(_xml_checkpoint(scan, at) for at, scan in fields.repeated(info, "ShipmentEvent", at)),
        carrier_estimate=fields.day_or_none(info, "EstDlvyDate", at),
    )


def _xml_checkpoint(scan: Node, path: str) -> Checkpoint:
    event = fields.node(scan, "ServiceEvent", path)
    area = fields.node_or_empty({"ServiceArea": scan.get("ServiceArea") or None}, "ServiceArea", path)
    return _read(
        code=fields.text(event, "EventCode", f"{path}.ServiceEvent"),
        words=" ".join(fields.text_or_empty(event, "Description", f"{path}.ServiceEvent").split()),
        signed_by=fields.text_or_empty(scan, "Signatory", path),
        written=f"{fields.text(scan, 'Date', path)}T{fields.text(scan, 'Time', path)}",
        place=_place(fields.text_or_empty(area, "Description", f"{path}.ServiceArea")),
        path=path,
    )


def _read(*, code: str, words: str, signed_by: str, written: str, place: Place, path: str) -> Checkpoint:
    """A checkpoint of either notation. `written` is the ISO 8601 of what stands in its date, time and offset."""
    occurred_at, inferred = fields.moment_of(written, place, UTC, path)  # `path`: of its two or three fields together
    detail, cause = meaning(code)
    message, name = without_signatory(words, signed_by)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(code),
        message=message,
        place=place,
        time_inferred=inferred,
        cause=cause,
        proof=ProofOfDelivery(signed_by=name) if name and detail.milestone is Milestone.DELIVERED else None,
    )


@lru_cache(maxsize=1024)
def _place(area: str) -> Place:
    """The place of a service area: "AMSTERDAM-NLD", "NEW YORK,NY-USA", "Brisbane-AU", "Milan - Italy"."""
    before, dash, behind = area.rpartition("-")
    country = alpha2(behind) if dash else ""
    town = (before if country or before.endswith(" ") else area).strip()  # else the hyphen is the town's own
    city, comma, region = town.rpartition(",")
    region = region.strip()
    if comma and 2 <= len(region) <= 3 and region.isupper():
        return Place(city=city.strip(), region=region, country=country)
    return Place(city=town, country=country)
