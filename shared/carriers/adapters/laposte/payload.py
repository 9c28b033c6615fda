"""La Poste's answer: `{"returnCode": 200, "shipment": {"idShip", "estimDate", "event": [{"code", "label", "date"}]}}`.

Source (2026-11): https://developer.laposte.fr/products/suivi/latest, "Suivi v2". For several numbers it is a list of
such objects. A number that La Poste does not know has a `returnCode` from 400 and no `shipment`. Events come newest
first, their `date` with an offset ("2026-11-20T09:38:00+01:00"), without a place; one without an offset is taken in
French time: assumed. Not read: `timeline`, which sums the events up for a person, and `contextData`.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from shared import strict_json
from shared.carriers.adapters.laposte.codes import detail
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.parcel_facts import with_returns_named
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint

_FRANCE = ZoneInfo("Europe/Paris")


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number that La Poste does not know is no update."""
    return tuple(
        _update(fields.node(answer, "shipment", path), fields.path_of(path, "shipment"))
        for path, answer in _answers(body)
        if not _is_error(answer)
    )


def _answers(body: bytes) -> list[tuple[str, Node]]:
    """One object, or a list of them, whose paths begin with "body"."""
    found = strict_json.loads(body)
    if isinstance(found, list):
        return fields.nodes({"body": found}, "body", "")
    if isinstance(found, dict):
        return [("", found)]
    raise UnreadablePayload("The body must be a JSON object, or a list of them.")


def _is_error(answer: Node) -> bool:
    return answer.get("shipment") is None and answer.get("returnCode") is not None


def _update(shipment: Node, path: str) -> CarrierUpdate:
    events = fields.nodes_or_empty(shipment, "event", path)
    return CarrierUpdate(
        parcel=ParcelNumber("laposte", fields.tracking_number(shipment, "idShip", path)),
        checkpoints=with_returns_named(tuple(_checkpoint(event, at) for at, event in events)),
        carrier_estimate=fields.day_or_none(shipment, "estimDate", path),
    )


def _checkpoint(event: Node, path: str) -> Checkpoint:
    code = fields.text(event, "code", path)
    occurred_at, zone_inferred = fields.moment(event, "date", path, NOWHERE, _FRANCE)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail(code),
        carrier_code=fields.code(code),
        message=fields.text_or_empty(event, "label", path),
        time_inferred=zone_inferred,
    )
