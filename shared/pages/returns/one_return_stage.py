"""How far a return is, in one word that its page's heading goes by: that of the item which is least far."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from shared.returns.axes import Approval, Inspection, Logistics
from shared.returns.view.answer import ReturnState, ReturnView
from shared.returns.view.item import ItemView
from shared.returns.view.shipment import ShipmentView
from shared.returns.vocabulary import Method


class Stage(StrEnum):
    """The end of the key of its words, under `[one_return]`."""

    DRAFT = "draft"
    REQUESTED = "requested"
    NEEDS_MORE = "needs_more"
    TO_SEND = "to_send"
    """Approved, and how it comes back is still to be chosen."""
    READY = "ready"
    """It was chosen: a label, code or time is there, or the address."""
    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"
    CHECKING = "checking"
    MISSING = "missing"
    FAILED = "failed"
    """It did not pass the check, and is still with the shop."""
    SENT_BACK = "sent_back"
    PAYING = "paying"
    """All that was to be done with the goods is done; what the shopper gets is on its way."""
    KEPT = "kept"
    """Nothing has to be sent back."""
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RESOLVED = "resolved"


_WITHOUT_GOODS = {
    ReturnState.DRAFT: Stage.DRAFT,
    ReturnState.UNKNOWN_PARCEL: Stage.REQUESTED,
    ReturnState.REQUESTED: Stage.REQUESTED,
    ReturnState.NEEDS_MORE: Stage.NEEDS_MORE,
    ReturnState.DECLINED: Stage.DECLINED,
    ReturnState.CANCELLED: Stage.CANCELLED,
    ReturnState.EXPIRED: Stage.EXPIRED,
    ReturnState.RESOLVED: Stage.RESOLVED,
}
_BY_PLACE = (
    (Logistics.MISSING, Stage.MISSING),
    (Logistics.IN_TRANSIT, Stage.IN_TRANSIT),
    (Logistics.ARRIVED, Stage.ARRIVED),
    (Logistics.RECEIVED, Stage.CHECKING),
    (Logistics.SENT_BACK, Stage.SENT_BACK),
)


def stage_of(view: ReturnView, now: datetime) -> Stage:
    """Where it stands at `now` (aware, UTC)."""
    if any(item.approval is Approval.NEEDS_MORE for item in view.items):
        return Stage.NEEDS_MORE
    if view.state in _WITHOUT_GOODS:
        return _WITHOUT_GOODS[view.state]
    live = live_items(view)
    if any(item.logistics is Logistics.AWAITED for item in live):
        return Stage.READY if _is_prepared(view, live, now) else Stage.TO_SEND
    if any(item.inspection is Inspection.FAILED and item.logistics is Logistics.RECEIVED for item in live):
        return Stage.FAILED
    open_ = [item for item in live if item.logistics is not Logistics.NOT_NEEDED and not _is_checked(item)]
    for place, stage in _BY_PLACE:
        if any(item.logistics is place for item in open_):
            return stage
    return Stage.KEPT if all(item.logistics is Logistics.NOT_NEEDED for item in live) else Stage.PAYING


def live_items(view: ReturnView) -> list[ItemView]:
    """Those that were approved."""
    return [item for item in view.items if item.approval is Approval.APPROVED]


def open_ways(view: ReturnView, now: datetime) -> list[ShipmentView]:
    """Ways back that can be used."""
    return [way for way in view.shipments if way.voided_at is None and (way.expires_at is None or way.expires_at > now)]


def _is_prepared(view: ReturnView, live: list[ItemView], now: datetime) -> bool:
    if view.method is Method.OWN_CARRIER:
        return True
    covered = {item for way in open_ways(view, now) for item in way.items}
    return {item.item_id for item in live if item.logistics is Logistics.AWAITED} <= covered


def _is_checked(item: ItemView) -> bool:
    return item.logistics is Logistics.RECEIVED and item.inspection is not Inspection.PENDING
