"""GLS's answer: `{"parcels": [{"requested", "unitno", "status", "statusDateTime", "events": [{"code", …}]}]}`.

Source (2026-11): https://dev-portal.gls-group.net, "Track And Trace V1" (OpenAPI 1.0.7), `ParcelDTO` and `EventDTO`.
Events come newest first, with `city`, `postalCode`, `country` (ISO), `description` in the language asked for, and
`eventDateTime` ("2026-11-20T10:46:14+0100"). A parcel that GLS does not know has an `errorCode` instead ("E_404_01").

`requested` is what was asked for: a parcel number, with or without its check digit, a Track ID, or a reference, which
several parcels may share; `unitno` is the parcel number.
"""

from __future__ import annotations

from collections import Counter

from shared.carriers.adapters.gls.codes import event_detail, status_detail
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number that GLS does not know is no update."""
    answer = fields.nodes(fields.document(body), "parcels", "")
    known = [(path, parcel) for path, parcel in answer if not fields.text_or_empty(parcel, "errorCode", path)]
    asked = Counter(fields.text_or_empty(parcel, "requested", path) for path, parcel in known)
    references = {requested for requested, parcels in asked.items() if parcels > 1}
    return tuple(_update(parcel, path, references) for path, parcel in known)


def _update(parcel: Node, path: str, references: set[str]) -> CarrierUpdate:
    number, also = _numbers(parcel, path, references)
    scans = tuple(_checkpoint(event, at) for at, event in fields.nodes_or_empty(parcel, "events", path))
    told = with_returns_named(scans + _standing(parcel, path, scans))
    return CarrierUpdate(parcel=number, checkpoints=told, also=also)


def _numbers(parcel: Node, path: str, references: set[str]) -> tuple[ParcelNumber, tuple[ParcelNumber, ...]]:
    """The number that was asked for, for the parcel is known under it here, and GLS's own beside it."""
    requested = fields.text_or_empty(parcel, "requested", path)
    own = parcel.get("unitno") is not None
    if own and (requested in references or not requested.replace(" ", "").isalnum()):  # a reference, or not said
        return ParcelNumber("gls", fields.tracking_number(parcel, "unitno", path)), ()
    number = ParcelNumber("gls", fields.tracking_number(parcel, "requested", path))
    other = ParcelNumber("gls", fields.tracking_number(parcel, "unitno", path)) if own else number
    return number, () if other == number else (other,)


def _checkpoint(event: Node, path: str) -> Checkpoint:
    code = fields.text(event, "code", path)
    detail, cause = event_detail(code)
    place = _place(event, path)
    occurred_at, zone_inferred = fields.moment(event, "eventDateTime", path, place)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(code),
        message=fields.text_or_empty(event, "description", path),
        place=place,
        time_inferred=zone_inferred,
        cause=cause,
    )


def _standing(parcel: Node, path: str, scans: tuple[Checkpoint, ...]) -> tuple[Checkpoint, ...]:
    """The parcel's own status, where no event tells it: there are none, or the newest is in no table of ours.

    GLS lists every status but not every event, so that an unknown event need not leave the parcel standing still.
    """
    newest = max(scans, key=lambda scan: scan.occurred_at, default=None)
    status = fields.text_or_empty(parcel, "status", path)
    detail = status_detail(status)
    if detail is Detail.UNKNOWN or parcel.get("statusDateTime") is None or (newest and not newest.is_unknown):
        return ()
    occurred_at, zone_inferred = fields.moment(parcel, "statusDateTime", path)
    return (Checkpoint(occurred_at, detail, carrier_code=f"status:{status}", time_inferred=zone_inferred),)


def _place(event: Node, path: str) -> Place:
    return Place(
        city=fields.text_or_empty(event, "city", path),
        postal=fields.text_or_empty(event, "postalCode", path),
        country=fields.country_or_empty(event, "country", path),
    )
