"""Note where a return's parcel is, as its carrier says."""

from __future__ import annotations

from datetime import datetime

from shared.returns.axes import Action
from shared.returns.carry_through import around, keep, retried
from shared.returns.means import Means
from shared.returns.request.legal import obstacle
from shared.returns.request.moves import note_arrival, note_scan
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.vocabulary import Actor
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

_RULES = ("carrier",)


def note_parcel(means: Means, reached: MilestoneReached, now: datetime) -> ReturnRequest | None:
    """The return once this is noted; None where the parcel is on its way out, or of no return of ours.

    Expects repeats and disorder: what is known to be further along stays there. Raises StaleReturn.
    """
    if reached.leg is not Leg.RETURN or not reached.shipment_id:
        return None
    shipment_id = reached.shipment_id
    return retried(lambda: _noted(means, shipment_id, reached.milestone, now))


def _noted(means: Means, shipment_id: str, milestone: Milestone, now: datetime) -> ReturnRequest | None:
    request = means.returns.get(return_id_of(shipment_id))
    way = next((way for way in request.shipments if way.shipment_id == shipment_id), None) if request else None
    if request is None or way is None:
        return None
    action = _action(milestone)
    if action is None:
        return request
    able = _able(request, way, action, now)
    if not able:
        return request
    telling = Telling(Actor.SYSTEM, now, rules=_RULES, shipment_id=shipment_id)
    moved = (note_scan if action is Action.NOTE_SCAN else note_arrival)(request, able, telling)
    return keep(means, moved, now, around(means, request.order_ids))


def return_id_of(shipment_id: str) -> str:
    """The return in the id of its shipment, `<return id>-<n>`; anything for other shipments."""
    return shipment_id.rpartition("-")[0]


def _action(milestone: Milestone) -> Action | None:
    if milestone is Milestone.DELIVERED:
        return Action.NOTE_ARRIVAL
    return Action.NOTE_SCAN if milestone.rank >= Milestone.IN_TRANSIT.rank else None


def _able(request: ReturnRequest, way: ReturnShipment, action: Action, now: datetime) -> tuple[str, ...]:
    return tuple(
        item.item_id
        for item in request.items
        if item.item_id in way.item_ids and obstacle(request, item, action, Actor.SYSTEM, now) is None
    )
