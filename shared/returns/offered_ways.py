"""Which ways back a return may take now, and what each costs the shopper: asked of the policy that would decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.returns.axes import Action, Approval
from shared.returns.carry_through import Around, around, reckoned
from shared.returns.choose_method import by_method, history_as_asked
from shared.returns.draft_return import rated_history, with_terms
from shared.returns.means import Means
from shared.returns.methods.ports import WantedWayBack
from shared.returns.money.reckoning import Part
from shared.returns.plan_way_back import refuse_not_offered
from shared.returns.policy.purchase_of import Deliveries
from shared.returns.request.approval_moves import NOTHING_COMES_BACK
from shared.returns.request.legal import obstacle_to_all
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.submit_return import NotAsOffered
from shared.returns.vocabulary import Keep, Method
from shared.returns.working import chosen
from shared.tracking.order import Order


@dataclass(frozen=True, slots=True)
class OfferedWay:
    """One of them."""

    method: Method
    fee: int
    """What is taken off for it, minor units of the return's currency; 0: nothing."""
    pays_carrier: bool
    """The shopper pays the carrier themselves."""


def offered_ways(means: Means, request: ReturnRequest, telling: Telling) -> tuple[OfferedWay, ...]:
    """In the order of `Method`; none where nothing is to be sent, or it is not the time to choose. Saves nothing.

    Each is tried as if it were chosen for all that can be sent, so that what is shown here is taken there.
    """
    if obstacle_to_all(request, Action.CHANGE, telling.actor, telling.at) is None:
        tried = _as_draft(means, request, telling)
    else:
        tried = _as_approved(means, request, chosen(request, (), Action.CHOOSE_METHOD, telling), telling)
    return tuple(tried)


_TO_CHOOSE = tuple(method for method in Method if method is not Method.NONE)


def _as_draft(means: Means, request: ReturnRequest, telling: Telling) -> Iterator[OfferedWay]:
    if all(_stays(item) for item in request.items):
        return
    means, near = _reading_once(means), around(means, request.order_ids)
    history = rated_history(means, request, near, telling.at)
    for method in _TO_CHOOSE:
        drafted = with_terms(means, replace(request, method=method), near, telling.at, history)
        try:
            refuse_not_offered(drafted)
        except NotAsOffered:
            continue
        yield _offered(drafted, near)


def _as_approved(
    means: Means, request: ReturnRequest, items: tuple[str, ...], telling: Telling
) -> Iterator[OfferedWay]:
    if not items:
        return
    means, near = _reading_once(means), around(means, request.order_ids)
    history = history_as_asked(means, request, near, telling)
    for method in _TO_CHOOSE:
        try:
            by_it = by_method(means, request, near, WantedWayBack(method, items), telling, history)
        except NotAsOffered:
            continue
        going = tuple(item for item in by_it.items if item.approval is Approval.APPROVED)
        yield _offered(replace(by_it, items=going), near)


def _reading_once(means: Means) -> Means:
    """When parcels came does not change while ways are tried."""
    known: dict[str, Deliveries] = {}

    def deliveries(order: Order) -> Deliveries:
        if order.order_id not in known:
            known[order.order_id] = means.deliveries(order)
        return known[order.order_id]

    return replace(means, deliveries=deliveries)


def _stays(item: ReturnItem) -> bool:
    """Whether nothing of it would be sent back."""
    is_kept = item.terms is not None and item.terms.actions.keep not in (None, Keep.NO)
    return is_kept or item.outcome in NOTHING_COMES_BACK


def _offered(way: ReturnRequest, near: Around) -> OfferedWay:
    entries = reckoned(way, near).entries
    fees = [item.terms.actions.shipping_fee for item in way.items if item.terms]
    return OfferedWay(
        method=way.method or Method.NONE,
        fee=-sum(entry.amount for entry in entries if entry.part is Part.SHIPPING_FEE),
        pays_carrier=any(fee is not None and fee.by_shopper for fee in fees),
    )
