"""Rows of orders and returns as they are kept here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from shared.returns.axes import Approval, Logistics
from shared.returns.books import in_shop_currency
from shared.returns.money.apportion import apportion, of_pieces
from shared.returns.reports.returned_item import Goods, Options, ReturnedItem, SoldItem, Status
from shared.returns.return_request import ReturnItem, ReturnRequest, ReturnShipment
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.vocabulary import Disposition, Outcome
from shared.tracking.order import Order, OrderLine
from shared.tracking.parcel import Leg
from shared.tracking.sale import Sale

KEPT_AFTER_DAYS = 60
"""So long after its return was resolved, goods that were sent instead and are not asked back count as kept."""
_STATUS = {
    Approval.REQUESTED: Status.OPEN,
    Approval.NEEDS_MORE: Status.OPEN,
    Approval.APPROVED: Status.ACCEPTED,
    Approval.DECLINED: Status.DECLINED,
    Approval.CANCELLED: Status.CANCELLED,
    Approval.EXPIRED: Status.EXPIRED,
}
_LOST = frozenset({Disposition.SCRAP, Disposition.DONATE, Disposition.MISSING})
_SAME_AGAIN = frozenset({Outcome.REPLACEMENT, Outcome.REPAIR, Outcome.SPARE_PART})
_CREDITS = frozenset({SettlementKind.STORE_CREDIT, SettlementKind.GIFT_CARD})


def sold_items(order: Order) -> Iterator[SoldItem]:
    """Every position of an order with pieces that were not cancelled."""
    for line in order.lines:
        if line.still_ordered:
            yield SoldItem(goods_of(order, line, 0, line.still_ordered))


def returned_items(
    request: ReturnRequest,
    orders: Mapping[str, Order],
    options: Mapping[str, Options],
    replaced: Collection[str],
    now: datetime,
) -> Iterator[ReturnedItem]:
    """Every item of a return that was submitted and whose order and position are known.

    `options`: those of each SKU, as sold to anybody. `replaced`: returns whose replacement came back itself
    (`ReturnRequest.replaces`). `now`: aware, UTC.
    """
    for item in request.items:
        order, status = orders.get(item.order_id), _STATUS.get(item.approval)
        line = _line(order, item.line)
        if order is not None and line is not None and status is not None:
            yield _returned(request, item, order, line, status, options, _kept(request, item, replaced, now))


def goods_of(order: Order, line: OrderLine, first_piece: int, quantity: int) -> Goods:
    """Some pieces of a position, worth what was paid for them, in the shop's currency at the order's rate."""
    sale, sold = order.sale, line.sale
    carrier, lane = _way_out(order)
    return Goods(
        order_id=order.order_id,
        ordered_on=order.placed_at.astimezone(order.destination.zone).date(),
        sku=line.sku,
        product=(sold.product_id if sold else "") or line.sku,
        product_type=(sold.product_type if sold else "") or line.category,
        options=sold.options if sold else (),
        tier=sale.buyer.tier if sale else "",
        country=order.destination.country,
        carrier=carrier,
        lane=lane,
        quantity=quantity,
        currency=_books(sale),
        value=_value(sale, line, first_piece, quantity),
    )


def _returned(
    request: ReturnRequest,
    item: ReturnItem,
    order: Order,
    line: OrderLine,
    status: Status,
    options: Mapping[str, Options],
    kept: bool | None,
) -> ReturnedItem:
    goods = goods_of(order, line, item.first_piece, item.quantity)
    amounts = _amounts(request, item, order.sale)
    row = ReturnedItem(
        goods=replace(goods, tier=goods.tier or request.customer_tier, options=goods.options or item.options),
        return_id=request.return_id,
        item_id=item.item_id,
        asked_on=_asked_on(request, order),
        reason=item.reason,
        outcome=item.outcome,
        status=status,
        group=item.reason_group,
        wanted_sku=item.wanted.sku if item.wanted else "",
        wanted_options=options.get(item.wanted.sku, ()) if item.wanted else (),
        kept=kept,
        way_back=_way_back(request, item, goods.currency),
        lost=goods.value if status is Status.ACCEPTED and _is_lost(item) else 0,
    )
    exchanged = amounts["exchanged"]
    if item.outcome in _SAME_AGAIN and amounts["sent"]:
        exchanged = max(0, goods.value - amounts["refunded"])
    return replace(
        row,
        refunded=amounts["refunded"],
        credited=amounts["credited"],
        bonus=amounts["bonus"],
        exchanged=min(exchanged, goods.value),
    )


def _line(order: Order | None, position: str) -> OrderLine | None:
    return next((line for line in order.lines if line.position == position), None) if order else None


def _asked_on(request: ReturnRequest, order: Order) -> date:
    return request.created_at.astimezone(order.destination.zone).date()


def _value(sale: Sale | None, line: OrderLine, first_piece: int, quantity: int) -> int:
    if sale is None or line.sale is None:
        return 0
    whole = line.sale.paid + (0 if sale.tax_included else line.sale.tax)
    return in_shop_currency(of_pieces(max(0, whole), first_piece, quantity, line.quantity), sale)


def _books(sale: Sale | None) -> str:
    return (sale.shop_currency or sale.currency) if sale else ""


def _way_out(order: Order) -> tuple[str, str]:
    """Carrier and lane, where all its parcels went alike: which parcel held a position is not known."""
    sent = [shipment for shipment in order.shipments.values() if shipment.leg is Leg.OUTBOUND]
    carriers = {number.carrier for shipment in sent for number in shipment.parcels}
    warehouses = {shipment.warehouse for shipment in sent}
    carrier = next(iter(carriers)) if len(carriers) == 1 else ""
    warehouse = next(iter(warehouses)) if len(warehouses) == 1 else ""
    return carrier, f"{warehouse}>{order.destination.country}" if warehouse else ""


def _amounts(request: ReturnRequest, item: ReturnItem, sale: Sale | None) -> dict[str, int]:
    """What was done for the item, in the shop's currency; `sent`: how many settlements sent goods."""
    found = {"refunded": 0, "credited": 0, "exchanged": 0, "bonus": 0, "sent": 0}
    for settlement in request.settlements:
        if settlement.state is not SettlementState.DONE or item.item_id not in settlement.item_ids:
            continue
        amount, bonus = _part(settlement, item.item_id, sale)
        if settlement.kind is SettlementKind.REFUND:
            found["refunded"] += amount
        elif settlement.kind in _CREDITS:
            found["credited"] += amount
            found["bonus"] += bonus
        elif settlement.kind is SettlementKind.GOODS:
            found["exchanged"] += amount
            found["bonus"] += bonus
            found["sent"] += 1
    return found


def _part(settlement: Settlement, item_id: str, sale: Sale | None) -> tuple[int, int]:
    """The item's part of a settlement; equal parts where the settlement does not say."""
    said = {part: (amount, bonus) for part, amount, bonus in settlement.parts}
    if item_id in said:
        amount, bonus = said[item_id]
    else:
        place, equally = settlement.item_ids.index(item_id), [1] * len(settlement.item_ids)
        amount, bonus = apportion(settlement.amount, equally)[place], apportion(settlement.bonus, equally)[place]
    return (in_shop_currency(amount, sale), in_shop_currency(bonus, sale)) if sale else (amount, bonus)


def _way_back(request: ReturnRequest, item: ReturnItem, currency: str) -> int:
    """The item's share, by pieces, of what labels cost in the shop's currency; those given back cost nothing."""
    ways = [way for way in request.shipments if way.cost and way.voided_at is None and item.item_id in way.item_ids]
    return sum(_share(request, item, way) for way in ways if way.cost_currency in ("", currency))


def _share(request: ReturnRequest, item: ReturnItem, way: ReturnShipment) -> int:
    inside = [each for each in request.items if each.item_id in way.item_ids]
    place = [each.item_id for each in inside].index(item.item_id)
    return apportion(way.cost or 0, [each.quantity for each in inside])[place]


def _is_lost(item: ReturnItem) -> bool:
    stays = item.logistics is Logistics.NOT_NEEDED and item.outcome is not Outcome.SPARE_PART
    return stays or item.logistics is Logistics.MISSING or item.disposition in _LOST


def _kept(request: ReturnRequest, item: ReturnItem, replaced: Collection[str], now: datetime) -> bool | None:
    if item.outcome is Outcome.REFUND:
        return False
    if item.outcome in (Outcome.STORE_CREDIT, Outcome.GIFT_CARD):
        return True if request.resolved_at else None
    if request.return_id in replaced:
        return False
    long_ago = request.resolved_at and request.resolved_at <= now.astimezone(UTC) - timedelta(days=KEPT_AFTER_DAYS)
    return True if long_ago else None
