"""Staff make the shopper whole now, whatever the policy's moment; or have what was refused tried again."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.axes import Action, Money
from shared.returns.means import Means
from shared.returns.request.ending_moves import ReasonMissing
from shared.returns.request.moves import settle
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on


def settle_return(means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = ()) -> ReturnRequest:
    """With a reason. Not what failed inspection: that finding has to be set aside first.

    Raises ReasonMissing, ReturnUnknown, ActionNotLegal, ItemUnknown, OverRefund, StaleReturn.
    """
    if not (telling.code or telling.note):
        raise ReasonMissing("Say why, by a code or in words.", field="note")
    return worked_on(
        means,
        return_id,
        Action.SETTLE,
        telling,
        lambda request, _: settle(request, chosen(request, item_ids, Action.SETTLE, telling), telling),
        all_are(item_ids, lambda item: item.money in (Money.DUE, Money.DONE)),
    )
