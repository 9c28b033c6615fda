"""A draft that is put together step by step: what was said before stays, where it still fits what is asked now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.wanted_items import WantedItem


def wanted_of(request: ReturnRequest) -> tuple[WantedItem, ...]:
    """The items of a draft as somebody would ask for them anew, in their order.

    What something else costs is left out: the shop says it, each time.
    """
    return tuple(_as_wanted(item) for item in request.items)


def with_pieces(order_id: str, pieces: Mapping[str, int], known: Sequence[WantedItem]) -> tuple[WantedItem, ...]:
    """So many pieces of each position, in the order of `pieces`; positions with none are left out.

    What `known` says of a position stays as it is where the pieces add up to as many; else its first word counts for
    all of them.
    """
    found: list[WantedItem] = []
    for line, quantity in pieces.items():
        mine = [item for item in known if (item.order_id, item.line) == (order_id, line)]
        if quantity < 1:
            continue
        if mine and sum(item.quantity for item in mine) == quantity:
            found += mine
        else:
            found.append(replace(mine[0], quantity=quantity) if mine else WantedItem(order_id, line, quantity, ""))
    return tuple(found)


def split(items: Sequence[WantedItem], place: int) -> tuple[WantedItem, ...]:
    """With one piece of the item at `place` by itself, before the rest of it, so that each can have its own reason.

    `place`: from 0; where there is no such item, or only one piece of it, nothing is split.
    """
    if not 0 <= place < len(items) or items[place].quantity < 2:
        return tuple(items)
    whole = items[place]
    parts = (replace(whole, quantity=1), replace(whole, quantity=whole.quantity - 1, evidence=(), words=""))
    return (*items[:place], *parts, *items[place + 1 :])


def _as_wanted(item: ReturnItem) -> WantedItem:
    return WantedItem(
        order_id=item.order_id,
        line=item.line,
        quantity=item.quantity,
        reason=item.reason,
        condition=item.condition,
        outcome=item.outcome,
        wanted=replace(item.wanted, unit_price=0, tax=0) if item.wanted else None,
        words=item.words,
        evidence=item.evidence,
        serial_number=item.serial_number,
    )
