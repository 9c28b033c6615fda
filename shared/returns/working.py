"""The shape that most use cases share: read it, move it, draw the consequences, save it; once, however often told."""

from __future__ import annotations

from collections.abc import Callable, Collection

from shared.returns.axes import Action
from shared.returns.carry_through import Around, around, keep, known, retried
from shared.returns.means import Means
from shared.returns.request.legal import obstacle
from shared.returns.request.moving import Telling, told_before
from shared.returns.return_request import ReturnItem, ReturnRequest

Move = Callable[[ReturnRequest, Around], ReturnRequest]


IsDone = Callable[[ReturnRequest], bool]


def never(request: ReturnRequest) -> bool:
    """Nothing can be said to be done already."""
    return False


def worked_on(
    means: Means, return_id: str, action: Action, telling: Telling, move: Move, is_done: IsDone = never
) -> ReturnRequest:
    """The return once `move` is done and saved. Told again under the same reference, or done already, it stays.

    Raises ReturnUnknown, what `move` raises, and StaleReturn where others were faster three times.
    """

    def attempt() -> ReturnRequest:
        request = known(means.returns, return_id)
        if told_before(request, action, telling.reference) or is_done(request):
            return request
        near = around(means, request.order_ids)
        return keep(means, move(request, near), telling.at, near)

    return retried(attempt)


def all_are(item_ids: Collection[str], holds: Callable[[ReturnItem], bool]) -> IsDone:
    """Whether it holds for every item that was named; never where none was, or one is not known."""

    def is_done(request: ReturnRequest) -> bool:
        items = [request.item(item_id) for item_id in item_ids]
        return bool(items) and all(item is not None and holds(item) for item in items)

    return is_done


def chosen(request: ReturnRequest, item_ids: Collection[str], action: Action, telling: Telling) -> tuple[str, ...]:
    """The items that were named; where none were, all with which it can be done."""
    if item_ids:
        return tuple(item_ids)
    able = [
        item.item_id for item in request.items if obstacle(request, item, action, telling.actor, telling.at) is None
    ]
    return tuple(able)
