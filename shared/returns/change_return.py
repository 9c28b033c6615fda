"""Put a draft together anew; or say what was in a parcel that nobody had announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.returns.axes import Action, Approval, Logistics
from shared.returns.carry_through import Around, around, keep, known, retried
from shared.returns.draft_return import with_terms
from shared.returns.means import Means
from shared.returns.request.clock import wound
from shared.returns.request.legal import require
from shared.returns.request.moves import change
from shared.returns.request.moving import Telling, told_before
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Method
from shared.returns.wanted_items import WantedItem, currency_of, items_of
from shared.tracking.sale import Buyer


def change_return(
    means: Means,
    return_id: str,
    asked: Sequence[WantedItem],
    telling: Telling,
    method: Method | None = None,
) -> ReturnRequest:
    """Save the return with these items in the place of those it has. The goods of an unknown parcel are here already.

    Raises ReturnUnknown, ActionNotLegal, and what drafting raises.
    """

    def attempt() -> ReturnRequest:
        request = known(means.returns, return_id)
        if told_before(request, Action.CHANGE, telling.reference):
            return request
        require(request, Action.CHANGE, (), telling.actor, telling.at)
        near = around(means, tuple(dict.fromkeys(item.order_id for item in asked)))
        items = items_of(asked, near.orders, telling.actor, means.price_of, is_gift=request.is_gift)
        if request.items:
            changed = change(replace(request, method=method or request.method), items, telling)
            changed = _of_these_orders(means, changed, near)
            return means.returns.save(wound(with_terms(means, changed, near, telling.at)))
        here = tuple(replace(item, approval=Approval.REQUESTED, logistics=Logistics.RECEIVED) for item in items)
        named = _named(means, change(request, here, telling), near)
        return keep(means, with_terms(means, named, near, telling.at), telling.at, near)

    return retried(attempt)


def _of_these_orders(means: Means, request: ReturnRequest, near: Around) -> ReturnRequest:
    """What goes by the first order goes by that of now: else a draft begun with another one would hide whose it is."""
    first = near.orders[request.order_ids[0]]
    policy = means.policies.at(first.placed_at)
    buyer = first.sale.buyer if first.sale and not request.is_gift else Buyer()
    return replace(
        request,
        currency=currency_of(near.orders, policy.currency),
        policy_version=policy.version,
        time_zone=first.destination.time_zone,
        customer_id=buyer.customer_id,
        customer_tier=buyer.tier,
    )


def _named(means: Means, request: ReturnRequest, near: Around) -> ReturnRequest:
    """Whose the parcel was, now that its order is known."""
    first = near.orders[request.order_ids[0]]
    policy = means.policies.at(first.placed_at)
    return replace(
        request,
        currency=currency_of(near.orders, policy.currency),
        policy_version=policy.version,
        language=first.contact.language,
        time_zone=first.destination.time_zone,
        customer_tier=first.sale.buyer.tier if first.sale else "",
    )
