"""Staff ask the shopper for more before they decide: photos, words, a serial number."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.axes import Action, Approval
from shared.returns.means import Means
from shared.returns.request.ending_moves import ReasonMissing
from shared.returns.request.moves import need_more
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on


def request_more(means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = ()) -> ReturnRequest:
    """`telling.code` says what is missing: `photo_unclear`. It may come within `ANSWER_DAYS`, else the item expires.

    Raises ReasonMissing, ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn.
    """
    if not telling.code:
        raise ReasonMissing("Say what is missing, by a code that the shopper is told.", field="code")
    return worked_on(
        means,
        return_id,
        Action.NEED_MORE,
        telling,
        lambda request, _: need_more(request, chosen(request, item_ids, Action.NEED_MORE, telling), telling),
        all_are(item_ids, lambda item: item.approval is Approval.NEEDS_MORE),
    )
