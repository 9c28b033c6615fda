"""The shopper sent it with a carrier of their own, and says the number."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import Conflict
from shared.returns.axes import Action
from shared.returns.carry_through import around, keep, known, retried
from shared.returns.means import Means, Tracking
from shared.returns.request.legal import require
from shared.returns.request.logistics_moves import MAX_SHIPMENTS
from shared.returns.request.moves import record_shipment as recorded
from shared.returns.request.moving import Telling, told_before
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.track_way_back import track_way_back
from shared.returns.vocabulary import Method
from shared.returns.working import chosen


class TooManyShipments(Conflict):
    """The return has no room for another way back."""

    code = "too_many_return_shipments"


def record_shipment(
    means: Means,
    tracking: Tracking,
    return_id: str,
    carrier: str,
    tracking_number: str,
    telling: Telling,
    item_ids: tuple[str, ...] = (),
) -> ReturnRequest:
    """`carrier`: a slug of ours, or the carrier's name for one that nobody follows. Told again, it changes nothing.

    Raises ReturnUnknown, ActionNotLegal, TooManyShipments, ParcelTaken, TooManyParcels, StaleReturn.
    """

    def attempt() -> ReturnRequest:
        request = known(means.returns, return_id)
        if told_before(request, Action.RECORD_SHIPMENT, telling.reference) or _is_known(request):
            return request
        items = chosen(request, item_ids, Action.RECORD_SHIPMENT, telling)
        require(request, Action.RECORD_SHIPMENT, items, telling.actor, telling.at)
        if len(request.shipments) >= MAX_SHIPMENTS:
            raise TooManyShipments(f"A return holds {MAX_SHIPMENTS} ways back at most.")
        way = ReturnShipment(
            shipment_id=f"{return_id}-{len(request.shipments) + 1}",
            method=Method.OWN_CARRIER,
            item_ids=items,
            carrier=carrier,
            tracking_number=tracking_number,
            made_at=telling.at.replace(microsecond=0),
            provider="shopper",
        )
        track_way_back(tracking, request, way, telling.at)
        moved = recorded(request, way, replace(telling, rules=telling.rules or ("own_carrier",)))
        return keep(means, moved, telling.at, around(means, request.order_ids))

    def _is_known(request: ReturnRequest) -> bool:
        return any(
            (way.carrier, way.tracking_number) == (carrier, tracking_number) and way.voided_at is None
            for way in request.shipments
        )

    return retried(attempt)
