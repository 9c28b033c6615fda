"""A checkpoint: one thing the carrier said happened to a parcel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scan happened, as coarse as a tracking page may show: never a street."""

    city: str = ""
    region: str = ""
    postal: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, or empty when the carrier does not say."""


NOWHERE = Place()
"""The place of a scan whose carrier names none."""


@dataclass(frozen=True, slots=True)
class ProofOfDelivery:
    """What shows that a parcel was handed over. Personal: for the merchant, never in an event, a log or a page."""

    signed_by: str = ""
    photo_url: str = ""
    """Where the carrier keeps the photo or the signature's picture; "" or an https address."""
    place: str = ""
    """Where it was left, in the carrier's words ("FRONT DOOR")."""
    latitude: float | None = None
    """Degrees, WGS 84; None when not said."""
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One scan. Two scans with the same time, code and place are the same scan, however often they are sent."""

    occurred_at: datetime
    """Aware, UTC."""
    detail: Detail
    """What it says. UNKNOWN: the carrier's code is in no table of ours. It is kept as unknown, never guessed."""
    carrier_code: str
    """The carrier's own code; where it sends words only, a digest of them: codes are logged and published."""
    message: str = ""
    """The carrier's own text, in the carrier's language."""
    place: Place = NOWHERE
    time_inferred: bool = False
    """True when the carrier sent no zone and one was assumed, by the place or by the carrier's documents."""
    cause: Cause | None = None
    """What the carrier puts it down to; None: what the detail implies, see `incident_cause`."""
    proof: ProofOfDelivery | None = None
    carrier_estimate: date | None = None
    """The carrier's own delivery date as of this scan, local to the destination. An estimate, not our promise."""
    weight_grams: int | None = None
    """What the carrier weighed at this scan."""
    moved_by: str = ""
    """Slug of the carrier that made the scan, where it is another than the parcel's: the first or last mile's."""

    @property
    def milestone(self) -> Milestone | None:
        """The milestone of the detail; None where the scan says nothing about where the parcel is."""
        return self.detail.milestone

    @property
    def incident_cause(self) -> Cause | None:
        """What the carrier puts it down to, else what its detail implies."""
        return self.cause or self.detail.cause

    @property
    def is_unknown(self) -> bool:
        """Whether the carrier's code is in no table of ours."""
        return self.detail is Detail.UNKNOWN

    @property
    def digest(self) -> str:
        """Identity of the scan: 16 hex digits over time, code and place."""
        place = self.place
        identity = (
            f"{self.occurred_at.isoformat()}\x1f{self.carrier_code}\x1f"
            f"{place.city}\x1f{place.region}\x1f{place.postal}\x1f{place.country}"
        )
        return hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def merged(one: Checkpoint, other: Checkpoint) -> Checkpoint:
    """What two tellings of the same scan say together. Commutative, associative and idempotent.

    A carrier that sends its history again may have learnt something since: a name to a code that we did not know, a
    signature, another date. Per field the fuller telling stands, the later date, and an answer that is the same
    whichever came first.
    """
    if one == other:
        return one
    fuller = max(one, other, key=_meaning_order)
    return replace(
        fuller,
        message=max(one.message, other.message, key=lambda text: (len(text), text)),
        time_inferred=one.time_inferred and other.time_inferred,
        proof=max(one.proof, other.proof, key=_proof_order),
        carrier_estimate=max((d for d in (one.carrier_estimate, other.carrier_estimate) if d), default=None),
        weight_grams=max((w for w in (one.weight_grams, other.weight_grams) if w is not None), default=None),
        moved_by=max(one.moved_by, other.moved_by),
    )


def _meaning_order(checkpoint: Checkpoint) -> tuple[bool, int, str, str]:
    milestone = checkpoint.milestone
    rank = -2 if milestone is None else milestone.rank
    return not checkpoint.is_unknown, rank, checkpoint.detail, checkpoint.cause or ""


def _proof_order(proof: ProofOfDelivery | None) -> tuple[str, ...]:
    if proof is None:
        return ()
    return proof.photo_url, proof.signed_by, proof.place, str(proof.latitude), str(proof.longitude)
