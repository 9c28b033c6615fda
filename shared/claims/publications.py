"""Which events follow from a claim that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from dataclasses import replace

from shared.cases.reported import CaseLineBody
from shared.claims.claim import Claim
from shared.claims.events import ClaimReported
from shared.eventing.envelope import Event, Metadata


def of_claim(before: Claim | None, after: Claim, *, merchant_id: str) -> list[Event]:
    """That it was reported, or that more is known of it; nothing where the same was only wished once more."""
    if before is not None and _told(before) == _told(after):
        return []
    data = ClaimReported(
        order_id=after.order_id,
        claim_id=after.claim_id,
        problem=after.problem,
        wish=after.wish,
        reported_at=after.reported_at,
        changed_at=after.changed_at,
        is_new=before is None,
        has_words=bool(after.said),
        files=len(after.evidence),
        shipment_id=after.shipment_id or None,
        lines=[CaseLineBody(sku=line.sku, quantity=line.quantity) for line in after.lines] or None,
    )
    metadata = Metadata(
        event_id=f"claim:{after.order_id}:{after.claim_id}:{after.version}",
        version=data.version,
        occurred_at=after.changed_at,
        merchant_id=merchant_id,
        correlation_id=after.order_id,
    )
    return [Event.of(data, metadata)]


def _told(claim: Claim) -> Claim:
    return replace(claim, wished_at=None, version=0)
