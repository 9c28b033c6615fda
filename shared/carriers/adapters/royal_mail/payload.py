"""Royal Mail's Tracking API v2: the answers of `/mailpieces/v2/{id}/events` and `/mailpieces/v2/summary`.

Source (2026-11): "Tracking API V2 (REST) Technical User Guide" 1.3, https://developer.royalmail.net. Documented:

    {"mailPieces": {"mailPieceId", "summary": {"oneDBarcode", "lastEventCode", ...}, "signature": {"recipientName"},
                    "estimatedDelivery": {"date"},
                    "events": [{"eventCode", "eventName", "eventDateTime", "locationName"}, ...]}}

One object from `events`, a list of them, each without events, from `summary`. Times carry their offset; one without is
taken in London's zone: assumed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from shared.carriers.adapters.royal_mail.codes import meaning
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone

_LONDON = ZoneInfo("Europe/London")
_NOT_KNOWN = "E1142"
"""The error of a number that Royal Mail does not know."""


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number that Royal Mail does not know is about no parcel."""
    document = fields.document(body)
    if document.get("mailPieces") is None and _says_not_known(document):
        return ()
    return tuple(_update(piece, path) for path, piece in _pieces(document) if not _is_error(piece, path))


def _says_not_known(document: Node) -> bool:
    errors = fields.nodes_or_empty(document, "errors", "")
    return {fields.text_or_empty(error, "errorCode", path) for path, error in errors} == {_NOT_KNOWN}


def _pieces(document: Node) -> list[tuple[str, Node]]:
    if isinstance(document.get("mailPieces"), list):
        return fields.nodes(document, "mailPieces", "")
    return [("mailPieces", fields.node(document, "mailPieces", ""))]


def _is_error(piece: Node, path: str) -> bool:
    """Whether a summary says of this number that it cannot be told. Its other fields may be placeholders."""
    return bool(fields.node_or_empty(piece, "error", path)) and not piece.get("events")


def _update(piece: Node, path: str) -> CarrierUpdate:
    summary, summary_path = fields.node_or_empty(piece, "summary", path), f"{path}.summary"
    number, also = _numbers(piece, path, summary, summary_path)
    checkpoints = [_event(event, at) for at, event in fields.nodes_or_empty(piece, "events", path)]
    if not checkpoints and summary.get("lastEventCode") is not None:
        checkpoints = [_last_event(summary, summary_path)]
    return CarrierUpdate(
        parcel=number,
        checkpoints=tuple(_with_signature(checkpoints, piece, path)),
        carrier_estimate=_estimate(piece, path),
        also=also,
    )


def _numbers(piece: Node, path: str, summary: Node, summary_path: str) -> tuple[ParcelNumber, tuple[ParcelNumber, ...]]:
    """The number that people are given ("FQ087430672GB") and, where both are told, that of the label's 2D code."""
    unique = ParcelNumber("royal_mail", fields.tracking_number(piece, "mailPieceId", path))
    if not summary.get("oneDBarcode"):
        return unique, ()
    printed = ParcelNumber("royal_mail", fields.tracking_number(summary, "oneDBarcode", summary_path))
    return printed, () if printed == unique else (unique,)


def _event(event: Node, path: str) -> Checkpoint:
    return _checkpoint(event, path, "eventCode", "eventName", "eventDateTime", "locationName")


def _last_event(summary: Node, path: str) -> Checkpoint:
    """What `summary` tells of the last event: the same facts, so the same scan, under other names."""
    return _checkpoint(summary, path, "lastEventCode", "lastEventName", "lastEventDateTime", "lastEventLocationName")


def _checkpoint(event: Node, path: str, code: str, name: str, time: str, location: str) -> Checkpoint:
    written = fields.text(event, code, path)
    detail, cause = meaning(written)
    occurred_at, zone_assumed = fields.moment(event, time, path, NOWHERE, _LONDON)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(written),
        # Not `summaryLine`, which spells out a neighbour's address.
        message=fields.text_or_empty(event, name, path),
        # An office of Royal Mail's ("Stafford DO"), or of another country's post: no country is told.
        place=Place(city=fields.text_or_empty(event, location, path)),
        time_inferred=zone_assumed,
        cause=cause,
    )


def _with_signature(checkpoints: list[Checkpoint], piece: Node, path: str) -> list[Checkpoint]:
    """The checkpoints, with the name that was signed on the last delivery. The signature's picture has no address."""
    name = fields.text_or_empty(fields.node_or_empty(piece, "signature", path), "recipientName", f"{path}.signature")
    delivered = [checkpoint for checkpoint in checkpoints if checkpoint.milestone is Milestone.DELIVERED]
    if not name or not delivered:
        return checkpoints
    last = max(delivered, key=lambda checkpoint: checkpoint.occurred_at)
    signed = replace(last, proof=ProofOfDelivery(signed_by=name))
    return [signed if checkpoint is last else checkpoint for checkpoint in checkpoints]


def _estimate(piece: Node, path: str) -> date | None:
    return fields.day_or_none(
        fields.node_or_empty(piece, "estimatedDelivery", path), "date", f"{path}.estimatedDelivery"
    )
