"""Staff say that a return is done. One that is settled in everything is resolved by itself."""

from __future__ import annotations

from shared.returns.axes import Action
from shared.returns.means import Means
from shared.returns.request.moves import resolve
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import worked_on


def resolve_return(means: Means, return_id: str, telling: Telling) -> ReturnRequest:
    """Raises ReturnUnknown, ActionNotLegal (something waits for an answer or for money), StaleReturn."""
    return worked_on(
        means,
        return_id,
        Action.RESOLVE,
        telling,
        lambda request, _: resolve(request, telling),
        lambda request: request.resolved_at is not None,
    )
