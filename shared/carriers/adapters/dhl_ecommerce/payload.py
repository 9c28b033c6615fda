"""DHL eCommerce's push: one package with its whole history, in the shape of the Tracking API's answer.

Sources (2026-11): https://developer.dhl.com/api-reference/tracking-webhooks-dhl-ecommerce-americas, version 4 ("the
same payload format used by the traditional Tracking API responses"), and the API document "Tracking (DHL eCommerce
Americas)": `{"total", "packages": [{"package": {...}, "recipient": {...}, "pickupDetail": {...}, "events": [...]}]}`.
An event has `primaryEventId`, `primaryEventDescription`, `secondaryEventId`, `secondaryEventDescription`, `date`,
`time`, `timeZone`, `location` ("Town, ST, US"), `postalCode`. Webtrack, DHL's own page, writes the package's fields
beside the events instead of in `package`: read too. So is what DHL's Unified API says about `ecommerce` parcels.

`timeZone` is a zone of the United States (ET, CT, ...), an abbreviation with its own offset (EST, PDT), an offset
("+07"), or LT, the place's own; where it is LT, missing or none of these, the zone is inferred by the place.

Numbers: `trackingId` is the parcel's. Where USPS delivers, `deliveryConfirmationNumber`, or `overlabeledDspNumber` that
replaced it, is the number there; another provider is named by `dspName` (Webtrack). Not read: `weight`, which is the
sender's, and whatever says who the recipient is, but for `signedForName`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from shared.carriers.adapters.dhl_ecommerce.codes import detail, meaning, moved_by
from shared.carriers.reading import dhl_unified, fields
from shared.carriers.reading.fields import Node
from shared.carriers.reading.signatory import without_signatory
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.milestone import Milestone

_UNIFIED: dict[str, dhl_unified.Meaning] = {"ecommerce": lambda status, detailed: meaning(status)}

_ZONES: dict[str, tzinfo] = {
    "ET": ZoneInfo("America/New_York"),
    "CT": ZoneInfo("America/Chicago"),
    "MT": ZoneInfo("America/Denver"),
    "PT": ZoneInfo("America/Los_Angeles"),
    "AKT": ZoneInfo("America/Anchorage"),
    "HT": ZoneInfo("Pacific/Honolulu"),
    "HST": ZoneInfo("Pacific/Honolulu"),
    "AST": timezone(timedelta(hours=-4)),
    "EDT": timezone(timedelta(hours=-4)),
    "EST": timezone(timedelta(hours=-5)),
    "CDT": timezone(timedelta(hours=-5)),
    "CST": timezone(timedelta(hours=-6)),
    "MDT": timezone(timedelta(hours=-6)),
    "MST": timezone(timedelta(hours=-7)),
    "PDT": timezone(timedelta(hours=-7)),
    "PST": timezone(timedelta(hours=-8)),
    "UTC": UTC,
    "GMT": UTC,
}
_PROVIDERS = {"": "usps", "USPS": "usps", "CANADA POST": "canada_post", "UPS": "ups", "FEDEX": "fedex"}


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number DHL does not know is an answer without packages."""
    document = fields.document(body)
    if dhl_unified.recognises(document):
        return dhl_unified.updates(document, _UNIFIED)
    return tuple(_update(entry, path) for path, entry in fields.nodes(document, "packages", ""))


def _update(entry: Node, path: str) -> CarrierUpdate:
    package, at = (fields.node(entry, "package", path), f"{path}.package") if "package" in entry else (entry, path)
    recipient = fields.node_or_empty(entry, "recipient", path)
    signed_by = fields.text_or_empty(recipient, "signedForName", f"{path}.recipient")
    events = fields.nodes_or_empty(entry, "events", path)
    return CarrierUpdate(
        parcel=ParcelNumber("dhl_ecommerce", fields.tracking_number(package, "trackingId", at)),
        checkpoints=tuple(_checkpoint(event, event_path, signed_by) for event_path, event in events),
        carrier_estimate=fields.day_or_none(package, "expectedDelivery", at)
        or fields.day_or_none(package, "estimatedDeliveryDate", at),
        also=tuple(dict.fromkeys(_last_mile(package, at))),
    )


def _last_mile(package: Node, path: str) -> Iterator[ParcelNumber]:
    provider = _PROVIDERS.get(fields.text_or_empty(package, "dspName", path).upper())
    for key in ("overlabeledDspNumber", "deliveryConfirmationNumber"):
        number = fields.tracking_number_or_none(fields.text_or_empty(package, key, path))
        if provider and number:
            yield ParcelNumber(provider, number)


def _checkpoint(event: Node, path: str, signed_by: str) -> Checkpoint:
    primary, secondary = _number(event, "primaryEventId", path), _number(event, "secondaryEventId", path)
    words, name = without_signatory(fields.text_or_empty(event, "primaryEventDescription", path), signed_by)
    place = dhl_unified.place_of(
        fields.text_or_empty(event, "location", path), postal=_number(event, "postalCode", path)
    )
    occurred_at, inferred = _moment(event, path, place)
    said = detail(primary, words)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=said,
        carrier_code=_code(primary, secondary, words, path),
        message=words,
        place=place,
        time_inferred=inferred,
        proof=ProofOfDelivery(signed_by=name) if name and said.milestone is Milestone.DELIVERED else None,
        moved_by=moved_by(words),
    )


def _code(primary: str, secondary: str, words: str, path: str) -> str:
    """DHL's numbers of the event ("598", "600/1001"), else a digest of its words."""
    if primary:
        return fields.code("/".join(filter(None, (primary, secondary))))
    if not words:
        raise fields.unreadable(path, "primaryEventDescription", "text, and not empty")
    return fields.code_of_words(words)


def _number(event: Node, key: str, path: str) -> str:
    """Digits, which the document writes as a number, and answers as text too; "" when not said."""
    written = event.get(key)
    if isinstance(written, int) and not isinstance(written, bool):
        return f"{written:05d}" if key == "postalCode" else str(written)
    return fields.text_or_empty(event, key, path)


def _moment(event: Node, path: str, place: Place) -> tuple[datetime, bool]:
    written = f"{fields.text(event, 'date', path)}T{fields.text(event, 'time', path)}"
    label = fields.text_or_empty(event, "timeZone", path).upper()
    zone = _ZONES.get(label)
    if zone is not None:
        # The label is the carrier's own: it goes before the place, and nothing is inferred.
        return fields.moment_of(written, NOWHERE, zone, path)[0], False
    return fields.moment_of(written + _offset(label), place, UTC, path)


def _offset(label: str) -> str:
    """ "+07", "+0700" or "+07:00" as ISO 8601's offset; "" for LT and for what is none."""
    digits = label[1:].replace(":", "")
    if label[:1] not in ("+", "-") or not (digits.isascii() and digits.isdigit()) or len(digits) not in (2, 4):
        return ""
    return f"{label[0]}{digits[:2]}:{digits[2:] or '00'}"
