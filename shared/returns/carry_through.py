"""What every use case ends with: the consequences of a move are drawn, and all of it is saved at once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from shared.errors import NotFound
from shared.returns.axes import Action, Approval
from shared.returns.means import Means
from shared.returns.money.reckon import reckon
from shared.returns.money.reckoning import Reckoning
from shared.returns.money.settle import check_account, settlements_of
from shared.returns.order_account import OrderAccount
from shared.returns.ports import Returns, StaleReturn
from shared.returns.request.clock import wound
from shared.returns.request.ending_moves import resolve
from shared.returns.request.legal import obstacle, obstacle_to_all
from shared.returns.request.money_moves import released, settle
from shared.returns.request.moving import Telling
from shared.returns.request.spans import booked, placed, without
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Actor
from shared.tracking.order import Order
from shared.tracking.ports import StaleOrder
from shared.tracking.register_shipment import OrderUnknown

TRIES = 3
"""A return is worked on by few at a time: who loses three times in a row may ask again."""

Done = TypeVar("Done")


class ReturnUnknown(NotFound):
    """There is no return with this id or number."""

    code = "return_unknown"


@dataclass(frozen=True, slots=True)
class Around:
    """What a return is decided and paid by, as of one moment."""

    orders: Mapping[str, Order]
    accounts: Mapping[str, OrderAccount]


def retried(attempt: Callable[[], Done]) -> Done:
    """`attempt`, once more where somebody else was faster: it reads anew each time. Raises what the last try raised."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except (StaleReturn, StaleOrder):
            continue
    return attempt()


def known(returns: Returns, return_id: str) -> ReturnRequest:
    """The return; raises ReturnUnknown."""
    request = returns.get(return_id)
    if request is None:
        raise ReturnUnknown("There is no return with this id.", field="return_id")
    return request


def around(means: Means, order_ids: tuple[str, ...]) -> Around:
    """The orders with their accounts; raises OrderUnknown."""
    orders = {}
    for order_id in order_ids:
        order = means.orders.get(order_id)
        if order is None:
            raise OrderUnknown("There is no order with this id.", field="order_id")
        orders[order_id] = order
    return Around(orders, {order_id: means.returns.account(order_id) for order_id in order_ids})


def reckoned(request: ReturnRequest, near: Around) -> Reckoning:
    """What the return comes to, beside what other returns of its orders do.

    What was in a parcel and is no position of the order has no worth that anybody knows.
    """
    request = replace(request, items=tuple(item for item in request.items if item.line))
    others = {order_id: without(account, request.return_id) for order_id, account in near.accounts.items()}
    return reckon(request, near.orders, others)


def carried_through(request: ReturnRequest, near: Around, now: datetime) -> ReturnRequest:
    """The request with all that follows from how its items stand.

    Each piece has its place, what is promised is reserved, what has come to its moment is due, and what is over is
    resolved. Doing it twice changes nothing.
    """
    request = released(placed(request, near.orders, near.accounts))
    approved = tuple(item for item in request.items if item.approval is Approval.APPROVED)
    if approved or request.settlements:
        reckoning = reckoned(replace(request, items=approved), near) if approved else _nothing(request)
        request = replace(request, settlements=settlements_of(request, reckoning))
    return ended(_made_due(request, now), now)


def ended(request: ReturnRequest, now: datetime) -> ReturnRequest:
    """Resolved where nothing is open any more, and with its clock set."""
    if obstacle_to_all(request, Action.RESOLVE, Actor.SYSTEM, now) is None:
        request = resolve(request, Telling(Actor.SYSTEM, now, rules=("all_settled",)))
    return wound(request)


def keep(means: Means, request: ReturnRequest, now: datetime, near: Around | None = None) -> ReturnRequest:
    """Draw the consequences and save; raises StaleReturn, OverRefund, NothingLeft, and what reckoning raises."""
    near = near or around(means, request.order_ids)
    return save(means.returns, carried_through(request, near, now), near)


def save(returns: Returns, request: ReturnRequest, near: Around) -> ReturnRequest:
    """Save the return, with the accounts that it changes; raises StaleReturn and OverRefund."""
    changed = []
    for order_id, account in near.accounts.items():
        after = booked(account, request)
        if after == account:
            continue
        if _gives(after) > _gives(account):
            check_account(after, near.orders[order_id])
        changed.append(after)
    return returns.save(request, changed)


def _gives(account: OrderAccount) -> int:
    """What it weighs. Only where that grows it can be too much: a payment that shrank must not stop everything."""
    return sum(settlement.amount for settlement in account.settlements if settlement.counts)


def _made_due(request: ReturnRequest, now: datetime) -> ReturnRequest:
    due = tuple(
        item.item_id for item in request.items if obstacle(request, item, Action.SETTLE, Actor.SYSTEM, now) is None
    )
    return settle(request, due, Telling(Actor.SYSTEM, now)) if due else request


def _nothing(request: ReturnRequest) -> Reckoning:
    return Reckoning(request.currency, (), ())
