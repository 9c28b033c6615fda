"""Begin a return, or put together anew one that was begun, for whoever may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.errors import Forbidden, Invalid
from shared.returns.caller import Caller
from shared.returns.change_return import change_return
from shared.returns.draft_return import Draft, Shown, draft_return, show_return
from shared.returns.means import Means
from shared.returns.ports import StaleReturn
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Method
from shared.returns.wanted_items import WantedItem


class KeyReused(Invalid):
    """The idempotency key came before, with another return."""

    code = "idempotency_key_reused"


def open_draft(means: Means, caller: Caller, draft: Draft, now: datetime) -> tuple[Shown, bool]:
    """The draft as it is shown, and whether it is new. `now`: aware, UTC.

    The same `draft.return_id` is the same draft, whatever became of it since. Raises OrderUnknown for orders that are
    not the caller's, KeyReused, and what drafting raises.
    """
    _refuse(caller, draft.items)
    if draft.replaces:
        caller.own(means.returns.get(draft.replaces))
    known = means.returns.get(draft.return_id)
    if known is None:
        try:
            return draft_return(means, draft, now), True
        except StaleReturn:  # the same was sent twice at once, and the other was faster
            known = means.returns.get(draft.return_id)
    return show_return(means, _the_same(caller.own(known), draft), caller.actor, now), False


def change_draft(
    means: Means, caller: Caller, return_id: str, items: tuple[WantedItem, ...], telling: Telling, method: Method | None
) -> ReturnRequest:
    """The return with these items in the place of those it has. Raises as `open_draft` and `change_return` do."""
    _refuse(caller, items)
    if not caller.is_staff:
        caller.own(means.returns.get(return_id))
    return change_return(means, return_id, items, telling, method)


def _refuse(caller: Caller, items: Iterable[WantedItem]) -> None:
    asked = list(items)
    caller.orders_of(item.order_id for item in asked)
    if not caller.is_staff and any(item.wanted and (item.wanted.unit_price or item.wanted.tax) for item in asked):
        raise Forbidden("Only the shop says what something costs.", field="wanted")


def _the_same(known: ReturnRequest, draft: Draft) -> ReturnRequest:
    """What was changed or submitted since says no more how it began."""
    if known.log:
        return known
    then = [(item.order_id, item.quantity, item.reason) for item in known.items]
    if then != [(item.order_id, item.quantity, item.reason) for item in draft.items]:
        raise KeyReused("This key came before, with another return.", field="Idempotency-Key")
    return known
