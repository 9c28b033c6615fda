"""The warehouse has it: so many pieces of each item, and what nobody had asked to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.returns.axes import Action, Inspection, Logistics
from shared.returns.carry_through import Around
from shared.returns.means import Means
from shared.returns.request.inspection_moves import Finding
from shared.returns.request.legal import obstacle
from shared.returns.request.logistics_moves import Extra
from shared.returns.request.moves import inspect, receive
from shared.returns.request.moving import Telling
from shared.returns.request.positions import pieces_of
from shared.returns.request.spans import holds, without
from shared.returns.request.split import WrongQuantity
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor
from shared.returns.working import chosen, worked_on


def receive_return(
    means: Means,
    return_id: str,
    telling: Telling,
    quantities: Mapping[str, int] | None = None,
    extras: Sequence[Extra] = (),
) -> ReturnRequest:
    """`quantities`: item -> pieces that are here; None: everything that is awaited.

    Fewer pieces split the item: the others stay on their way. More, and extras, are added as items that wait for
    somebody to decide. Where the policy has nothing looked at, receipt counts as a passed inspection.
    Raises ReturnUnknown, ActionNotLegal, ItemUnknown, WrongQuantity, StaleReturn.
    """

    def move(request: ReturnRequest, near: Around) -> ReturnRequest:
        asked = dict(quantities or {}) or _everything(request, telling)
        if any(quantity < 1 for quantity in asked.values()):
            raise WrongQuantity("Expected at least one piece: leave out what is not there.", field="quantity")
        surplus = [extra for item_id, quantity in asked.items() if (extra := _surplus(request, item_id, quantity))]
        here = {item_id: min(quantity, _held(request, item_id, quantity)) for item_id, quantity in asked.items()}
        added = _of_positions((*surplus, *extras), request, here, near)
        return _passed_unseen(receive(request, here, telling, added), telling)

    return worked_on(means, return_id, Action.RECEIVE, telling, move, lambda request: _is_known(request, quantities))


def _everything(request: ReturnRequest, telling: Telling) -> dict[str, int]:
    """All that can be received, but for what need not come back."""
    able = chosen(request, (), Action.RECEIVE, telling)
    return {
        item.item_id: item.quantity
        for item in request.items
        if item.item_id in able and item.logistics is not Logistics.NOT_NEEDED
    }


def _held(request: ReturnRequest, item_id: str, otherwise: int) -> int:
    item = request.item(item_id)
    return item.quantity if item else otherwise


def _surplus(request: ReturnRequest, item_id: str, quantity: int) -> Extra | None:
    item = request.item(item_id)
    if item is None or quantity <= item.quantity:
        return None
    return Extra(item.order_id, item.line, item.sku, quantity - item.quantity)


def _of_positions(
    extras: Sequence[Extra], request: ReturnRequest, here: Mapping[str, int], near: Around
) -> list[Extra]:
    """Each with its position only where so many pieces of it are left, beside what is here now and other extras."""
    left: dict[tuple[str, str], int] = {}
    found = []
    for extra in (_named(extra, request, near) for extra in extras):
        place = (extra.order_id, extra.line)
        left.setdefault(place, _left(request, here, near, *place) if extra.line else 0)
        fits = extra.quantity <= left[place]
        left[place] -= extra.quantity if fits else 0
        found.append(extra if fits else replace(extra, line=""))
    return found


def _named(extra: Extra, request: ReturnRequest, near: Around) -> Extra:
    """With its order, where it is one of the return's, and the position that its SKU is of."""
    order = near.orders.get(extra.order_id or request.order_ids[0])
    if order is None:
        return replace(extra, order_id=request.order_ids[0], line="")
    line = extra.line or next((line.position for line in order.lines if line.sku == extra.sku), "")
    return replace(extra, order_id=order.order_id, line=line)


def _left(request: ReturnRequest, here: Mapping[str, int], near: Around, order_id: str, line: str) -> int:
    """Pieces of a position that no return holds once these are here: what was declined is held when it came back."""
    others = without(near.accounts[order_id], request.return_id).taken.get(line, 0)
    ours = sum(
        item.quantity if holds(item) else here.get(item.item_id, 0)
        for item in request.items
        if (item.order_id, item.line) == (order_id, line)
    )
    return pieces_of(near.orders[order_id], line) - others - ours


def _passed_unseen(request: ReturnRequest, telling: Telling) -> ReturnRequest:
    unseen = [
        item for item in request.items if obstacle(request, item, Action.INSPECT, Actor.SYSTEM, telling.at) is None
    ]
    for item in unseen:
        request = inspect(request, Finding(item.item_id, Inspection.PASSED), Telling(Actor.SYSTEM, telling.at))
    return request


def _is_known(request: ReturnRequest, quantities: Mapping[str, int] | None) -> bool:
    """Whether just these pieces are here already."""
    if not quantities:
        return False
    items: list[ReturnItem | None] = [request.item(item_id) for item_id in quantities]
    return all(
        item is not None and item.logistics is Logistics.RECEIVED and item.quantity == quantities[item.item_id]
        for item in items
    )
