"""Why something cannot be done with a return: always one item, one axis and the state it is in."""

from __future__ import annotations

from dataclasses import dataclass

from shared.errors import Conflict
from shared.returns.axes import Action


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands against an action."""

    axis: str
    """`approval`, `logistics`, `inspection`, `money`; `return` for the whole; `actor` for who asks."""
    state: str
    """The state that axis is in, or who asks."""
    item_id: str = ""
    """"" : the whole return."""


class ActionNotLegal(Conflict):
    """The return is not in a state for this. `links` of the return say what can be done."""

    code = "action_not_legal"

    def __init__(self, action: Action, obstacle: Obstacle) -> None:
        whose = f"item {obstacle.item_id}" if obstacle.item_id else "the return"
        super().__init__(f"{action} is not possible: {obstacle.axis} of {whose} is {obstacle.state}.", field="items")
        self.action = action
        self.obstacle = obstacle
