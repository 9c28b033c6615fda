"""Between the API's bodies and tracking's orders."""

from __future__ import annotations

from datetime import UTC

from functions.orders_api.api import (
    OrderAnswer,
    OrderBody,
    ParcelBody,
    PromiseBody,
    PromiseToldAnswer,
    ShipmentAnswer,
    ShipmentBody,
    SoldLineBody,
)
from functions.orders_api.parts import Choice, ConsentBody, ContactBody, DestinationBody
from functions.orders_api.sales import (
    HashOfGiftCode,
    check_sale,
    line_sale_body,
    line_sale_of,
    sale_answer,
    sale_of,
)
from shared.errors import Invalid
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.receipts.ports import Receipts
from shared.receipts.promised_orders import told_by
from shared.receipts.read_receipt import PromiseUnknown
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shops.consent import Consent
from shared.shops.shop import Shop
from shared.tracking.carrier_update import ParcelNumber, canonical_number
from shared.tracking.order import Contact, Order, OrderLine, PromiseTold, Shipment


class ImpossibleOrder(Invalid):
    """Every field fits, but not together."""

    code = "impossible_order"


def order_of(
    order_id: str,
    body: OrderBody,
    link: str,
    shop: Shop,
    told: PromiseTold | None,
    hash_of_gift_code: HashOfGiftCode,
) -> Order:
    """The order a body describes, with what the shopper was told; raises ImpossibleOrder and ImpossibleSale."""
    check_sale(body)
    destination = body.destination
    if destination.country not in COUNTRY_ZONES:
        raise ImpossibleOrder("There is no country with this code.", field="destination.country")
    return Order(
        order_id=order_id,
        placed_at=body.placed_at.astimezone(UTC),
        contact=Contact(
            email=body.contact.email or "",
            language=body.contact.language or shop.default_language,
            phone=body.contact.phone or "",
            line_user_id=body.contact.line_user_id or "",
        ),
        destination=shop.destination(destination.country, destination.postal),
        lines=tuple(_line(line, f"lines.{number}") for number, line in enumerate(body.lines)),
        link=link,
        promise=told,
        name=body.name or "",
        cancelled_at=body.cancelled_at.astimezone(UTC) if body.cancelled_at else None,
        sale=sale_of(body.sale, hash_of_gift_code),
    )


def _line(line: SoldLineBody, place: str) -> OrderLine:
    if line.cancelled > line.quantity:
        raise ImpossibleOrder("More is cancelled than was ordered.", field=f"{place}.cancelled")
    return OrderLine(
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        category=line.category or "",
        image_url=line.image_url or "",
        product_url=line.product_url or "",
        guide_url=line.guide_url or "",
        warranty_until=line.warranty_until,
        cancelled=line.cancelled,
        backordered_until=line.backordered_until,
        sale=line_sale_of(line.sale),
    )


def consents_of(body: ConsentBody | None) -> list[Consent]:
    """What the shopper chose at checkout, on every channel; nothing of kinds they were not asked about."""
    if body is None:
        return []
    said = {Kind.SERVICE: body.service, Kind.FEEDBACK: body.feedback, Kind.PROMOTION: body.promotion}
    choices = {
        (channel, kind): _allows(choice, channel)
        for kind, choice in said.items()
        if choice is not None
        for channel in Channel
    }
    return [Consent(choices)]


def _allows(choice: Choice, channel: Channel) -> bool:
    return choice if isinstance(choice, bool) else channel in choice


def promise_of(order_id: str, body: PromiseBody, receipts: Receipts) -> PromiseTold:
    """What the shopper was told, by a body: a window, or the promise that was kept.

    Raises ImpossibleOrder, and PromiseUnknown where the promise is not there or is another order's.
    """
    if body.earliest and body.latest:
        if body.latest < body.earliest:
            raise ImpossibleOrder("The promise ends before it begins.", field="promise.latest")
        return PromiseTold(body.earliest, body.latest)
    kept = receipts.get(body.id or "")
    receipt = kept.signed.receipt if kept else None
    if receipt is None or receipt.order_id != order_id:
        raise PromiseUnknown("No such promise was made for this order.", field="promise.id")
    return told_by(receipt)


def shipment_of(shipment_id: str, body: ShipmentBody) -> Shipment:
    """The shipment a body describes; raises ImpossibleOrder."""
    if len({(parcel.carrier, parcel.tracking_number) for parcel in body.parcels}) != len(body.parcels):
        raise ImpossibleOrder("The same parcel is listed twice.", field="parcels")
    parcels = [ParcelNumber(parcel.carrier, canonical_number(parcel.tracking_number)) for parcel in body.parcels]
    return Shipment(
        shipment_id,
        body.shipped_at.astimezone(UTC),
        tuple(dict.fromkeys(parcels)),
        body.leg,
        warehouse=body.warehouse or "",
        service=body.service or "",
    )


def answer_of(order: Order, tracking_url: str) -> OrderAnswer:
    """What the merchant gets back."""
    return OrderAnswer(
        order_id=order.order_id,
        name=order.name or None,
        version=order.version,
        placed_at=order.placed_at,
        contact=ContactBody(
            email=order.contact.email or None,
            language=order.contact.language,
            phone=order.contact.phone or None,
            line_user_id=order.contact.line_user_id or None,
        ),
        destination=DestinationBody(country=order.destination.country, postal=order.destination.postal),
        lines=[_line_body(line) for line in order.lines],
        sale=sale_answer(order.sale),
        cancelled_at=order.cancelled_at,
        promise=_told(order.promise),
        first_promise=_told(order.first_promise),
        shipments=[
            ShipmentAnswer(
                shipment_id=shipment.shipment_id,
                shipped_at=shipment.shipped_at,
                parcels=[
                    ParcelBody(carrier=parcel.carrier, tracking_number=parcel.tracking_number)
                    for parcel in shipment.parcels
                ],
                leg=shipment.leg,
                warehouse=shipment.warehouse or None,
                service=shipment.service or None,
            )
            for _, shipment in sorted(order.shipments.items())
            if shipment.parcels
        ],
        tracking_url=tracking_url,
    )


def _line_body(line: OrderLine) -> SoldLineBody:
    return SoldLineBody(
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        category=line.category or None,
        image_url=line.image_url or None,
        product_url=line.product_url or None,
        guide_url=line.guide_url or None,
        warranty_until=line.warranty_until,
        cancelled=line.cancelled,
        backordered_until=line.backordered_until,
        sale=line_sale_body(line.sale),
    )


def _told(promise: PromiseTold | None) -> PromiseToldAnswer | None:
    if promise is None:
        return None
    return PromiseToldAnswer(id=promise.promise_id or None, earliest=promise.earliest, latest=promise.latest)
