"""Some pieces of an item go another way than the rest: the item becomes two, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import Invalid
from shared.returns.return_request import ReturnItem, ReturnRequest, Wanted
from shared.returns.settlement import Settlement, SettlementState

MAX_ITEMS = 200
"""Of one return, its parts counted: all of it is one item of the table."""
FIXED = frozenset({SettlementState.DUE, SettlementState.DONE, SettlementState.FAILED})
"""What was handed to whoever pays: it stays what it was, and covers every part of its items."""


class WrongQuantity(Invalid):
    """There are not so many pieces in the item."""

    code = "wrong_quantity"


class TooManyParts(Invalid):
    """The return cannot be split any further."""

    code = "too_many_parts"


def split(request: ReturnRequest, item_id: str, quantity: int) -> ReturnRequest:
    """`item_id` keeps its first `quantity` pieces; the others become the item `<item_id>.<n>` right behind it.

    With all its pieces it stays as it is. Shares of money add up, since each part knows its first piece.
    """
    item = request.item(item_id)
    if item is None or not 1 <= quantity <= item.quantity:
        raise WrongQuantity("There are not so many pieces in the item.", field="quantity")
    if quantity == item.quantity:
        return request
    if len(request.items) >= MAX_ITEMS:
        raise TooManyParts(f"A return holds {MAX_ITEMS} parts at most.", field="items")
    first, rest = _parts(item, quantity, _free_id(request, item_id))
    items = tuple(part for each in request.items for part in ((first, rest) if each is item else (each,)))
    return replace(
        request,
        items=items,
        shipments=tuple(
            replace(way, item_ids=_joined(way.item_ids, item_id, rest.item_id)) for way in request.shipments
        ),
        settlements=tuple(_covering(settlement, item_id, rest.item_id) for settlement in request.settlements),
    )


def _parts(item: ReturnItem, quantity: int, rest_id: str) -> tuple[ReturnItem, ReturnItem]:
    left = item.quantity - quantity
    first = replace(item, quantity=quantity, wanted=_share(item.wanted, 0, quantity, item.quantity))
    rest = replace(
        item,
        item_id=rest_id,
        quantity=left,
        first_piece=item.first_piece + quantity,
        wanted=_share(item.wanted, quantity, item.quantity, item.quantity),
        words="",
        evidence=(),
    )
    return first, rest


def _share(wanted: Wanted | None, start: int, end: int, of: int) -> Wanted | None:
    """What is sent instead of the pieces from `start` to `end`: whole pieces, whose shares add up; it may be none."""
    if wanted is None:
        return None
    quantity = wanted.quantity * end // of - wanted.quantity * start // of
    return replace(wanted, quantity=quantity, tax=wanted.tax * end // of - wanted.tax * start // of)


def _free_id(request: ReturnRequest, item_id: str) -> str:
    taken = {item.item_id for item in request.items}
    return next(name for n in range(1, MAX_ITEMS + 1) if (name := f"{item_id}.{n}") not in taken)


def _joined(ids: tuple[str, ...], known: str, new: str) -> tuple[str, ...]:
    return (*ids, new) if known in ids else ids


def _covering(settlement: Settlement, item_id: str, rest_id: str) -> Settlement:
    if settlement.state not in FIXED:
        return settlement
    return replace(settlement, item_ids=_joined(settlement.item_ids, item_id, rest_id))
