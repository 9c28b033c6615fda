"""Whether an item is in one of some states, by axis."""

from __future__ import annotations

from enum import StrEnum

from shared.returns.axes import Approval, Logistics, Money
from shared.returns.request.obstacles import Obstacle
from shared.returns.return_request import ReturnItem

ENDED = frozenset({Approval.DECLINED, Approval.CANCELLED, Approval.EXPIRED})


def state_in(item: ReturnItem, axis: str, state: StrEnum, *allowed: StrEnum) -> Obstacle | None:
    """What stands against it where an axis of the item is in none of the allowed states."""
    return None if state in allowed else Obstacle(axis, state.value, item.item_id)


def approval_in(item: ReturnItem, *allowed: Approval) -> Obstacle | None:
    """Likewise, by its approval."""
    return state_in(item, "approval", item.approval, *allowed)


def logistics_in(item: ReturnItem, *allowed: Logistics) -> Obstacle | None:
    """Likewise, by its logistics."""
    return state_in(item, "logistics", item.logistics, *allowed)


def money_in(item: ReturnItem, *allowed: Money) -> Obstacle | None:
    """Likewise, by its money."""
    return state_in(item, "money", item.money, *allowed)
