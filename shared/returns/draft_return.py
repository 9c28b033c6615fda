"""Put a return together: nothing is asked of anybody yet, and nothing is taken; what it would come to is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.free_text import readable
from shared.returns.carry_through import Around, ReturnUnknown, around, reckoned
from shared.returns.customer_history import customer_history
from shared.returns.decide import Decision, decided
from shared.returns.means import Means
from shared.returns.money.reckoning import Reckoning
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.terms import Why
from shared.returns.ports import NumberTaken
from shared.returns.request.clock import wound
from shared.returns.request.legal import LegalAction, legal_actions
from shared.returns.request.number import make_number
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor, Method
from shared.returns.wanted_items import WantedItem, currency_of, items_of, refuse_wrong_gift_code

_NUMBERS_TRIED = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to send back, and how they ask."""

    return_id: str
    """16 letters and digits. The same again is the same draft."""
    chance: bytes
    """16 random bytes, for the number."""
    items: tuple[WantedItem, ...]
    method: Method | None = None
    filed_by: Actor = Actor.SHOPPER
    channel: str = "portal"
    """`portal`, `staff`, `api`, `store`."""
    language: str = ""
    """BCP 47; "" : the order's."""
    gift_code: str = ""
    """The keyed hash of a gift's code: then who received it asks, and the buyer is told nothing."""
    replaces: str = ""
    """The return whose replacement comes back by this one."""
    page_url: str = ""
    statement: str = ""
    """Of a withdrawal, the consumer's own words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A return as it is answered: with what can be done next, and what it comes to."""

    request: ReturnRequest
    links: tuple[LegalAction, ...]
    reckoning: Reckoning
    whys: Mapping[str, tuple[Why, ...]]
    """Item -> what stands against it; only those against which something does."""


def draft_return(means: Means, draft: Draft, now: datetime) -> Shown:
    """Save the draft, unless it is there already; answers it with links and preview. `now`: aware, UTC.

    Raises OrderUnknown, PositionUnknown, WrongItems, AnotherBuyer, GiftCodeUnknown, PriceUnknown, ReturnUnknown (of
    `replaces`), and what reckoning raises.
    """
    known = means.returns.get(draft.return_id)
    if known is not None:
        return show_return(means, known, draft.filed_by, now)
    near = around(means, tuple(dict.fromkeys(item.order_id for item in draft.items)))
    request = _drafted(means, draft, near, now)
    request = with_terms(means, request, near, now)
    reckoned(request, near)
    return show_return(means, _saved(means, draft, request), draft.filed_by, now)


def show_return(means: Means, request: ReturnRequest, actor: Actor, now: datetime) -> Shown:
    """A return with what `actor` may do next, and what it comes to as it stands."""
    near = around(means, request.order_ids)
    return Shown(
        request=request,
        links=legal_actions(request, actor, now),
        reckoning=reckoned(request, near),
        whys={item.item_id: item.terms.whys for item in request.items if item.terms and item.terms.whys},
    )


def with_terms(
    means: Means, request: ReturnRequest, near: Around, now: datetime, history: CustomerHistory | None = None
) -> ReturnRequest:
    """The draft with the terms that hold as far as it goes. `history`: where it was read before."""
    history = history or rated_history(means, request, near, now)
    decisions = decided(means, request, near, history, now, is_final=False)
    return replace(request, items=tuple(with_decision(item, decisions[item.item_id]) for item in request.items))


def rated_history(means: Means, request: ReturnRequest, near: Around, now: datetime) -> CustomerHistory:
    """What the customer returned before, and how the draft is rated by it."""
    limits = means.policies.at(near.orders[request.order_ids[0]].placed_at).limits
    history = customer_history(means.returns, request.customer_id, now, limits, but=request.return_id)
    return replace(history, risk=means.assess(request, history, now).tier)


def with_decision(item: ReturnItem, decision: Decision) -> ReturnItem:
    """The item by what was decided for it."""
    return replace(item, terms=decision.terms, reason_group=decision.reason_group, options=decision.options)


def _drafted(means: Means, draft: Draft, near: Around, now: datetime) -> ReturnRequest:
    first = near.orders[draft.items[0].order_id]
    policy = means.policies.at(first.placed_at)
    if draft.gift_code:
        for order in near.orders.values():
            refuse_wrong_gift_code(order, draft.gift_code)
    if draft.replaces and means.returns.get(draft.replaces) is None:
        raise ReturnUnknown("The return that this one follows is not known.", field="replaces")
    buyer = first.sale.buyer if first.sale else None
    is_gift = bool(draft.gift_code)
    items = items_of(draft.items, near.orders, draft.filed_by, means.price_of, is_gift=is_gift)
    return wound(
        ReturnRequest(
            return_id=draft.return_id,
            number=make_number(draft.chance),
            currency=currency_of(near.orders, policy.currency),
            items=items,
            created_at=now,
            policy_version=policy.version,
            filed_by=draft.filed_by,
            channel=draft.channel,
            customer_id=buyer.customer_id if buyer and not is_gift else "",
            customer_tier=buyer.tier if buyer and not is_gift else "",
            language=draft.language or first.contact.language,
            is_gift=is_gift,
            method=draft.method,
            replaces=draft.replaces,
            time_zone=first.destination.time_zone,
            draft_until=now + timedelta(hours=policy.limits.draft_hours),
            page_url=draft.page_url,
            statement=readable(draft.statement),
        )
    )


def _saved(means: Means, draft: Draft, request: ReturnRequest) -> ReturnRequest:
    """Under its number, or another one where somebody has that."""
    chance = draft.chance
    for _ in range(_NUMBERS_TRIED - 1):
        try:
            return means.returns.save(request)
        except NumberTaken:
            chance = hashlib.sha256(chance).digest()
            request = replace(request, number=make_number(chance))
    return means.returns.save(request)
