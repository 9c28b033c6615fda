"""DHL's push "Shipment Tracking - Unified", the API's answer with the same shipments, and Parcel DE Tracking's XML.

The JSON is that of `shared/carriers/reading/dhl_unified.py`, which names its documents. Source of the XML (2026-11):
https://developer.dhl.com/api-reference/dhl-parcel-de-shipment-tracking-post-parcel-germany, version 0, requests
d-get-piece-detail and get-status-for-public-user: nested `<data name="...">` elements, all values in attributes. Names
are met with hyphens ("piece-shipment") and without. The events of a piece stand inside it, inside a list inside it, or,
in the page's example, in a list beside it.

Its times are "dd.MM.yyyy HH:mm", without a zone: local to the event's country where it is known, else Germany's.
`delivery-date` as the day of delivery is recalled, and read where it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from shared.carriers.adapters.dhl.codes import event_detail, meaning
from shared.carriers.adapters.dhl_ecommerce.codes import meaning as ecommerce_meaning
from shared.carriers.adapters.dhl_express.codes import meaning as express_meaning
from shared.carriers.reading import dhl_unified, fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.json_or_xml import is_xml
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint

Elements = list[tuple[str, Node]]
"""Elements, each with its path."""

GERMANY = ZoneInfo("Europe/Berlin")
_UNIFIED: dict[str, dhl_unified.Meaning] = {
    "parcel-de": meaning,
    "post-de": meaning,
    "express": lambda status, detailed: express_meaning(status),
    "ecommerce": lambda status, detailed: ecommerce_meaning(status),
}
_PIECES = frozenset({"pieceshipment", "piecestatuspublic"})


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number DHL does not know is no update."""
    if is_xml(body):
        return _of_xml(body)
    return dhl_unified.updates(fields.document(body), _UNIFIED)


def _of_xml(body: bytes) -> tuple[CarrierUpdate, ...]:
    found = []
    for path, piece, beside in _pieces(fields.xml_document(body, "data"), "", []):
        if fields.text_or_empty(piece, "@error-status", path) in ("", "0"):
            found.append(_update(piece, path, beside))
    return tuple(found)


def _pieces(element: Node, path: str, beside: Elements) -> Iterator[tuple[str, Node, Elements]]:
    """Every piece, and the elements beside it."""
    if _name(element, path) in _PIECES:
        yield path, element, beside
        return
    inside = fields.repeated(element, "data", path)
    for at, child in inside:
        yield from _pieces(child, at, inside)


def _events(element: Node, path: str) -> Iterator[tuple[str, Node]]:
    """Every event inside, however deep."""
    for at, child in fields.repeated(element, "data", path):
        if _name(child, at) == "pieceevent":
            yield at, child
        else:
            yield from _events(child, at)


def _name(element: Node, path: str) -> str:
    return fields.text_or_empty(element, "@name", path).replace("-", "").lower()


def _update(piece: Node, path: str, beside: Elements) -> CarrierUpdate:
    checkpoints = [_checkpoint(event, at, "event-") for at, event in _history(piece, path, beside)]
    if not checkpoints and piece.get("@status"):
        checkpoints = [_checkpoint(piece, path, "")]
    back = piece.get("@ruecksendung") == "true"
    return CarrierUpdate(
        parcel=ParcelNumber("dhl", fields.tracking_number(piece, "@piece-code", path)),
        checkpoints=tuple(dhl_unified.turned(checkpoints) if back else checkpoints),
        carrier_estimate=_estimate(piece, path),
    )


def _history(piece: Node, path: str, beside: Elements) -> Elements:
    """The events inside the piece, else those of the list beside it that is about the same piece."""
    events = list(_events(piece, path))
    piece_id = piece.get("@piece-id")
    if events or not piece_id:
        return events
    lists = [(at, other) for at, other in beside if other is not piece and other.get("@piece-id") == piece_id]
    return [event for at, other in lists for event in _events(other, at)]


def _checkpoint(event: Node, path: str, prefix: str) -> Checkpoint:
    """An event, whose attributes begin with `event-`, or the status of a piece without events, whose do not."""
    ice, ric = fields.text_or_empty(event, "@ice", path), fields.text_or_empty(event, "@ric", path)
    standard = fields.text_or_empty(event, "@standard-event-code", path)
    words = fields.text_or_empty(event, "@event-text", path) or fields.text_or_empty(event, f"@{prefix}status", path)
    place = dhl_unified.place_of(
        fields.text_or_empty(event, "@event-location", path), fields.text_or_empty(event, "@event-country", path)
    )
    key = _time_key(event, prefix)
    field = fields.path_of(path, key)
    occurred_at, inferred = fields.moment_of(_iso(fields.text(event, key, path)), place, GERMANY, field)
    detail = event_detail(ice, ric, standard)
    code = "_".join(filter(None, (ice, ric, standard)))
    return Checkpoint(
        occurred_at=occurred_at,
        detail=dhl_unified.returning(detail) if prefix and event.get("@ruecksendung") == "true" else detail,
        carrier_code=fields.code(code) if code else fields.code_of_words(words),
        message=words,
        place=place,
        time_inferred=inferred,
    )


def _time_key(event: Node, prefix: str) -> str:
    if not prefix and "@status-timestamp" not in event:
        return "@last-event-timestamp"
    return f"@{prefix or 'status-'}timestamp"


def _estimate(piece: Node, path: str) -> date | None:
    written = fields.text_or_empty(piece, "@delivery-date", path)
    return fields.day_or_none({"@delivery-date": _iso(written)}, "@delivery-date", path)


def _iso(written: str) -> str:
    """ "18.03.2016 10:02" as ISO 8601; anything else as it stands."""
    day, _, time = written.partition(" ")
    if len(day) != len("18.03.2016") or day[2] != "." or day[5] != ".":
        return written
    return f"{day[6:]}-{day[3:5]}-{day[:2]}" + (f"T{time}" if time else "")
