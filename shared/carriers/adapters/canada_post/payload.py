"""Canada Post's tracking answers: details and summaries, in XML and in JSON.

Sources (2026-11): "Get Tracking Details – REST" and "Get Tracking Summary – REST", the pages trackingdetails.jsf and
trackingsummary.jsf below https://www.canadapost-postescanada.ca/info/mc/business/productsservices/developers/services/
tracking/ (versions 1 and 2). Documented:

    <tracking-detail><pin/> <changed-expected-date/> <expected-delivery-date/> <significant-events><occurrence>
        <event-identifier/> <event-date/> <event-time/> <event-time-zone/> <event-description/> <signatory-name/>
        <event-site/> <event-province/> ...
    <tracking-summary><pin-summary><pin/> <expected-delivery-date/> <event-date-time>20261120:112233</event-date-time>
        <event-type/> <event-description/> <event-location/> <signatory-name/> ...
    <messages><message><code>004</code> ...                                       (nothing is known under this PIN)

The JSON of the Tracking API 2.0 (its portal asks for a login; recalled) has the same fields in camel case: an object
with `significantEvents`, or a list of summaries. There a number may lack its quotes, and a day be written as its
midnight.

Times are local to the event's place. The zone is written as a name that summer does not change ("EST" in July; "CSTNO"
is the part of Central without summer time), so it is read as a region's zone, not as an offset: assumed. Where it is
missing the province tells; failing that, and in summaries, the zone of Canada Post's head office is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared import strict_json, strict_xml
from shared.carriers.adapters.canada_post.codes import identifier, meaning
from shared.carriers.adapters.canada_post.notation import JSON, XML, Names, is_xml
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

Nodes = list[tuple[str, Node]]

_NO_HISTORY = "004"
_HEAD_OFFICE = ZoneInfo("America/Toronto")
_PROVINCES = frozenset({"AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"})
_ZONES = {
    abbreviation: ZoneInfo(name)
    for abbreviations, name in (
        ("NST NDT", "America/St_Johns"),
        ("AST ADT", "America/Halifax"),
        ("EST EDT", "America/Toronto"),
        ("CST CDT", "America/Winnipeg"),
        ("CSTNO", "America/Regina"),
        ("MST MDT", "America/Edmonton"),
        ("MSTNO", "America/Dawson_Creek"),
        ("PST PDT", "America/Vancouver"),
        ("UTC GMT", "UTC"),
    )
    for abbreviation in abbreviations.split()
}
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2}):([0-9]{2})([0-9]{2})([0-9]{2})")


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A PIN under which nothing is known is about no parcel."""
    return tuple(_xml_updates(body) if is_xml(body) else _json_updates(body))


def _xml_updates(body: bytes) -> Iterator[CarrierUpdate]:
    root, content = next(iter(strict_xml.loads(body).items()))
    top = _element({root: content}, root, "")
    if root == "tracking-detail":
        events = _element(top, "significant-events", root)
        yield _detailed(top, root, fields.repeated(events, "occurrence", f"{root}.significant-events"), XML)
    elif root == "tracking-summary":
        for path, summary in fields.repeated(top, "pin-summary", root):
            yield _summarised(summary, path, XML)
    elif root == "messages":
        _require_no_history(fields.repeated(top, "message", root), root)
    else:
        raise UnreadablePayload("The root must be <tracking-detail> or <tracking-summary>.", field="tracking-detail")


def _element(parent: Node, key: str, path: str) -> Node:
    """An element's children; {} when it is empty or not there."""
    return fields.node_or_empty({key: parent.get(key) or None}, key, path)


def _json_updates(body: bytes) -> Iterator[CarrierUpdate]:
    value = strict_json.loads(body)
    if isinstance(value, list):
        for path, summary in fields.nodes({"": value}, "", ""):
            if not fields.node_or_empty(summary, "error", path):
                yield _summarised(summary, path, JSON)
    elif isinstance(value, dict) and value.get("pin") is None and value.get("messages") is not None:
        _require_no_history(fields.nodes(value, "messages", ""), "messages")
    elif isinstance(value, dict):
        yield _detailed(value, "", fields.nodes_or_empty(value, "significantEvents", ""), JSON)
    else:
        raise UnreadablePayload("The body must be a JSON object, or a list of summaries.")


def _require_no_history(messages: Nodes, field: str) -> None:
    """Canada Post answers in messages when it cannot tell; one of them says that nothing is known under the PIN."""
    if {_text_or_number(message, "code", path) for path, message in messages} != {_NO_HISTORY}:
        raise UnreadablePayload("Canada Post answered with an error.", field=field)


def _detailed(detail: Node, path: str, events: Nodes, names: Names) -> CarrierUpdate:
    signatories = _signatories(events, names)
    return CarrierUpdate(
        parcel=_number(detail, path),
        checkpoints=tuple(_occurrence(event, at, names, signatories) for at, event in events),
        carrier_estimate=_estimate(detail, path, names),
    )


def _summarised(summary: Node, path: str, names: Names) -> CarrierUpdate:
    return CarrierUpdate(
        parcel=_number(summary, path),
        checkpoints=(_last_event(summary, path, names),) if summary.get(names.last_event_at) else (),
        carrier_estimate=_estimate(summary, path, names),
    )


def _number(parent: Node, path: str) -> ParcelNumber:
    pin = _text_or_number(parent, "pin", path)
    return ParcelNumber("canada_post", fields.tracking_number({"pin": pin}, "pin", path))


def _estimate(parent: Node, path: str, names: Names) -> date | None:
    changed = fields.day_or_none(parent, names.changed_expected, path)
    return changed or fields.day_or_none(parent, names.expected, path)


def _signatories(events: Nodes, names: Names) -> dict[str, str]:
    """Who signed, by the day: the name stands not with the delivery, but with "signature available" beside it."""
    return {
        fields.text(event, names.date, path): name
        for path, event in events
        if (name := fields.text_or_empty(event, names.signatory, path))
    }


def _occurrence(event: Node, path: str, names: Names, signatories: dict[str, str]) -> Checkpoint:
    code = identifier(_text_or_number(event, names.identifier, path))
    description = fields.text_or_empty(event, names.description, path)
    detail, cause = meaning(code, description)
    day = fields.text(event, names.date, path)
    place = _place(event, path, names)
    occurred_at, zone_assumed = _moment(event, path, names, day, place)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(code) if code else fields.code_of_words(_words(event, names, path)),
        message=description,
        place=place,
        time_inferred=zone_assumed,
        cause=cause,
        proof=_proof(detail, fields.text_or_empty(event, names.signatory, path) or signatories.get(day, "")),
    )


def _last_event(summary: Node, path: str, names: Names) -> Checkpoint:
    """The one event of a summary: it has a kind instead of an identifier, and no zone."""
    kind = fields.text_or_empty(summary, names.last_event_type, path)
    description = fields.text_or_empty(summary, names.description, path)
    detail, cause = meaning(kind, description)
    place = Place(city=fields.text_or_empty(summary, names.last_event_location, path))
    written = _COMPACT.sub(r"\1-\2-\3T\4:\5:\6", fields.text(summary, names.last_event_at, path))
    field = fields.path_of(path, names.last_event_at)
    occurred_at, zone_assumed = fields.moment_of(written, place, _HEAD_OFFICE, field)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=fields.code(kind) if kind else fields.code_of_words(_words(summary, names, path)),
        message=description,
        place=place,
        time_inferred=zone_assumed,
        cause=cause,
        proof=_proof(detail, fields.text_or_empty(summary, names.signatory, path)),
    )


def _words(event: Node, names: Names, path: str) -> str:
    return fields.text(event, names.description, path)


def _place(event: Node, path: str, names: Names) -> Place:
    province = fields.text_or_empty(event, names.province, path).upper()
    return Place(
        city=fields.text_or_empty(event, names.site, path),
        region=province,
        country="CA" if province in _PROVINCES else "",
    )


def _moment(event: Node, path: str, names: Names, day: str, place: Place) -> tuple[datetime, bool]:
    """The local day and time in the named zone; True beside it when the zone had to be assumed."""
    # JSON writes a day as a midnight in UTC ("2026-11-20T00:00:00.000Z"), which means the day and no moment.
    written = f"{day.partition('T')[0]}T{fields.text(event, names.time, path)}"
    zone = _ZONES.get(fields.text_or_empty(event, names.zone, path).upper())
    field = fields.path_of(path, names.date)
    if zone is None:
        return fields.moment_of(written, place, _HEAD_OFFICE, field)
    return fields.moment_of(written, NOWHERE, zone, field)[0], False


def _proof(detail: Detail, signatory: str) -> ProofOfDelivery | None:
    if not signatory or detail.milestone is not Milestone.DELIVERED:
        return None
    return ProofOfDelivery(signed_by=signatory)


def _text_or_number(parent: Node, key: str, path: str) -> str:
    """Text, or a whole number as JSON writes some: its digits. "" when not said."""
    value = parent.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return fields.text_or_empty(parent, key, path)
