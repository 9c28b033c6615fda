"""DPD's push: one scan as the query of a GET request.

    pushid=335298&pnr=09981122330117&status=delivery_customer&statusdate=22112026101530&depot=0163&receiver=…

Source (2026-11): "Tracking Push Service – Ihr Schnelleinstieg" (DPD Germany, 04/2023). `pnr` is the parcel;
`statusdate` is ddMMyyyyHHmmss, in German time: assumed, for no zone is named. `receiver` is who took the parcel. Not
read: `depot` (a number, no place), `ref`, `services`, `pod` (a reference), and `weight`, whose unit is not told.

DPD repeats a push for 48 hours until it is answered `<push><pushid>335298</pushid><status>OK</status></push>`. Our
webhook takes POST and answers JSON: whatever stands between the two hands the query on as the body, and acknowledges.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from shared.carriers.adapters.dpd.codes import push_detail
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.strict_xml import MalformedXml
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, ProofOfDelivery
from shared.tracking.milestone import Milestone

_GERMANY = ZoneInfo("Europe/Berlin")
_STATUS_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})(\d{2})(\d{2})(\d{2})", re.ASCII)
_MAX_PARAMETERS = 50


def loads(body: bytes) -> Node:
    """The parameters by name. Raises MalformedXml: what is neither XML nor a query is nothing that DPD sends."""
    try:
        pairs = parse_qsl(
            body.decode("ascii").strip(),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MAX_PARAMETERS,
        )
    except ValueError:
        raise MalformedXml("The body is neither XML nor a query (name=value&…).") from None
    parameters = dict(pairs)
    if not pairs or len(parameters) != len(pairs):
        raise MalformedXml("The body names no parameter, or one of them twice.")
    if any("\x00" in text for pair in pairs for text in pair):
        raise MalformedXml("The body holds a NUL character.")
    return parameters


def read(body: bytes) -> CarrierUpdate:
    """The one scan that a push is about."""
    push = loads(body)
    return CarrierUpdate(
        parcel=ParcelNumber("dpd", fields.tracking_number(push, "pnr", "")),
        checkpoints=(_checkpoint(push),),
    )


def _checkpoint(push: Node) -> Checkpoint:
    status = fields.text(push, "status", "")
    detail = push_detail(status)
    occurred_at, zone_inferred = fields.moment_of(_iso(push), NOWHERE, _GERMANY, "statusdate")
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(status),
        time_inferred=zone_inferred,
        proof=_proof(push) if detail.milestone is Milestone.DELIVERED else None,
    )


def _iso(push: Node) -> str:
    written = _STATUS_DATE.fullmatch(fields.text(push, "statusdate", ""))
    if written is None:
        raise fields.unreadable("", "statusdate", "a date and time as ddMMyyyyHHmmss")
    day, month, year, hour, minute, second = written.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def _proof(push: Node) -> ProofOfDelivery | None:
    signed_by = fields.text_or_empty(push, "receiver", "")
    return ProofOfDelivery(signed_by=signed_by) if signed_by else None
