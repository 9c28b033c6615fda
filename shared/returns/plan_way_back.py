"""Say in a draft how it is to come back: what hangs on that is decided and reckoned with it."""

from __future__ import annotations

from dataclasses import replace

from shared.returns.axes import Action
from shared.returns.carry_through import around, known, retried
from shared.returns.draft_return import with_terms
from shared.returns.means import Means
from shared.returns.method_offered import NOT_OFFERED
from shared.returns.request.clock import wound
from shared.returns.request.legal import require
from shared.returns.request.moves import change
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import NotAsOffered
from shared.returns.vocabulary import Method


def plan_way_back(means: Means, return_id: str, method: Method, telling: Telling) -> ReturnRequest:
    """The draft with this method; nothing is made or booked. Planned again, it stays as it is.

    Raises ReturnUnknown, ActionNotLegal, NotAsOffered where the policy does not offer it, StaleReturn.
    """

    def attempt() -> ReturnRequest:
        request = known(means.returns, return_id)
        if request.method is method:
            return request
        require(request, Action.CHANGE, (), telling.actor, telling.at)
        near = around(means, request.order_ids)
        changed = change(replace(request, method=method), request.items, telling)
        changed = with_terms(means, changed, near, telling.at)
        refuse_not_offered(changed)
        return means.returns.save(wound(changed))

    return retried(attempt)


def refuse_not_offered(request: ReturnRequest) -> None:
    """Pass where the draft's method is offered for all of its items; else NotAsOffered, with the items."""
    refused = {
        item.item_id: whys
        for item in request.items
        if item.terms and (whys := tuple(why for why in item.terms.whys if why.code == NOT_OFFERED))
    }
    if refused:
        raise NotAsOffered(refused)
