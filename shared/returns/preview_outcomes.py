"""What a draft would come to by each outcome that is offered, side by side: nothing is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.returns.carry_through import Around, around, reckoned
from shared.returns.customer_history import customer_history
from shared.returns.decide import decided
from shared.returns.draft_return import with_decision
from shared.returns.means import Means
from shared.returns.money.gain import WantedWithoutPrice
from shared.returns.money.reckoning import Entry, Reckoning
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.purchase_of import Deliveries
from shared.returns.policy.terms import Terms
from shared.returns.put_together import wanted_of
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import EXCHANGES, Outcome
from shared.returns.wanted_items import FOR_GIFTS, PriceUnknown, WantedItem, WrongItems, items_of
from shared.tracking.order import Order

Offered = Mapping[str, Sequence[Outcome]]
"""Item -> outcomes, best first."""


@dataclass(frozen=True, slots=True)
class OutcomePreview:
    """One item by one outcome, as if all items that may were given the same."""

    outcome: Outcome
    terms: Terms
    """As decided for it; nothing is against it."""
    reckoning: Reckoning | None
    """Of the whole return. None: nobody says what is wanted instead, or what it costs."""
    entries: tuple[Entry, ...]
    """The item's own parts of it."""

    @property
    def amount(self) -> int:
        """What the item brings by itself, without what the whole return has once; minor units."""
        return sum(entry.amount for entry in self.entries)


def preview_outcomes(
    means: Means, request: ReturnRequest, offered: Offered, now: datetime
) -> Mapping[str, tuple[OutcomePreview, ...]]:
    """Item -> what may be had for it, in the order offered; `now`: aware, UTC. Raises OrderUnknown."""
    means = replace(means, deliveries=_read_once(means.deliveries))
    near = around(means, request.order_ids)
    history = _history(means, request, near, now)
    outcomes = dict.fromkeys(outcome for each in offered.values() for outcome in each)
    tried = {
        outcome: _decided(means, _tried(means, request, near, offered, outcome), near, history, now)
        for outcome in outcomes
    }
    return {
        item.item_id: tuple(
            preview
            for outcome in offered.get(item.item_id, ())
            if (preview := _preview(tried[outcome], item.item_id, outcome, near)) is not None
        )
        for item in request.items
    }


def _read_once(deliveries: Callable[[Order], Deliveries]) -> Callable[[Order], Deliveries]:
    """Parcels are where they are, whichever outcome is tried."""
    found: dict[str, Deliveries] = {}

    def of(order: Order) -> Deliveries:
        if order.order_id not in found:
            found[order.order_id] = deliveries(order)
        return found[order.order_id]

    return of


def _history(means: Means, request: ReturnRequest, near: Around, now: datetime) -> CustomerHistory:
    """Read and rated once: it is the same whatever is chosen."""
    limits = means.policies.at(near.orders[request.order_ids[0]].placed_at).limits
    history = customer_history(means.returns, request.customer_id, now, limits, but=request.return_id)
    return replace(history, risk=means.assess(request, history, now).tier)


def _decided(
    means: Means, request: ReturnRequest, near: Around, history: CustomerHistory, now: datetime
) -> ReturnRequest:
    decisions = decided(means, request, near, history, now, is_final=False)
    return replace(request, items=tuple(with_decision(item, decisions[item.item_id]) for item in request.items))


def _tried(means: Means, request: ReturnRequest, near: Around, offered: Offered, outcome: Outcome) -> ReturnRequest:
    items = tuple(
        _by_outcome(means, request, near, item, asked, outcome) if outcome in offered.get(item.item_id, ()) else item
        for item, asked in zip(request.items, wanted_of(request), strict=True)
    )
    return replace(request, items=items)


def _by_outcome(
    means: Means, request: ReturnRequest, near: Around, item: ReturnItem, asked: WantedItem, outcome: Outcome
) -> ReturnItem:
    """What is wanted instead stays where it was chosen for this outcome. Without it another item has no price."""
    wanted = asked.wanted if item.outcome is outcome else None
    by_it = replace(asked, outcome=outcome, wanted=wanted)
    try:
        (found,) = items_of([by_it], near.orders, request.filed_by, means.price_of, is_gift=request.is_gift)
    except (WrongItems, PriceUnknown):
        return replace(item, outcome=outcome, wanted=None)
    return replace(found, item_id=item.item_id)


def _preview(tried: ReturnRequest, item_id: str, outcome: Outcome, near: Around) -> OutcomePreview | None:
    """None where something is against it, or a gift gets no such thing."""
    item = tried.item(item_id)
    is_offered = item is not None and item.terms is not None and not item.terms.whys
    if item is None or item.terms is None or not is_offered or (tried.is_gift and outcome not in FOR_GIFTS):
        return None
    priced = replace(tried, items=tuple(each for each in tried.items if _is_said(each)))
    reckoning = _reckoned(priced, near) if _is_said(item) else None
    entries = tuple(entry for entry in reckoning.entries if entry.item_id == item_id) if reckoning else ()
    return OutcomePreview(outcome, item.terms, reckoning, entries)


def _is_said(item: ReturnItem) -> bool:
    """Whether it is known what would be sent."""
    return item.outcome not in EXCHANGES or item.wanted is not None


def _reckoned(request: ReturnRequest, near: Around) -> Reckoning | None:
    try:
        return reckoned(request, near)
    except WantedWithoutPrice:
        return None
