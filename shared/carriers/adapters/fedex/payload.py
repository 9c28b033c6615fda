"""FedEx's push: the Track API's `completeTrackResults`, one per tracking number.

Sources (2026-11): https://developer.fedex.com/api/en-us/catalog/shipment-visibility-webhook/docs.html and the schema
`TestWebhookOutputVO` it offers; https://developer.fedex.com/api/en-us/catalog/track/v1/docs.html for the objects.
Documented: `{"transactionId", "outputMetaData", "output": {"completeTrackResults": [...]}}`. Assumed, and accepted
too: `completeTrackResults` without `output` around it. Read: JSON of the Track API v1, never the retired XML.

Times carry an offset; one that lacks it is local to the scan's place. FedEx warns that pushes come out of order, and
that a push may repeat scans or bring nothing but a new estimate. The picture of a delivery and that of the signature
are documents to ask for (`availableImages`), not addresses, so a proof has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shared.carriers.adapters.fedex.codes import meaning, mover
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_proof, with_returns_named, with_weight
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery

# Dates of `dateAndTimes` that are estimates, the best first: the forecast, an appointment, what the service promises.
_ESTIMATES = ("ESTIMATED_DELIVERY", "APPOINTMENT_DELIVERY", "COMMITMENT")

_NO_ESTIMATE = "ESTIMATED_DELIVERY_DATE_UNAVAILABLE"

_ECONOMY = "FXSP"  # FedEx Ground Economy, once SmartPost: USPS delivers, or did


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number that FedEx used again comes as two updates about one ParcelNumber."""
    path, output = _output(fields.document(body))
    updates: list[CarrierUpdate] = []
    scans = 0
    for result_path, number, result in _results(output, path):
        update = _update(number, result, result_path)
        scans += len(update.checkpoints)
        if scans > fields.MAX_ITEMS:
            raise fields.unreadable(path, "completeTrackResults", f"of {fields.MAX_ITEMS} scans at most")
        updates.append(update)
    return tuple(updates)


def _output(document: Node) -> tuple[str, Node]:
    if "completeTrackResults" in document:
        return "", document
    return "output", fields.node(document, "output", "")


def _results(output: Node, path: str) -> Iterator[tuple[str, str, Node]]:
    """Every track result that is about a parcel: its path, its tracking number, itself."""
    for complete_path, complete in fields.nodes(output, "completeTrackResults", path):
        for result_path, result in fields.nodes_or_empty(complete, "trackResults", complete_path):
            if result.get("error") is not None and not result.get("scanEvents"):
                continue  # FedEx knows no such number
            yield result_path, _number(result, result_path, complete, complete_path), result


def _number(result: Node, path: str, complete: Node, complete_path: str) -> str:
    """The number of the result itself; the outer one is what somebody once asked for."""
    info = fields.node_or_empty(result, "trackingNumberInfo", path)
    if info.get("trackingNumber") is not None:
        return fields.tracking_number(info, "trackingNumber", f"{path}.trackingNumberInfo")
    return fields.tracking_number(complete, "trackingNumber", complete_path)


def _update(number: str, result: Node, path: str) -> CarrierUpdate:
    scans = tuple(_checkpoint(scan, at) for at, scan in fields.nodes_or_empty(result, "scanEvents", path))
    scans = with_proof(with_returns_named(scans), _proof(result, path))
    return CarrierUpdate(
        parcel=ParcelNumber("fedex", number),
        checkpoints=with_weight(scans, _grams(result, path)),
        carrier_estimate=_estimate(result, path),
        also=_also(number, result, path),
    )


def _also(number: str, result: Node, path: str) -> tuple[ParcelNumber, ...]:
    """Under which number USPS has a parcel of Ground Economy: assumed to be FedEx's own where that is a USPS number."""
    info = fields.node_or_empty(result, "trackingNumberInfo", path)
    is_economy = fields.text_or_empty(info, "carrierCode", f"{path}.trackingNumberInfo") == _ECONOMY
    return (ParcelNumber("usps", number),) if is_economy and len(number) == 22 and number.startswith("92") else ()


def _estimate(result: Node, path: str) -> date | None:
    """The day as FedEx writes it, which is the destination's. None while FedEx says that it cannot tell."""
    commit = fields.node_or_empty(result, "serviceCommitMessage", path)
    if fields.text_or_empty(commit, "type", f"{path}.serviceCommitMessage") == _NO_ESTIMATE:
        return None
    found: dict[str, date | None] = {}
    for at, entry in fields.nodes_or_empty(result, "dateAndTimes", path):
        kind = fields.text_or_empty(entry, "type", at)
        if kind in _ESTIMATES:
            found.setdefault(kind, fields.day_or_none(entry, "dateTime", at))
    return next((found[kind] for kind in _ESTIMATES if found.get(kind)), None)


def _proof(result: Node, path: str) -> ProofOfDelivery | None:
    """Who took it and where ("Receptionist/Front Desk"): `deliveryDetails`, which a parcel on its way has too."""
    details = fields.node_or_empty(result, "deliveryDetails", path)
    place = f"{path}.deliveryDetails"
    proof = ProofOfDelivery(
        signed_by=fields.text_or_empty(details, "receivedByName", place)
        or fields.text_or_empty(details, "signedByName", place),
        place=fields.text_or_empty(details, "locationDescription", place)
        or fields.text_or_empty(details, "locationType", place),
    )
    return proof if proof.signed_by or proof.place else None


def _grams(result: Node, path: str) -> int | None:
    """The parcel's weight, which FedEx writes in pounds and again in kilograms: the first."""
    package = fields.node_or_empty(result, "packageDetails", path)
    measured = fields.node_or_empty(package, "weightAndDimensions", f"{path}.packageDetails")
    for at, weight in fields.nodes_or_empty(measured, "weight", f"{path}.packageDetails.weightAndDimensions"):
        return fields.grams_or_none(weight.get("value"), fields.text_or_empty(weight, "unit", at))
    return None


def _checkpoint(scan: Node, path: str) -> Checkpoint:
    event_type = fields.text_or_empty(scan, "eventType", path)
    exception_code = fields.text_or_empty(scan, "exceptionCode", path)
    derived_code = fields.text_or_empty(scan, "derivedStatusCode", path)
    detail, cause = meaning(event_type, exception_code, derived_code, _delay(scan, path))
    place = _place(fields.node_or_empty(scan, "scanLocation", path), f"{path}.scanLocation")
    occurred_at, zone_assumed = fields.moment(scan, "date", path, place)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=_code(scan, event_type, exception_code, path),
        # Not `exceptionDescription`, which spells out the street of a pickup point: `exceptionCode` says it too.
        message=fields.text_or_empty(scan, "eventDescription", path),
        place=place,
        time_inferred=zone_assumed,
        cause=cause,
        moved_by=mover(event_type),
    )


def _delay(scan: Node, path: str) -> str:
    if scan.get("delayDetail") is None:  # as for nearly every scan
        return ""
    return fields.text_or_empty(fields.node(scan, "delayDetail", path), "type", f"{path}.delayDetail")


def _code(scan: Node, event_type: str, exception_code: str, path: str) -> str:
    """FedEx's event code, with its exception code if there is one ("DL", "DE/08"), else a digest of its words."""
    written = "/".join(filter(None, (event_type, exception_code)))
    return fields.code(written) if written else fields.code_of_words(fields.text(scan, "eventDescription", path))


def _place(location: Node, path: str) -> Place:
    return Place(
        city=fields.text_or_empty(location, "city", path),
        region=fields.text_or_empty(location, "stateOrProvinceCode", path),
        postal=fields.text_or_empty(location, "postalCode", path),
        country=fields.country_or_empty(location, "countryCode", path),
    )
