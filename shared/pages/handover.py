"""How a parcel was handed over: the kind of place, and never who took it or which door it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg, by_leg


@dataclass(frozen=True, slots=True)
class Handover:
    """The delivery, as its shopper may see it. Name, picture and position stay with the merchant."""

    at: datetime
    """Local to the destination."""
    how: Detail
    """DELIVERED where the carrier does not say more."""
    is_signed: bool
    """The carrier has the name or the signature of who took it."""
    has_photo: bool
    """The carrier has a picture of it."""

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {"at": self.at.isoformat(), "how": self.how, "signed": self.is_signed, "photo": self.has_photo}


def handover_of(seen: Iterable[Checkpoint], zone: ZoneInfo) -> Handover | None:
    """The last delivery on the way out of a timeline (oldest scan first); None where there was none."""
    outward = (checkpoint for checkpoint, leg in by_leg(seen) if leg is Leg.OUTBOUND)
    scans = [checkpoint for checkpoint in outward if checkpoint.milestone is Milestone.DELIVERED]
    if not scans:
        return None
    last = scans[-1]
    proofs = [scan.proof for scan in scans if scan.proof]
    said = next((scan.detail for scan in reversed(scans) if scan.detail is not Detail.DELIVERED), Detail.DELIVERED)
    return Handover(
        at=last.occurred_at.astimezone(zone),
        how=said,
        is_signed=any(proof.signed_by for proof in proofs),
        has_photo=any(proof.photo_url for proof in proofs),
    )
