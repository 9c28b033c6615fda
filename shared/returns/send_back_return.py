"""What was not accepted goes to the shopper again."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.axes import Action, Logistics
from shared.returns.means import Means
from shared.returns.request.moves import send_back
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on


def send_back_return(means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = ()) -> ReturnRequest:
    """Its pieces are free for another return. Raises ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn."""
    return worked_on(
        means,
        return_id,
        Action.SEND_BACK,
        telling,
        lambda request, _: send_back(request, chosen(request, item_ids, Action.SEND_BACK, telling), telling),
        all_are(item_ids, lambda item: item.logistics is Logistics.SENT_BACK),
    )
