"""Say whether an order, or some of it, can be cancelled now, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from shared.returns.being_cancelled import gone_of, is_handed_over
from shared.returns.cancellation import (
    CancellationAsk,
    CancellationPreview,
    CancellationRequest,
    CancellationRules,
    CancellationState,
    LineLeft,
    WhyNot,
)
from shared.returns.cancellation_money import paid_back
from shared.returns.order_account import OrderAccount
from shared.returns.vocabulary import Actor
from shared.tracking.cancellation_asked import CancellationAsked, CancelledPieces
from shared.tracking.order import Order
from shared.tracking.ports import Orders
from shared.tracking.register_shipment import OrderUnknown

MAX_REQUESTS = 20
"""Of one order: it is one item of the table, and every save writes it whole."""


class Accounts(Protocol):
    """What is asked and paid back of orders; the store of returns knows it."""

    def account(self, order_id: str) -> OrderAccount:
        """Of one order, strongly consistent; an empty one where nothing is."""


def preview_cancellation(
    orders: Orders,
    accounts: Accounts,
    order_id: str,
    ask: CancellationAsk,
    *,
    rules: CancellationRules,
    actor: Actor,
    now: datetime,
) -> CancellationPreview:
    """The answer, with every reason against; nothing is saved. `now`: aware, UTC. Raises OrderUnknown."""
    order = orders.get(order_id)
    if order is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return preview_of(order, accounts.account(order_id), ask, rules=rules, actor=actor, now=now)


def preview_of(
    order: Order, account: OrderAccount, ask: CancellationAsk, *, rules: CancellationRules, actor: Actor, now: datetime
) -> CancellationPreview:
    """The same of an order that was read."""
    gone = gone_of(order)
    left = _left(order, gone, account)
    wanted = dict(left) if ask.pieces is None else _added(ask.pieces)
    takes_all = all(wanted.get(position, 0) >= count for position, count in left.items())
    until = order.placed_at + timedelta(minutes=rules.within_minutes) if rules.within_minutes is not None else None
    against = [*_against_order(order, left), *_against_ask(wanted, left, gone)]
    if actor is Actor.SHOPPER:
        against += _against_shopper(rules, until, now, takes_all=takes_all)
    pieces = tuple(_pieces(order, wanted, gone)) if not against else ()
    return CancellationPreview(
        order_id=order.order_id,
        why_not=tuple(why for why in WhyNot if why in against),
        until=until,
        left=tuple(_lines_left(order, left)),
        pieces=pieces,
        whole_order=bool(pieces) and takes_all and not account.taken,
        money=paid_back(order, gone, _with(gone, pieces), rules, account) if pieces else None,
        requests=tuple(request_of(order, asked) for asked in order.cancellations),
    )


def request_of(order: Order, asked: CancellationAsked) -> CancellationRequest:
    """A request with what became of it, by what the shop told of the order since."""
    cancelled: dict[str, int] = {}
    for line in order.lines:
        cancelled[line.position] = cancelled.get(line.position, 0) + line.cancelled
    if order.cancelled_at is not None or asked.is_done(cancelled):
        return CancellationRequest(asked, CancellationState.DONE)
    state = CancellationState.NOT_DONE if is_handed_over(order) else CancellationState.ASKED
    return CancellationRequest(asked, state)


def _left(order: Order, gone: Mapping[str, int], account: OrderAccount) -> dict[str, int]:
    ordered: dict[str, int] = {}
    for line in order.lines:
        ordered[line.position] = ordered.get(line.position, 0) + line.quantity
    left = {
        position: quantity - gone.get(position, 0) - account.taken.get(position, 0)
        for position, quantity in ordered.items()
    }
    return {position: count for position, count in left.items() if count > 0}


def _added(pieces: tuple[tuple[str, int], ...]) -> dict[str, int]:
    wanted: dict[str, int] = {}
    for position, quantity in pieces:
        wanted[position] = wanted.get(position, 0) + quantity
    return wanted


def _against_order(order: Order, left: Mapping[str, int]) -> list[WhyNot]:
    against: list[WhyNot] = []
    still_ordered = sum(line.still_ordered for line in order.lines)
    if order.cancelled_at is not None or not still_ordered:
        against.append(WhyNot.CANCELLED)
    elif not left:
        against.append(WhyNot.ASKED_ALREADY)
    if is_handed_over(order):
        against.append(WhyNot.HANDED_OVER)
    if len(order.cancellations) >= MAX_REQUESTS:
        against.append(WhyNot.TOO_MANY)
    return against


def _against_ask(wanted: Mapping[str, int], left: Mapping[str, int], gone: Mapping[str, int]) -> list[WhyNot]:
    against: list[WhyNot] = []
    if left and (not wanted or any(count < 1 for count in wanted.values())):
        against.append(WhyNot.NOTHING_ASKED)
    if any(position not in gone for position in wanted):  # `gone` names every position
        against.append(WhyNot.LINE_UNKNOWN)
    if any(position in gone and count > left.get(position, 0) for position, count in wanted.items()):
        against.append(WhyNot.MORE_THAN_LEFT)
    return against


def _against_shopper(
    rules: CancellationRules, until: datetime | None, now: datetime, *, takes_all: bool
) -> list[WhyNot]:
    against: list[WhyNot] = []
    if not rules.enabled:
        against.append(WhyNot.NOT_OFFERED)
    if until is not None and now > until:
        against.append(WhyNot.TOO_LATE)
    if not takes_all and not rules.partial:
        against.append(WhyNot.WHOLE_ORDER_ONLY)
    return against


def _pieces(order: Order, wanted: Mapping[str, int], gone: Mapping[str, int]) -> list[CancelledPieces]:
    skus = {line.position: line.sku for line in order.lines}
    return [
        CancelledPieces(position, sku, wanted[position], gone.get(position, 0))
        for position, sku in skus.items()
        if position in wanted
    ]


def _with(gone: Mapping[str, int], pieces: tuple[CancelledPieces, ...]) -> Mapping[str, int]:
    return {**gone, **{piece.line: piece.cancelled_before + piece.quantity for piece in pieces}}


def _lines_left(order: Order, left: Mapping[str, int]) -> list[LineLeft]:
    lines = {line.position: line for line in order.lines}
    return [
        LineLeft(position, line.sku, line.name, left[position]) for position, line in lines.items() if position in left
    ]
