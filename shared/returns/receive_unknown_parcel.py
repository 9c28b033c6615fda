"""A parcel came back that nobody had announced: it is kept, listed for staff, and told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shared.returns.axes import Action
from shared.returns.change_return import change_return
from shared.returns.means import Means
from shared.returns.ports import NumberTaken
from shared.returns.request.logistics_moves import NOT_ASKED
from shared.returns.request.moving import Telling, logged
from shared.returns.request.number import make_number
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.vocabulary import Method
from shared.returns.wanted_items import WantedItem

UNKNOWN_PARCEL = "unknown_parcel"


@dataclass(frozen=True, slots=True)
class UnknownParcel:
    """What the warehouse sees of it."""

    return_id: str
    """16 letters and digits; the same again is the same parcel."""
    chance: bytes
    """16 random bytes, for the number."""
    carrier: str = ""
    tracking_number: str = ""
    order_id: str = ""
    """By the slip in it; "" : nobody knows yet."""
    found: tuple[tuple[str, int], ...] = ()
    """(SKU or position, quantity), where the order is known."""


def receive_unknown_parcel(means: Means, parcel: UnknownParcel, telling: Telling) -> ReturnRequest:
    """A return without a request. Where its order is known its goods wait for a decision; else staff say that later
    (`change_return`).

    Raises OrderUnknown, PositionUnknown, WrongItems, NothingLeft, StaleReturn.
    """
    request = means.returns.get(parcel.return_id) or _kept(means, parcel, telling)
    if request.items or not parcel.order_id or not parcel.found:
        return request
    asked = [WantedItem(parcel.order_id, line, quantity, NOT_ASKED) for line, quantity in parcel.found]
    return change_return(means, parcel.return_id, asked, telling)


def _kept(means: Means, parcel: UnknownParcel, telling: Telling) -> ReturnRequest:
    policy = means.policies.in_force()
    way = ReturnShipment(
        shipment_id=f"{parcel.return_id}-1",
        method=Method.OWN_CARRIER,
        item_ids=(),
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        made_at=telling.at,
        provider="shopper",
    )
    request = ReturnRequest(
        return_id=parcel.return_id,
        number=make_number(parcel.chance),
        currency=policy.currency,
        items=(),
        created_at=telling.at,
        policy_version=policy.version,
        filed_by=telling.actor,
        channel=UNKNOWN_PARCEL,
        shipments=(way,),
    )
    telling = Telling(telling.actor, telling.at, ("staff",), UNKNOWN_PARCEL, telling.note, shipment_id=way.shipment_id)
    request = logged(request, Action.RECEIVE, (), telling)
    try:
        return means.returns.save(request)
    except NumberTaken:
        return _kept(means, _with_other_chance(parcel), telling)


def _with_other_chance(parcel: UnknownParcel) -> UnknownParcel:
    return UnknownParcel(
        parcel.return_id,
        hashlib.sha256(parcel.chance).digest(),
        parcel.carrier,
        parcel.tracking_number,
        parcel.order_id,
        parcel.found,
    )
