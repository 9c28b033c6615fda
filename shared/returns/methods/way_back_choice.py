"""Which way back is wanted, which is good already, and which a new one takes the place of."""

from __future__ import annotations

import hashlib
from datetime import datetime

from shared.returns.methods.ports import WantedWayBack
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.vocabulary import Method
from shared.tracking.carrier_update import canonical_number


def next_shipment_id(request: ReturnRequest) -> str:
    """The id of the return's next parcel: the same as long as it is not saved, so that a repeat finds the first."""
    return f"{request.return_id}-{len(request.shipments) + 1}"


def purchase_id(wanted: WantedWayBack) -> str:
    """What claims and providers know it by: the shipment, and what was chosen for it. Who chooses anew before anything
    was saved is not given what they chose first."""
    slot = f"{wanted.slot.day}#{wanted.slot.slot}" if wanted.slot else ""
    chosen = "\0".join(
        [wanted.method, *sorted(wanted.item_ids), slot, wanted.point_id, wanted.carrier, wanted.tracking_number]
    )
    return f"{wanted.shipment_id}-{hashlib.sha256(chosen.encode()).hexdigest()[:8]}"


def good_already(request: ReturnRequest, wanted: WantedWayBack, now: datetime) -> ReturnShipment | None:
    """A way back of this kind for the same pieces, that is still good."""
    for shipment in request.shipments:
        same = shipment.method is wanted.method and set(shipment.item_ids) == set(wanted.item_ids)
        if same and is_good(shipment, now) and _as_wanted(shipment, wanted):
            return shipment
    return None


def is_good(shipment: ReturnShipment, now: datetime) -> bool:
    """Whether it can still be used."""
    return shipment.voided_at is None and (shipment.expires_at is None or shipment.expires_at > now)


def superseded(request: ReturnRequest, wanted: WantedWayBack) -> tuple[ReturnShipment, ...]:
    """Open ways back of the same pieces, which the new one takes the place of."""
    return tuple(
        shipment
        for shipment in request.shipments
        if shipment.voided_at is None
        and shipment.shipment_id != wanted.shipment_id
        and set(shipment.item_ids) & set(wanted.item_ids)
    )


def _as_wanted(shipment: ReturnShipment, wanted: WantedWayBack) -> bool:
    if wanted.slot is not None and (shipment.pickup_day, shipment.pickup_slot) != (wanted.slot.day, wanted.slot.slot):
        return False
    if wanted.method is not Method.OWN_CARRIER:
        return True
    return shipment.carrier == wanted.carrier and shipment.tracking_number == canonical_number(wanted.tracking_number)
