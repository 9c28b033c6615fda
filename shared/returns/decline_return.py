"""Staff decline what waits for a decision: all of it, or some items."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.abuse.appeals import appealable
from shared.returns.axes import Action, Approval
from shared.returns.means import Means
from shared.returns.request.ending_moves import ReasonMissing
from shared.returns.request.moves import decline
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on


def decline_return(
    means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = (), *, may_appeal: bool = False
) -> ReturnRequest:
    """`telling.code` is what the shopper is told why. `may_appeal`: it rests on signals of abuse.

    So does a denial with the code `abuse`, and one of an item that waited because of its score: the shopper may object
    to each, once.

    Raises ReasonMissing, ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn.
    """
    if not telling.code:
        raise ReasonMissing("Say why, by a code that the shopper is told.", field="code")

    def move(request: ReturnRequest, _: object) -> ReturnRequest:
        items = chosen(request, item_ids, Action.DECLINE, telling)
        return decline(request, items, telling, may_appeal=appealable(request, items, telling.code, said=may_appeal))

    is_done = all_are(item_ids, lambda item: item.approval is Approval.DECLINED)
    return worked_on(means, return_id, Action.DECLINE, telling, move, is_done)
