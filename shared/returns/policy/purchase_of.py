"""An order as a decision sees it: its facts, and those of each position. What the shop does not say is not made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from shared.returns.being_cancelled import being_cancelled
from shared.returns.books import in_shop_currency
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.facts import CustomerHistory, Position, Purchase
from shared.returns.policy.policy import Fact, Policy, Value, Window
from shared.returns.policy.windows import Days, started
from shared.tracking.carrier_update import ParcelId
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order, OrderLine
from shared.tracking.parcel import Leg, Parcel
from shared.tracking.sale import LineSale, Sale

_STORE = "store"


class AskedBack(Protocol):
    """What was asked back of an order so far. An `OrderAccount` is one."""

    @property
    def taken(self) -> Mapping[str, int]:
        """Position -> pieces that are in a return, or came back."""

    @property
    def return_ids(self) -> Sequence[str]:
        """Returns of the order that count: no drafts, no cancelled and no declined ones."""


@dataclass(frozen=True, slots=True)
class ParcelDelivery:
    """When a parcel of the order left, and when it came. Days are local to the destination."""

    shipped_on: date
    delivered_on: date | None = None
    """None: no carrier said so."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """All parcels of an order on their way out."""

    parcels: tuple[ParcelDelivery, ...] = ()

    @property
    def shipped_on(self) -> date | None:
        """When the last of them left; None: none did, as far as is known."""
        return max((parcel.shipped_on for parcel in self.parcels), default=None)

    def delivered_on(self, presumed_after: int, today: date) -> date | None:
        """When the last of them came; None: none did, as far as is known.

        Nobody says which parcel holds what, so windows count from the last one. One that is still out is taken to
        come `presumed_after` days after it left, or today where that is still to come.
        """
        if not any(parcel.delivered_on for parcel in self.parcels):
            return None
        presumed = timedelta(days=presumed_after)
        return max(each.delivered_on or min(each.shipped_on + presumed, today) for each in self.parcels)


def deliveries_of(order: Order, parcels: Iterable[Parcel]) -> Deliveries:
    """What is known of the order's parcels. One that went back to the shop was not delivered."""
    known: Mapping[ParcelId, Parcel] = {parcel.id: parcel for parcel in parcels}
    zone = order.destination.zone
    found = []
    for _, shipment in sorted(order.shipments.items()):
        if shipment.leg is Leg.RETURN:
            continue
        shipped_on = shipment.shipped_at.astimezone(zone).date()
        reached = [_delivered_at(known.get(parcel_id)) for parcel_id in shipment.parcel_ids()] or [None]
        found += [ParcelDelivery(shipped_on, at.astimezone(zone).date() if at else None) for at in reached]
    return Deliveries(tuple(found))


def purchase_of(
    order: Order, deliveries: Deliveries, account: AskedBack, history: CustomerHistory, policy: Policy, now: datetime
) -> Purchase:
    """The order with its facts, as of `now` (aware, UTC). Facts that nobody told are missing; amounts are 0 then."""
    zone = order.destination.zone
    placed_on, today = order.placed_at.astimezone(zone).date(), now.astimezone(zone).date()
    sale, returns = order.sale, len(account.return_ids)
    in_store = sale is not None and sale.channel == _STORE and not deliveries.parcels
    window = policy.base.window or DEFAULTS.window or Window(30)
    delivered_on = placed_on if in_store else deliveries.delivered_on(window.fallback_plus, today)
    days = Days(placed_on, placed_on if in_store else deliveries.shipped_on, delivered_on)
    facts = {
        **_order_facts(order, placed_on, returns),
        **({} if sale is None else _customer_facts(sale, history)),
        **_history_facts(history, is_known=sale is not None and bool(sale.buyer.customer_id)),
    }
    return Purchase(
        order_id=order.order_id,
        placed_on=placed_on,
        today=today,
        facts=facts,
        positions=_positions(order, days, account, window, today),
        customer_id="" if sale is None else sale.buyer.customer_id,
        history=history,
        returns_so_far=returns,
        now=now,
    )


def _delivered_at(parcel: Parcel | None) -> datetime | None:
    if parcel is None or parcel.returned:
        return None
    return parcel.reached.get(Milestone.DELIVERED)


def _order_facts(order: Order, placed_on: date, returns: int) -> dict[Fact, Value]:
    facts: dict[Fact, Value] = {
        Fact.ORDER_COUNTRY: order.destination.country,
        Fact.ORDER_PLACED: placed_on,
        Fact.ORDER_RETURNS: returns,
    }
    sale = order.sale
    if sale is None:
        return facts
    facts |= {
        Fact.ORDER_CHANNEL: sale.channel,
        Fact.ORDER_TAGS: sale.tags,
        Fact.ORDER_GIFT: sale.is_gift,
        Fact.ORDER_CURRENCY: sale.currency,
    }
    sales = [line.sale for line in order.lines if line.sale is not None]
    if len(sales) == len(order.lines):
        facts[Fact.ORDER_VALUE] = sum(_worth(line, sale) for line in order.lines)
        facts |= _discount(Fact.ORDER_DISCOUNT, sum(each.price for each in sales), sum(each.discount for each in sales))
    return facts


def _customer_facts(sale: Sale, history: CustomerHistory) -> dict[Fact, Value]:
    buyer = sale.buyer
    facts: dict[Fact, Value] = {Fact.CUSTOMER_TIER: buyer.tier, Fact.CUSTOMER_TAGS: buyer.tags}
    placed = buyer.orders_placed
    if placed is None and buyer.customer_id:
        placed = history.orders_placed
    return facts if placed is None else {**facts, Fact.CUSTOMER_ORDERS: placed}


def _history_facts(history: CustomerHistory, *, is_known: bool) -> dict[Fact, Value]:
    """Of a guest nothing is known but the risk: whoever has no name has no record either."""
    facts: dict[Fact, Value] = {Fact.CUSTOMER_RISK: history.risk}
    if not is_known:
        return facts
    return facts | {
        Fact.CUSTOMER_RETURNS: history.returns_placed,
        Fact.CUSTOMER_KEPT: history.items_kept,
        Fact.CUSTOMER_CREDIT_BONUS: history.bonus_credit,
        Fact.CUSTOMER_DISCREPANCIES: history.discrepancies,
        Fact.CUSTOMER_FAILED_PAYMENTS: history.failed_payments,
    }


def _positions(order: Order, days: Days, account: AskedBack, window: Window, today: date) -> tuple[Position, ...]:
    """What was taken or is being cancelled of a position that stands twice under one name is the first one's first."""
    left = {**being_cancelled(order)}
    for position, count in account.taken.items():
        left[position] = left.get(position, 0) + count
    elapsed = (today - started(window, days)[0]).days
    found = []
    for line in order.lines:
        taken = min(left.get(line.position, 0), line.still_ordered)
        left[line.position] = left.get(line.position, 0) - taken
        facts = _product_facts(line, order.sale, today)
        found.append(
            Position(
                order_id=order.order_id,
                line=line.position,
                sku=line.sku,
                quantity=line.still_ordered,
                open_quantity=line.still_ordered - taken,
                delivered_on=days.delivered,
                shipped_on=days.shipped,
                facts=facts | {Fact.ORDER_DAYS: elapsed} if elapsed >= 0 else facts,
                value=_worth(line, order.sale),
                warranty_until=line.warranty_until,
                on_its_way=line.backordered_until is not None and line.backordered_until > today,
            )
        )
    return tuple(found)


def _product_facts(line: OrderLine, sale: Sale | None, today: date) -> dict[Fact, Value]:
    facts: dict[Fact, Value] = {Fact.PRODUCT_SKU: line.sku}
    if line.category:
        facts[Fact.PRODUCT_CATEGORY] = line.category
    if line.warranty_until is not None:
        facts[Fact.PRODUCT_IN_WARRANTY] = today <= line.warranty_until
    if line.sale is None:
        return facts
    price = _in_books(line.sale.paid // max(1, line.quantity), sale)
    return {**facts, **_sold_facts(line.sale), Fact.PRODUCT_PRICE: price}


def _sold_facts(sale: LineSale) -> dict[Fact, Value]:
    said = (
        (Fact.PRODUCT_ID, sale.product_id),
        (Fact.PRODUCT_TYPE, sale.product_type),
        (Fact.PRODUCT_VENDOR, sale.vendor),
    )
    facts: dict[Fact, Value] = {fact: value for fact, value in said if value}
    facts |= {
        Fact.PRODUCT_TAGS: sale.tags,
        Fact.PRODUCT_TRAITS: sale.traits,
        Fact.PRODUCT_FINAL_SALE: sale.final_sale,
    }
    return facts | _discount(Fact.PRODUCT_DISCOUNT, sale.price, sale.discount)


def _worth(line: OrderLine, sale: Sale | None) -> int:
    """What was paid for the pieces that are still ordered, minor units of the shop's currency."""
    if line.sale is None:
        return 0
    return _in_books(line.sale.paid * line.still_ordered // max(1, line.quantity), sale)


def _in_books(amount: int, sale: Sale | None) -> int:
    """Amounts of the policy are in the shop's currency: what is held against them has to be too."""
    return amount if sale is None else in_shop_currency(amount, sale)


def _discount(fact: Fact, price: int, discount: int) -> dict[Fact, Value]:
    return {fact: discount * 100 // price} if price > 0 else {}
