"""Where an order stands, in the words that pages and the merchant's rules about pages share."""

from __future__ import annotations

from enum import StrEnum

from shared.tracking.milestone import Milestone


class ShownStage(StrEnum):
    """What a shopper would say of an order, or of one parcel. The values are public, and most are milestones'."""

    PREPARING = "preparing"
    """It has no parcel yet."""
    INFO_RECEIVED = "info_received"
    """The carrier knows of it, and has not scanned it in its hands."""
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    RETURNING = "returning"
    """On its way back to the shop, or back there."""
    CANCELLED = "cancelled"


ON_THE_WAY_OUT = (
    ShownStage.PREPARING,
    ShownStage.INFO_RECEIVED,
    ShownStage.IN_TRANSIT,
    ShownStage.OUT_FOR_DELIVERY,
    ShownStage.ATTEMPT_FAILED,
    ShownStage.AVAILABLE_FOR_PICKUP,
    ShownStage.DELIVERED,
)
"""In their order: an order of several parcels stands where the last of them does."""


def stage_of(milestone: Milestone) -> ShownStage:
    """Of a parcel on its way out."""
    if milestone.rank <= Milestone.INFO_RECEIVED.rank:
        return ShownStage.INFO_RECEIVED
    return ShownStage(milestone.value)
