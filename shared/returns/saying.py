"""What is said of an entry of a return's log, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from shared.eventing.envelope import EventData
from shared.returns.event_fields import ReturnedItem
from shared.returns.return_request import LogEntry, ReturnItem, ReturnRequest, ReturnShipment

Told = tuple[str, EventData]
"""What tells two events of one entry apart, and the event."""
Say = Callable[[ReturnRequest, LogEntry], Iterator[Told]]


def items_of(request: ReturnRequest, entry: LogEntry) -> list[ReturnItem]:
    """What the entry is about; entries of the whole return are about all of it."""
    if not entry.item_ids:
        return list(request.items)
    return [item for item in request.items if item.item_id in entry.item_ids]


def common(request: ReturnRequest, entry: LogEntry, items: list[ReturnItem] | None = None) -> dict[str, object]:
    return {
        "return_id": request.return_id,
        "number": request.number,
        "order_ids": list(request.order_ids),
        "items": [
            ReturnedItem(
                item_id=item.item_id,
                order_id=item.order_id,
                line=item.line,
                sku=item.sku,
                quantity=item.quantity,
                outcome=item.outcome,
            )
            for item in (items_of(request, entry) if items is None else items)
        ],
        "actor": entry.actor,
        "rules": list(entry.rules),
        "code": entry.code or None,
    }


def shipment_of(request: ReturnRequest, entry: LogEntry) -> ReturnShipment | None:
    """The way back that an entry is about."""
    return next((way for way in request.shipments if way.shipment_id == entry.shipment_id), None)
