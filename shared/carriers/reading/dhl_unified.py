"""The shape in which DHL's divisions report alike: the shipments of "Shipment Tracking - Unified" and of its push.

Sources (2026-11): https://developer.dhl.com/api-reference/shipment-tracking, OpenAPI document 1.5.8, and
https://developer.dhl.com/api-reference/shipment-tracking-unified-push, version 1.2.5, with its "Push API 101" guide. A
push is `{"scope", "self", "shipments": [...]}`; the API's answer has the same `shipments`, and addresses of its pages;
the push's document also shows a shipment alone. Pushes about the subscription itself (`scope` subscription.validate
with the `secret` that activates it, subscription.ready, subscription.failure) are about no parcel.

Each event has a `statusCode` of five words, and words or a code of the division's own in `status` and
`statusDetailed`. "It does not provide a unified structure" (the guide): what those mean depends on `service`, so that
each division's table comes in as a `Meaning`; a division without one is read by `statusCode` alone.

Times are ISO 8601; without an offset they are local to the event's place (the document's own note). Where the place
does not tell, the division's country does. The note allows a date alone, and writes an offset as "+2:00".

No weight is read: DHL does not say whether it or the sender weighed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.carriers.reading import fields
from shared.carriers.reading.country_spellings import alpha2
from shared.carriers.reading.fields import Node
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

Meaning = Callable[[str, str], tuple[Detail, Cause | None]]
"""What a division's `status` and `statusDetailed` say; UNKNOWN for what is not in its table."""

_STATUS_CODES = {
    "pre-transit": Detail.INFO_RECEIVED,
    "transit": Detail.IN_TRANSIT,
    "delivered": Detail.DELIVERED,
    "failure": Detail.EXCEPTION,
}
"""And "unknown": DHL's own word for a status that it could not group."""

_FITTING: dict[str, set[Milestone | None]] = {
    "pre-transit": {Milestone.INFO_RECEIVED, Milestone.EXCEPTION, None},
    "transit": {*Milestone, None} - {Milestone.DELIVERED},
    "delivered": {Milestone.DELIVERED},
    "failure": {Milestone.EXCEPTION, Milestone.ATTEMPT_FAILED, Milestone.AVAILABLE_FOR_PICKUP, Milestone.EXPIRED},
}
"""Milestones with which a division's word is finer than the `statusCode`; with another one it contradicts it."""

_UNDER_WAY = {
    Milestone.INFO_RECEIVED,
    Milestone.IN_TRANSIT,
    Milestone.OUT_FOR_DELIVERY,
    Milestone.ATTEMPT_FAILED,
    Milestone.AVAILABLE_FOR_PICKUP,
}

_MOVERS = {
    "ecommerce": "dhl_ecommerce",
    "ecommerce-apac": "dhl_ecommerce",
    "ecommerce-europe": "dhl_ecommerce",
    "ecommerce-iberia": "dhl_ecommerce",
    "ecommerce-ppl": "dhl_ecommerce",
    "parcel-nl": "dhl_ecommerce",
    "parcel-pl": "dhl_ecommerce",
    "parcel-uk": "dhl_ecommerce",
    "express": "dhl_express",
    "freight": "dhl_freight",
    "dgf": "dhl_global_forwarding",
    "dsc": "dhl_supply_chain",
    "sameday": "dhl_sameday",
}
"""By `service`: the division that moves the parcel. The others (parcel-de, post-de, ...) are "dhl" itself."""

_ZONES: dict[str, tzinfo] = {
    "parcel-de": ZoneInfo("Europe/Berlin"),
    "post-de": ZoneInfo("Europe/Berlin"),
    "parcel-nl": ZoneInfo("Europe/Amsterdam"),
    "parcel-pl": ZoneInfo("Europe/Warsaw"),
    "parcel-uk": ZoneInfo("Europe/London"),
    "ecommerce-ppl": ZoneInfo("Europe/Prague"),
    "ecommerce-iberia": ZoneInfo("Europe/Madrid"),
}

_STATES = """
AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR
RI SC SD TN TX UT VA VT WA WI WV WY
"""
_US_STATES = frozenset(_STATES.split())
"""Two letters behind a town that may be a state or a country ("Lahr, DE")."""


def recognises(document: Node) -> bool:
    """Whether a body has this shape, and not that of a division's own API, which may call its list the same."""
    if "scope" in document or _is_shipment(document):
        return True
    shipments = document.get("shipments")
    return isinstance(shipments, list) and any(isinstance(item, dict) and _is_shipment(item) for item in shipments)


def updates(document: Node, meanings: Mapping[str, Meaning]) -> tuple[CarrierUpdate, ...]:
    """One update per shipment; none for what is about a subscription. `meanings` are by `service`."""
    return tuple(_update(shipment, path, meanings) for path, shipment in _shipments(document))


def returning(detail: Detail) -> Detail:
    """What a detail means for a parcel on its way back to who sent it."""
    if detail.milestone is Milestone.DELIVERED:
        return Detail.RETURNED
    return Detail.RETURNING if detail.milestone in _UNDER_WAY else detail


def turned(checkpoints: list[Checkpoint]) -> list[Checkpoint]:
    """The history of a parcel flagged as returned: its delivery is the sender's, and so is all after the turn."""
    turns = [checkpoint.occurred_at for checkpoint in checkpoints if checkpoint.detail is Detail.RETURNING]
    turn = min(turns, default=None)
    return [_back(checkpoint) if _is_back(checkpoint, turn) else checkpoint for checkpoint in checkpoints]


def place_of(locality: str, country: str = "", postal: str = "") -> Place:
    """The place of a locality as divisions write it: "BERLIN", "Hebron, KY, US", "LEIPZIG - GERMANY", "Germany"."""
    return _place(locality, alpha2(country), postal)


def _is_shipment(node: Node) -> bool:
    return "id" in node and ("status" in node or "events" in node)


def _shipments(document: Node) -> list[tuple[str, Node]]:
    if "shipments" not in document:
        if _is_shipment(document):
            return [("", document)]
        if fields.text_or_empty(document, "scope", "").startswith("subscription."):
            return []
    return fields.nodes(document, "shipments", "")


def _update(shipment: Node, path: str, meanings: Mapping[str, Meaning]) -> CarrierUpdate:
    service = fields.text_or_empty(shipment, "service", path)
    proof = _proof(fields.node_or_empty(shipment, "details", path), fields.path_of(path, "details"))
    meaning, zone = meanings.get(service, _no_meaning), _ZONES.get(service, UTC)
    checkpoints = [_checkpoint(event, at, meaning, zone, proof) for at, event in _events(shipment, path)]
    return CarrierUpdate(
        parcel=ParcelNumber(_MOVERS.get(service, "dhl"), _number(shipment, path)),
        checkpoints=tuple(turned(checkpoints) if shipment.get("returnFlag") is True else checkpoints),
        carrier_estimate=_estimate(shipment, path),
        also=tuple(_last_mile(shipment, path)),
    )


def _number(shipment: Node, path: str) -> str:
    """The document's type is text; its older example, and some divisions, write digits without quotes."""
    written = shipment.get("id")
    if isinstance(written, int) and not isinstance(written, bool):
        shipment = {"id": str(written)}
    return fields.tracking_number(shipment, "id", path)


def _events(shipment: Node, path: str) -> Iterator[tuple[str, Node]]:
    """The history, and the current status where the history does not hold it: by the time on the clock, because the
    two are not always written with the same offset."""
    events = fields.nodes_or_empty(shipment, "events", path)
    status = fields.node_or_empty(shipment, "status", path)
    clock = _clock(status)
    if status.get("timestamp") is not None and clock not in [_clock(event) for _, event in events]:
        yield fields.path_of(path, "status"), status
    yield from events


def _clock(event: Node) -> str:
    written = event.get("timestamp")
    return written[: len("2026-11-22T07:30")] if isinstance(written, str) else ""


def _checkpoint(event: Node, path: str, meaning: Meaning, zone: tzinfo, proof: ProofOfDelivery | None) -> Checkpoint:
    status = fields.text_or_empty(event, "status", path)
    detailed = fields.text_or_empty(event, "statusDetailed", path)
    status_code = fields.text_or_empty(event, "statusCode", path)
    detail, cause = _meaning(status_code.lower(), *meaning(status, detailed))
    place = _location(fields.node_or_empty(event, "location", path), fields.path_of(path, "location"))
    field = fields.path_of(path, "timestamp")
    occurred_at, inferred = fields.moment_of(_iso(fields.text(event, "timestamp", path)), place, zone, field)
    described = fields.text_or_empty(event, "description", path)
    name = proof.signed_by if proof else ""
    message, signed_by = without_signatory(described, name)
    delivered = detail.milestone is Milestone.DELIVERED
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail,
        carrier_code=_code(detailed or status, described, status_code, path),
        message=message or without_signatory(status, name)[0],
        place=place,
        time_inferred=inferred,
        cause=cause,
        proof=proof or ProofOfDelivery(signed_by=signed_by) if delivered and (proof or signed_by) else None,
    )


def _meaning(status_code: str, finer: Detail, cause: Cause | None) -> tuple[Detail, Cause | None]:
    """The division's word where there is one and it agrees with the `statusCode`, else the `statusCode`."""
    coarse = _STATUS_CODES.get(status_code, Detail.UNKNOWN)
    if finer is Detail.UNKNOWN:
        return coarse, None
    if finer is Detail.RETURNED or coarse is Detail.UNKNOWN or finer.milestone in _FITTING[status_code]:
        return finer, cause
    return coarse, None


def _no_meaning(status: str, detailed: str) -> tuple[Detail, Cause | None]:
    return Detail.UNKNOWN, None


def _code(written: str, described: str, status_code: str, path: str) -> str:
    """The division's own code ("DLVRD_NGHBR_ZU", "PU", "ZU"), a digest of its words, else the `statusCode`."""
    if written:
        return fields.code(written)
    if described:
        return fields.code_of_words(described)
    if not status_code:
        raise fields.unreadable(path, "statusCode", "text, and not empty")
    return fields.code(status_code)


def _iso(written: str) -> str:
    """As the note writes times, in ISO 8601: a date alone is its midnight, "+2:00" is "+02:00"."""
    if len(written) == len("2026-11-22"):
        return f"{written}T00:00:00"
    if written[-5:-4] in ("+", "-") and written[-3:-2] == ":":
        return f"{written[:-4]}0{written[-4:]}"
    return written


def _is_back(checkpoint: Checkpoint, turn: datetime | None) -> bool:
    return checkpoint.milestone is Milestone.DELIVERED or (turn is not None and checkpoint.occurred_at >= turn)


def _back(checkpoint: Checkpoint) -> Checkpoint:
    return replace(checkpoint, detail=returning(checkpoint.detail), proof=None)


def _estimate(shipment: Node, path: str) -> date | None:
    """The day at the destination, of the estimated moment or of the end of the time frame."""
    at = fields.path_of(path, "destination")
    destination = _location(fields.node_or_empty(shipment, "destination", path), at)
    frame = fields.node_or_empty(shipment, "estimatedDeliveryTimeFrame", path)
    return fields.day_at_or_none(shipment, "estimatedTimeOfDelivery", path, destination) or fields.day_at_or_none(
        frame, "estimatedThrough", fields.path_of(path, "estimatedDeliveryTimeFrame"), destination
    )


def _proof(details: Node, path: str) -> ProofOfDelivery | None:
    proof, at = fields.node_or_empty(details, "proofOfDelivery", path), fields.path_of(path, "proofOfDelivery")
    if not proof:
        return None
    signed = fields.node_or_empty(proof, "signed", at)
    given, family = (fields.text_or_empty(signed, key, f"{at}.signed") for key in ("givenName", "familyName"))
    return ProofOfDelivery(
        signed_by=fields.text_or_empty(signed, "name", f"{at}.signed") or f"{given} {family}".strip(),
        photo_url=fields.https_or_empty(proof, "signatureUrl", at) or fields.https_or_empty(proof, "documentUrl", at),
    )


def _last_mile(shipment: Node, path: str) -> Iterator[ParcelNumber]:
    """The number at the company that delivers in the destination's country, where DHL names both."""
    details, at = fields.node_or_empty(shipment, "details", path), fields.path_of(path, "details")
    provider = fields.node_or_empty(details, "provider", at)
    name = fields.text_or_empty(provider, "destinationProvider", f"{at}.provider")
    if not name:
        return
    for reference_path, reference in fields.repeated(details, "references", at):
        number = fields.tracking_number_or_none(fields.text_or_empty(reference, "number", reference_path))
        if number and reference.get("type") == "local-tracking-number":
            mover = _MOVERS.get(name) or ("dhl" if name == "parcel-de" else name.replace("-", "_"))
            yield ParcelNumber(mover, number)


def _location(location: Node, path: str) -> Place:
    address, at = fields.node_or_empty(location, "address", path), f"{path}.address"
    return _place(
        fields.text_or_empty(address, "addressLocality", at),
        alpha2(fields.text_or_empty(address, "countryCode", at)),
        fields.text_or_empty(address, "postalCode", at),
    )


@lru_cache(maxsize=2048)
def _place(locality: str, country: str, postal: str) -> Place:
    town, _, area = locality.partition(" - ")
    parts = [part.strip() for part in town.split(",") if part.strip()]
    country = country or alpha2(area) or _country_at_end(parts)
    if country and not area and parts and alpha2(parts[-1]) == country and not _is_city_state(parts, country):
        parts.pop()
    region = parts.pop() if len(parts) > 1 and len(parts[-1]) in (2, 3) and parts[-1].isupper() else ""
    # "Sample Street 2, AMSTERDAM" stands in the document's example: a street is not kept.
    towns = [part for part in parts if not any(letter.isdigit() for letter in part)] or parts[:1]
    return Place(city=towns[0] if towns else "", region=region, postal=postal, country=country)


def _is_city_state(parts: list[str], country: str) -> bool:
    return len(parts) == 1 and len(parts[0]) > 2 and country in ("HK", "LU", "SG")


def _country_at_end(parts: list[str]) -> str:
    if not parts or (len(parts) < 3 and parts[-1] in _US_STATES):
        return ""
    return alpha2(parts[-1])
