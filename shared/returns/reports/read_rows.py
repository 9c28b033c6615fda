"""Read rows of a platform: what was sold in some days, and what came back of just that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.returns.ports import Returns
from shared.returns.reports.returned_item import Options, ReturnedItem, SoldItem
from shared.returns.reports.rows_of import returned_items, sold_items
from shared.returns.return_request import ReturnRequest
from shared.tracking.order import Order
from shared.tracking.ports import Registry

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Rows:
    """Of orders placed in some days, local to their destinations."""

    sold: tuple[SoldItem, ...]
    returned: tuple[ReturnedItem, ...]
    requests: tuple[ReturnRequest, ...]
    """Those with such an order; for the shoppers' words."""


def read_rows(returns: Returns, registry: Registry, first: date, last: date, now: datetime) -> Rows:
    """Of orders placed from `first` to `last`; their returns until now. `now`: aware, UTC."""
    orders = {order.order_id: order for order in _orders(registry, first, last)}
    requests = [request for request in _returns(returns, first, now) if not orders.keys().isdisjoint(request.order_ids)]
    options = _options(orders)
    replaced = {request.replaces for request in requests if request.replaces}
    return Rows(
        sold=tuple(row for order in orders.values() for row in sold_items(order)),
        returned=tuple(row for request in requests for row in returned_items(request, orders, options, replaced, now)),
        requests=tuple(requests),
    )


def _orders(registry: Registry, first: date, last: date) -> Iterator[Order]:
    """The lists are by UTC days: a day more on both sides holds every local one."""
    day = first - timedelta(days=1)
    while day <= last + timedelta(days=1):
        after = None
        while True:
            page = registry.placed_on(day, after, _PAGE)
            found = registry.orders([placed.order_id for placed in page])
            yield from (order for order in found.values() if first <= _local_day(order) <= last)
            if len(page) < _PAGE:
                break
            after = page[-1]
        day += timedelta(days=1)


def _returns(returns: Returns, first: date, now: datetime) -> Iterator[ReturnRequest]:
    day = first - timedelta(days=1)
    while day <= now.date():
        cursor = ""
        while True:
            page, cursor = returns.created_on(day, _PAGE, cursor)
            yield from page
            if not cursor:
                break
        day += timedelta(days=1)


def _local_day(order: Order) -> date:
    return order.placed_at.astimezone(order.destination.zone).date()


def _options(orders: Mapping[str, Order]) -> Mapping[str, Options]:
    lines: Sequence[tuple[str, Options]] = [
        (line.sku, line.sale.options) for order in orders.values() for line in order.lines if line.sale
    ]
    return {sku: options for sku, options in lines if options}
