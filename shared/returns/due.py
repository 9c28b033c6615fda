"""The moment came for some items: what was promised for them is handed to whoever pays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from shared.returns.settlement import Settlement, SettlementState


def due(settlements: Sequence[Settlement], item_ids: Collection[str], now: datetime) -> tuple[Settlement, ...]:
    """All settlements of a return, those promised for these items due at `now` (aware, UTC).

    Where only some of a settlement's items are at their moment, it is divided: their part becomes due under its id,
    the rest stays promised under the next free one. Repeated, it changes nothing more.
    """
    came, left = [], []
    for each in settlements:
        mine = [part for part in each.parts if part[0] in item_ids]
        if each.state is not SettlementState.RESERVED or not _is_touched(each, item_ids):
            came.append(each)
            continue
        others = [part for part in each.parts if part[0] not in item_ids]
        came.append(replace(_of_parts(each, mine or list(each.parts)), state=SettlementState.DUE, due_at=now))
        if others:
            shipping = each.shipping - came[-1].shipping
            left.append(replace(_of_parts(each, others), shipping=shipping))
    numbered = [
        replace(each, settlement_id=f"{each.return_id}-{len(settlements) + place}")
        for place, each in enumerate(left, start=1)
    ]
    return (*came, *numbered)


def _is_touched(settlement: Settlement, item_ids: Collection[str]) -> bool:
    return any(item_id in item_ids for item_id in settlement.item_ids)


def _of_parts(settlement: Settlement, parts: Sequence[tuple[str, int, int]]) -> Settlement:
    """Of delivery the part by amount, rounded up: the rest has what is left."""
    if not parts:
        return settlement
    amount = sum(part[1] for part in parts)
    shipping = -(-settlement.shipping * amount // settlement.amount) if settlement.amount else 0
    return replace(
        settlement,
        item_ids=tuple(part[0] for part in parts),
        parts=tuple(parts),
        amount=amount,
        bonus=sum(part[2] for part in parts),
        shipping=shipping,
    )
