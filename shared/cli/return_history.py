"""A history for replays, from the returns of a deployment: day by day, as they were created."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.dynamodb_returns import DynamoReturns
from shared.cli.deployment import Deployment
from shared.returns.carry_through import Around
from shared.returns.customer_history import MOST
from shared.returns.policy.purchase_of import Deliveries, deliveries_of
from shared.returns.ports import Policies, Returns
from shared.returns.published import ReturnsOff
from shared.returns.replay.past_of import Surroundings, past_returns_of
from shared.returns.replay.past_return import PastReturn
from shared.returns.return_request import ReturnRequest
from shared.tracking.order import Order
from shared.tracking.ports import Orders, Parcels

_PAGE = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a deployment keeps what a history is made of."""

    returns: Returns
    orders: Orders
    parcels: Parcels
    policies: Policies

    @classmethod
    def of(cls, deployment: Deployment) -> Kept:
        client, table = deployment.client("dynamodb"), deployment.table_name
        return cls(
            DynamoReturns(client, table),
            DynamoOrders(client, table),
            DynamoParcels(client, table),
            DynamoPolicies(client, table),
        )


def history(kept: Kept, first: date, last: date) -> Iterator[PastReturn]:
    """A row for each position that was decided on, of the returns created from `first` to `last` (UTC days).

    Returns of orders that are gone, and of times without a policy, are left out.
    """
    for days in range((last - first).days + 1):
        for request in _created_on(kept.returns, first + timedelta(days=days)):
            around = _surroundings(kept, request)
            if around is not None:
                yield from past_returns_of(request, around)


def _created_on(returns: Returns, day: date) -> Iterator[ReturnRequest]:
    cursor = ""
    while True:
        found, cursor = returns.created_on(day, _PAGE, cursor)
        yield from found
        if not cursor:
            return


def _surroundings(kept: Kept, request: ReturnRequest) -> Surroundings | None:
    orders = {order_id: order for order_id in request.order_ids if (order := kept.orders.get(order_id)) is not None}
    if not orders:
        return None
    try:
        policies = {order_id: kept.policies.at(order.placed_at) for order_id, order in orders.items()}
    except ReturnsOff:
        return None
    return Surroundings(
        near=Around(orders, {order_id: kept.returns.account(order_id) for order_id in orders}),
        deliveries={order_id: _deliveries(kept.parcels, order) for order_id, order in orders.items()},
        policies=policies,
        of_orders=[each for order_id in orders for each in kept.returns.of_order(order_id)],
        of_customer=kept.returns.of_customer(request.customer_id, MOST) if request.customer_id else [],
    )


def _deliveries(parcels: Parcels, order: Order) -> Deliveries:
    numbers = dict.fromkeys(parcel.number for parcel in order.parcels())
    return deliveries_of(order, [parcel for number in numbers for parcel in parcels.history(number).parcels()])
