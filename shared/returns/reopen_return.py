"""A resolved return is not done after all."""

from __future__ import annotations

from shared.returns.axes import Action
from shared.returns.carry_through import around, known, retried, save
from shared.returns.means import Means
from shared.returns.request.clock import wound
from shared.returns.request.moves import reopen
from shared.returns.request.moving import Telling, told_before
from shared.returns.return_request import ReturnRequest


def reopen_return(means: Means, return_id: str, telling: Telling) -> ReturnRequest:
    """Every axis stands where it stood, and stays there until somebody moves it: it is not resolved at once again.

    Raises ReturnUnknown, ActionNotLegal, StaleReturn.
    """

    def attempt() -> ReturnRequest:
        request = known(means.returns, return_id)
        if told_before(request, Action.REOPEN, telling.reference):
            return request
        reopened = wound(reopen(request, telling))
        return save(means.returns, reopened, around(means, request.order_ids))

    return retried(attempt)
