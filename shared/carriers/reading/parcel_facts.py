"""What a carrier tells of a whole parcel, put on the scans it belongs to: the scan is what is kept."""

from __future__ import annotations

from dataclasses import replace

from shared.tracking.checkpoint import Checkpoint, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone


def with_returns_named(checkpoints: tuple[Checkpoint, ...]) -> tuple[Checkpoint, ...]:
    """Where a carrier says "delivered" of both: a delivery after the parcel was sent back is one to the sender."""
    sent_back = min((scan.occurred_at for scan in checkpoints if scan.detail is Detail.RETURNING), default=None)
    if sent_back is None:
        return checkpoints
    return tuple(
        replace(scan, detail=Detail.RETURNED, cause=None)
        if scan.milestone is Milestone.DELIVERED and scan.occurred_at >= sent_back
        else scan
        for scan in checkpoints
    )


def with_proof(checkpoints: tuple[Checkpoint, ...], proof: ProofOfDelivery | None) -> tuple[Checkpoint, ...]:
    """The proof, on the newest delivery; nowhere when the parcel is not delivered yet."""
    deliveries = [scan for scan in checkpoints if scan.milestone is Milestone.DELIVERED]
    if proof is None or not deliveries:
        return checkpoints
    newest = max(deliveries, key=lambda scan: scan.occurred_at)
    return tuple(replace(scan, proof=proof) if scan is newest else scan for scan in checkpoints)


def with_weight(checkpoints: tuple[Checkpoint, ...], grams: int | None) -> tuple[Checkpoint, ...]:
    """The weight, on the oldest scan in the carrier's hands: before that it is what the shipper declared."""
    moving = [] if grams is None else [scan for scan in checkpoints if _is_in_hand(scan)]
    if not moving:
        return checkpoints
    oldest = min(moving, key=lambda scan: scan.occurred_at)
    return tuple(replace(scan, weight_grams=grams) if scan is oldest else scan for scan in checkpoints)


def _is_in_hand(scan: Checkpoint) -> bool:
    milestone = scan.milestone
    return milestone is not None and milestone.rank >= Milestone.IN_TRANSIT.rank
