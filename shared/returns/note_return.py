"""Words of staff about a return, for staff."""

from __future__ import annotations

from collections.abc import Sequence

from shared.returns.axes import Action
from shared.returns.carry_through import known, retried
from shared.returns.means import Means
from shared.returns.request.moves import note
from shared.returns.request.moving import Telling, told_before
from shared.returns.return_request import ReturnRequest


def note_return(means: Means, return_id: str, telling: Telling, item_ids: Sequence[str] = ()) -> ReturnRequest:
    """Nothing follows from it. Raises ReturnUnknown, ItemUnknown, LogFull, StaleReturn."""

    def attempt() -> ReturnRequest:
        request = known(means.returns, return_id)
        if told_before(request, Action.NOTE, telling.reference):
            return request
        return means.returns.save(note(request, telling, item_ids))

    return retried(attempt)
