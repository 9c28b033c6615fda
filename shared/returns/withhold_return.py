"""Staff decide that something is not paid, with a reason."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.axes import Action, Money
from shared.returns.means import Means
from shared.returns.request.ending_moves import ReasonMissing
from shared.returns.request.moves import withhold
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, chosen, worked_on


def withhold_return(means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = ()) -> ReturnRequest:
    """What was promised for the items is released. Raises ReasonMissing, ReturnUnknown, ActionNotLegal, StaleReturn."""
    if not (telling.code or telling.note):
        raise ReasonMissing("Say why, by a code or in words.", field="note")
    return worked_on(
        means,
        return_id,
        Action.WITHHOLD,
        telling,
        lambda request, _: withhold(request, chosen(request, item_ids, Action.WITHHOLD, telling), telling),
        all_are(item_ids, lambda item: item.money is Money.WITHHELD),
    )
