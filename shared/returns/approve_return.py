"""Staff approve what waits for a decision: all of it, or some items."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.axes import Action, Approval
from shared.returns.means import Means
from shared.returns.request.moves import approve
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on


def approve_return(means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = ()) -> ReturnRequest:
    """`item_ids` () : all that wait. Raises ReturnUnknown, ActionNotLegal, ItemUnknown, OverRefund, StaleReturn."""
    return worked_on(
        means,
        return_id,
        Action.APPROVE,
        telling,
        lambda request, _: approve(request, chosen(request, item_ids, Action.APPROVE, telling), telling),
        all_are(item_ids, lambda item: item.approval is Approval.APPROVED),
    )
