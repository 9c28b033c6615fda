"""FedEx's push: the Track API's `completeTrackResults`, one per tracking number.

Sources (2026-11): https://developer.fedex.com/api/en-us/catalog/shipment-visibility-webhook/docs.html and the schema
`TestWebhookOutputVO` it offers; https://developer.fedex.com/api/en-us/catalog/track/v1/docs.html for the objects.
Documented: `{"transactionId", "outputMetaData", "output": {"completeTrackResults": [...]}}`. Assumed, and accepted
too: `completeTrackResults` without `output` around it. Read: JSON of the Track API v1, never the retired XML.

FedEx warns that pushes come out of order, and that a push may repeat scans or bring nothing but a new estimate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shared.carriers import reading
from shared.carriers.fedex.codes import milestone
from shared.carriers.reading import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelId
from shared.tracking.checkpoint import Checkpoint, Place


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number that FedEx used again comes as two updates about one ParcelId."""
    path, output = _output(reading.document(body))
    updates: list[CarrierUpdate] = []
    scans = 0
    for result_path, number, result in _results(output, path):
        update = _update(number, result, result_path)
        scans += len(update.checkpoints)
        if scans > reading.MAX_ITEMS:
            raise reading.unreadable(path, "completeTrackResults", f"of {reading.MAX_ITEMS} scans at most")
        updates.append(update)
    return tuple(updates)


def _output(document: Node) -> tuple[str, Node]:
    if "completeTrackResults" in document:
        return "", document
    return "output", reading.node(document, "output", "")


def _results(output: Node, path: str) -> Iterator[tuple[str, str, Node]]:
    """Every track result that is about a parcel: its path, its tracking number, itself."""
    for complete_path, complete in reading.nodes(output, "completeTrackResults", path):
        for result_path, result in reading.nodes_or_empty(complete, "trackResults", complete_path):
            if result.get("error") is not None and not result.get("scanEvents"):
                continue  # FedEx knows no such number
            yield result_path, _number(result, result_path, complete, complete_path), result


def _number(result: Node, path: str, complete: Node, complete_path: str) -> str:
    """The number of the result itself; the outer one is what somebody once asked for."""
    info = reading.node_or_empty(result, "trackingNumberInfo", path)
    if info.get("trackingNumber") is not None:
        return reading.tracking_number(info, "trackingNumber", f"{path}.trackingNumberInfo")
    return reading.tracking_number(complete, "trackingNumber", complete_path)


def _update(number: str, result: Node, path: str) -> CarrierUpdate:
    return CarrierUpdate(
        parcel=ParcelId("fedex", number),
        checkpoints=tuple(_checkpoint(scan, at) for at, scan in reading.nodes_or_empty(result, "scanEvents", path)),
        carrier_estimate=_estimate(result, path),
    )


def _estimate(result: Node, path: str) -> date | None:
    """The day as FedEx writes it, which is the destination's."""
    for at, entry in reading.nodes_or_empty(result, "dateAndTimes", path):
        if entry.get("type") == "ESTIMATED_DELIVERY":
            return reading.day_or_none(entry, "dateTime", at)
    return None


def _checkpoint(scan: Node, path: str) -> Checkpoint:
    event_type = reading.text_or_empty(scan, "eventType", path)
    exception_code = reading.text_or_empty(scan, "exceptionCode", path)
    occurred_at, zone_assumed = reading.moment(scan, "date", path)
    return Checkpoint(
        occurred_at=occurred_at,
        milestone=milestone(event_type, exception_code, reading.text_or_empty(scan, "derivedStatusCode", path)),
        carrier_code=_code(scan, event_type, exception_code, path),
        # Not `exceptionDescription`, which spells out the street of a pickup point: `exceptionCode` says it too.
        message=reading.text_or_empty(scan, "eventDescription", path),
        place=_place(reading.node_or_empty(scan, "scanLocation", path), f"{path}.scanLocation"),
        time_inferred=zone_assumed,
    )


def _code(scan: Node, event_type: str, exception_code: str, path: str) -> str:
    """FedEx's event code, with its exception code if there is one ("DL", "DE/08"), else a digest of its words."""
    written = "/".join(filter(None, (event_type, exception_code)))
    return reading.code(written) if written else reading.code_of_words(reading.text(scan, "eventDescription", path))


def _place(location: Node, path: str) -> Place:
    return Place(
        city=reading.text_or_empty(location, "city", path),
        region=reading.text_or_empty(location, "stateOrProvinceCode", path),
        postal=reading.text_or_empty(location, "postalCode", path),
        country=reading.country_or_empty(location, "countryCode", path),
    )
