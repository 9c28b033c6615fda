"""Milestones: where in its journey a parcel stands, in nine words."""

from __future__ import annotations

from enum import StrEnum


class Milestone(StrEnum):
    """The field's nine stages, listed in rank order; the names follow AfterShip's main tags.

    A parcel's milestone is the highest rank it ever reached, so it never goes back. `EXCEPTION` and `EXPIRED`
    have no rank: something went wrong, or went silent, at whatever stage the parcel is in.
    """

    PENDING = "pending"
    INFO_RECEIVED = "info_received"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    EXPIRED = "expired"

    @property
    def rank(self) -> int:
        """0 (pending) to 6 (delivered); -1 for what is no stage."""
        return _RANKS.get(self, -1)


_STAGES = [m for m in Milestone if m not in (Milestone.EXCEPTION, Milestone.EXPIRED)]
_RANKS: dict[Milestone, int] = {milestone: rank for rank, milestone in enumerate(_STAGES)}
