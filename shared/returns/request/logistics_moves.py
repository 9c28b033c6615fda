"""Moves of the logistics axis: how it comes back, and where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.returns.axes import Action, Approval, Inspection, Logistics
from shared.returns.request.legal import require
from shared.returns.request.moving import Telling, logged, moved
from shared.returns.request.split import split
from shared.returns.return_request import UNPLACED, ReturnItem, ReturnRequest, ReturnShipment
from shared.returns.vocabulary import Disposition, Method

MAX_SHIPMENTS = 50
NOT_ASKED = "not_asked"
"""Reason of what was in a parcel though nobody had asked to send it back."""


@dataclass(frozen=True, slots=True)
class Extra:
    """Something in the parcel that nobody had asked to send back."""

    order_id: str
    line: str
    """The position; "" : it is none of the order's, or all its pieces came back already."""
    sku: str
    quantity: int


def choose_method(request: ReturnRequest, item_ids: Sequence[str], method: Method, telling: Telling) -> ReturnRequest:
    """How it comes back."""
    return replace(moved(request, Action.CHOOSE_METHOD, item_ids, telling), method=method)


def make_label(request: ReturnRequest, way: ReturnShipment, telling: Telling) -> ReturnRequest:
    """A label or code was made; the one before it for the same items counts no more."""
    return _prepared(request, Action.MAKE_LABEL, way, telling)


def book_pickup(request: ReturnRequest, way: ReturnShipment, telling: Telling) -> ReturnRequest:
    """A carrier will come for it."""
    return _prepared(request, Action.BOOK_PICKUP, way, telling)


def record_shipment(request: ReturnRequest, way: ReturnShipment, telling: Telling) -> ReturnRequest:
    """The shopper sent it with a carrier of their own, under the number they say."""
    return _prepared(request, Action.RECORD_SHIPMENT, way, telling)


def _prepared(request: ReturnRequest, action: Action, way: ReturnShipment, telling: Telling) -> ReturnRequest:
    made = moved(request, action, way.item_ids, replace(telling, shipment_id=way.shipment_id))
    others = tuple(
        replace(other, voided_at=telling.at)
        if other.voided_at is None and set(other.item_ids) <= set(way.item_ids)
        else other
        for other in made.shipments
        if other.shipment_id != way.shipment_id
    )
    return replace(made, shipments=(*others, way))


def expire_label(request: ReturnRequest, way: ReturnShipment, telling: Telling) -> ReturnRequest:
    """A label ran out: it counts no more, and another can be made."""
    shipments = tuple(
        replace(other, voided_at=telling.at) if other.shipment_id == way.shipment_id else other
        for other in request.shipments
    )
    telling = replace(telling, shipment_id=way.shipment_id, code="label_expired", rules=("label",))
    return logged(replace(request, shipments=shipments), Action.EXPIRE, (), telling)


def note_scan(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """The carrier has it."""
    return moved(
        request, Action.NOTE_SCAN, item_ids, telling, lambda item: replace(item, logistics=Logistics.IN_TRANSIT)
    )


def note_arrival(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """The carrier says delivered."""
    return moved(
        request, Action.NOTE_ARRIVAL, item_ids, telling, lambda item: replace(item, logistics=Logistics.ARRIVED)
    )


def receive(
    request: ReturnRequest, quantities: dict[str, int], telling: Telling, extras: Sequence[Extra] = ()
) -> ReturnRequest:
    """The warehouse has so many pieces of each item; the others stay what they are, as an item of their own.

    What nobody had asked for is added, and waits for somebody to decide.
    """
    require(request, Action.RECEIVE, tuple(quantities), telling.actor, telling.at)
    for item_id, quantity in quantities.items():
        request = split(request, item_id, quantity)
    received = moved(request, Action.RECEIVE, tuple(quantities), telling, _received)
    if not extras:
        return received
    added = tuple(_added(received, extra, n) for n, extra in enumerate(extras, 1))
    log = (*received.log[:-1], replace(received.log[-1], item_ids=(*quantities, *(item.item_id for item in added))))
    return replace(received, items=(*received.items, *added), log=log)


def report_missing(request: ReturnRequest, quantities: dict[str, int], telling: Telling) -> ReturnRequest:
    """So many pieces of each item will not come: lost on the way, not in the parcel, never sent."""
    require(request, Action.REPORT_MISSING, tuple(quantities), telling.actor, telling.at)
    for item_id, quantity in quantities.items():
        request = split(request, item_id, quantity)
    return moved(
        request,
        Action.REPORT_MISSING,
        tuple(quantities),
        telling,
        lambda item: replace(item, logistics=Logistics.MISSING, disposition=Disposition.MISSING),
    )


def send_back(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """What was not accepted goes to the shopper again."""
    return moved(
        request,
        Action.SEND_BACK,
        item_ids,
        telling,
        lambda item: replace(item, logistics=Logistics.SENT_BACK, disposition=None),
    )


def _received(item: ReturnItem) -> ReturnItem:
    looked_at = item.inspection
    if looked_at is Inspection.NOT_NEEDED:
        looked_at = Inspection.PENDING
    return replace(item, logistics=Logistics.RECEIVED, inspection=looked_at, disposition=None)


def _added(request: ReturnRequest, extra: Extra, number: int) -> ReturnItem:
    taken = {item.item_id for item in request.items}
    start = len(request.items) + number
    item_id = next(str(n) for n in range(start, start + len(taken) + 1) if str(n) not in taken)
    return ReturnItem(
        item_id=item_id,
        order_id=extra.order_id,
        line=extra.line,
        sku=extra.sku,
        quantity=extra.quantity,
        reason=NOT_ASKED,
        first_piece=UNPLACED if extra.line else 0,
        approval=Approval.REQUESTED,
        logistics=Logistics.RECEIVED,
    )
