"""Pieces that somebody asked to cancel, and the shop has not said yet what became of it: they cannot come back too."""

from __future__ import annotations

from collections.abc import Mapping

from shared.tracking.order import Order
from shared.tracking.parcel import Leg


def being_cancelled(order: Order) -> Mapping[str, int]:
    """Position -> pieces. None any more once something left: then it was not cancelled, and can be returned."""
    if not order.cancellations or is_handed_over(order):
        return {}
    known: dict[str, int] = {}
    for line in order.lines:
        known[line.position] = known.get(line.position, 0) + min(line.cancelled, line.quantity)
    waiting = {position: count - known.get(position, 0) for position, count in gone_of(order).items()}
    return {position: count for position, count in waiting.items() if count > 0}


def gone_of(order: Order) -> Mapping[str, int]:
    """Position -> pieces that are cancelled, or asked to be."""
    gone: dict[str, int] = {}
    for line in order.lines:
        gone[line.position] = gone.get(line.position, 0) + min(line.cancelled, line.quantity)
    for asked in order.cancellations:
        for piece in asked.pieces:
            gone[piece.line] = max(gone.get(piece.line, 0), piece.cancelled_before + piece.quantity)
    return gone


def is_handed_over(order: Order) -> bool:
    """Whether anything of it left: also by a shipment without parcels, which goes without a number."""
    return any(shipment.leg is Leg.OUTBOUND for shipment in order.shipments.values())
