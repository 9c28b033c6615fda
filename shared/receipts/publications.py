"""Which event follows from a promise that was kept. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from shared.eventing.envelope import Event, Metadata
from shared.receipts.events import ItemPromised, PromiseMade
from shared.receipts.receipt import PromisedItem, SignedReceipt


def of_receipt(signed: SignedReceipt, *, merchant_id: str) -> Event:
    """The event of a newly kept receipt."""
    receipt = signed.receipt
    data = PromiseMade(
        promise_id=receipt.id,
        order_id=receipt.order_id,
        made_at=receipt.made_at,
        country=receipt.question.country,
        promised=receipt.promised,
        items=[_item(item) for item in receipt.items],
        configuration_version=receipt.configuration_version,
        model=receipt.model,
    )
    metadata = Metadata(
        event_id=f"promise:{receipt.id}",
        version=data.version,
        occurred_at=receipt.made_at,
        merchant_id=merchant_id,
        correlation_id=receipt.order_id,
    )
    return Event.of(data, metadata)


def _item(item: PromisedItem) -> ItemPromised:
    return ItemPromised(
        id=item.id,
        sku=item.sku,
        method=item.method,
        carrier=item.carrier,
        service=item.service,
        warehouse=item.warehouse,
        ship_date=item.ship_date,
        earliest=item.earliest,
        likely=item.likely,
        latest=item.latest,
        promised=item.promised,
        confidence=item.confidence,
        time_zone=item.time_zone,
        day=item.day,
        slot=item.slot.code if item.slot else None,
    )
