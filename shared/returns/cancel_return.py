"""The shopper or the shop takes a return back before the goods moved; its pieces are free again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from shared.returns.axes import Action, Approval
from shared.returns.means import Means
from shared.returns.request.moves import cancel
from shared.returns.request.moving import Telling
from shared.returns.request.states import ENDED
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.working import all_are, chosen, worked_on

Void = Callable[[ReturnShipment], bool]
"""Gives a label or pickup back to its provider; safe to repeat. False: it cannot be given back any more."""


def leave_it(shipment: ReturnShipment) -> bool:
    """Where no label costs anything until it is used."""
    return False


def cancel_return(
    means: Means, return_id: str, telling: Telling, item_ids: Collection[str] = (), void: Void = leave_it
) -> ReturnRequest:
    """`item_ids` () : all that can be. Labels that nobody needs any more are given back first: were they given back
    later, a crash in between would leave them paid for.

    Raises ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn, and what `void` raises.
    """

    def move(request: ReturnRequest, _: object) -> ReturnRequest:
        cancelled = cancel(request, chosen(request, item_ids, Action.CANCEL, telling), telling)
        return _without_labels(cancelled, void, telling)

    is_done = all_are(item_ids, lambda item: item.approval is Approval.CANCELLED)
    return worked_on(means, return_id, Action.CANCEL, telling, move, is_done)


def _without_labels(request: ReturnRequest, void: Void, telling: Telling) -> ReturnRequest:
    over = {item.item_id for item in request.items if item.approval in ENDED}
    shipments = []
    for way in request.shipments:
        if way.voided_at is None and set(way.item_ids) <= over:
            void(way)
            way = replace(way, voided_at=telling.at)
        shipments.append(way)
    return replace(request, shipments=tuple(shipments))
