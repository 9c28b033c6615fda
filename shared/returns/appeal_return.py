"""The shopper objects to a denial that rests on what they did before: a person decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from shared.returns.abuse.appeals import TO_A_PERSON
from shared.returns.axes import Action, Approval
from shared.returns.means import Means
from shared.returns.request.moves import appeal
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on

_OPEN = (Approval.REQUESTED, Approval.NEEDS_MORE)


def appeal_return(means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = ()) -> ReturnRequest:
    """Once for each item; it waits for a person then, and no rule decides on it again: the log says so.

    Its pieces must still be free: raises NothingLeft, ReturnUnknown, ActionNotLegal.
    """
    telling = replace(telling, rules=(*telling.rules, TO_A_PERSON))
    return worked_on(
        means,
        return_id,
        Action.APPEAL,
        telling,
        lambda request, _: appeal(request, chosen(request, item_ids, Action.APPEAL, telling), telling),
        all_are(item_ids, lambda item: item.approval in _OPEN),
    )
