"""A delivery partner's push: `{"updates": [...]}`, as docs/carrier-format.md describes it.

The same updates come as the event `CarrierUpdateReported`, already opened: `read_updates` reads both.
"""

from __future__ import annotations

from pydantic import ValidationError

from shared.carriers.adapters.custom.codes import detail
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.events import CarrierUpdateReported
from shared.carriers.reading import fields
from shared.carriers.reported_update import ReportedCheckpoint, ReportedPlace, ReportedProof, ReportedUpdate
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber, canonical_number
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A time without an offset is refused, an unknown status is kept as unknown."""
    try:
        reported = CarrierUpdateReported.model_validate(fields.document(body))
    except ValidationError as error:
        raise _unreadable(error) from None
    return read_updates(reported)


def read_updates(reported: CarrierUpdateReported) -> tuple[CarrierUpdate, ...]:
    """One update per parcel, in the partner's order."""
    return tuple(_update(update) for update in reported.updates)


def _unreadable(error: ValidationError) -> UnreadablePayload:
    """The first thing that is wrong, by its path, in words that do not quote it."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).removeprefix(".")
    return UnreadablePayload(f"{field}: {first['msg'].removeprefix('Value error, ')}.", field=field)


def _update(update: ReportedUpdate) -> CarrierUpdate:
    return CarrierUpdate(
        parcel=_parcel(update.carrier, update.tracking_number),
        checkpoints=tuple(_checkpoint(checkpoint) for checkpoint in update.checkpoints),
        carrier_estimate=update.estimated_delivery,
        also=tuple(_parcel(other.carrier, other.tracking_number) for other in update.also),
    )


def _parcel(carrier: str, tracking_number: str) -> ParcelNumber:
    return ParcelNumber(carrier, canonical_number(tracking_number))


def _checkpoint(checkpoint: ReportedCheckpoint) -> Checkpoint:
    return Checkpoint(
        occurred_at=checkpoint.occurred_at,
        detail=detail(checkpoint.status),
        carrier_code=fields.code(checkpoint.code or checkpoint.status),
        message=checkpoint.message or "",
        place=_place(checkpoint.place) if checkpoint.place else NOWHERE,
        cause=checkpoint.cause,
        proof=_proof(checkpoint.proof) if checkpoint.proof else None,
        weight_grams=checkpoint.weight_grams,
    )


def _place(place: ReportedPlace) -> Place:
    return Place(
        city=place.city or "",
        region=place.region or "",
        postal=place.postal or "",
        country=(place.country or "").upper(),
    )


def _proof(proof: ReportedProof) -> ProofOfDelivery:
    return ProofOfDelivery(
        signed_by=proof.signed_by or "",
        photo_url=proof.photo_url or "",
        place=proof.place or "",
        latitude=proof.latitude,
        longitude=proof.longitude,
    )
