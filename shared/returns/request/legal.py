"""What can be done next with a return, and by whom: the links that clients follow, and the gate of every move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.errors import NotFound
from shared.returns.axes import Action
from shared.returns.request.conditions import ACTORS, AFTER_THE_END, OF_ITEMS
from shared.returns.request.obstacles import ActionNotLegal, Obstacle
from shared.returns.request.whole_conditions import OF_THE_WHOLE
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor


class ItemUnknown(NotFound):
    """The return has no item with this id."""

    code = "return_item_unknown"


@dataclass(frozen=True, slots=True)
class LegalAction:
    """Something that can be done now."""

    action: Action
    item_ids: tuple[str, ...]
    """With any of these; none: with the return as a whole."""


def legal_actions(request: ReturnRequest, actor: Actor, now: datetime) -> tuple[LegalAction, ...]:
    """Everything `actor` may do at `now` (aware, UTC), in the order of `Action`. A move takes exactly these."""
    found = []
    for action in Action:
        if action in OF_THE_WHOLE:
            if obstacle_to_all(request, action, actor, now) is None:
                found.append(LegalAction(action, ()))
            continue
        able = tuple(item.item_id for item in request.items if obstacle(request, item, action, actor, now) is None)
        if able:
            found.append(LegalAction(action, able))
    return tuple(found)


def obstacle(request: ReturnRequest, item: ReturnItem, action: Action, actor: Actor, now: datetime) -> Obstacle | None:
    """What stands against an action on an item; None: nothing."""
    return _general(request, action, actor) or OF_ITEMS[action](request, item, actor, now)


def obstacle_to_all(request: ReturnRequest, action: Action, actor: Actor, now: datetime) -> Obstacle | None:
    """What stands against an action on the return as a whole; None: nothing."""
    return _general(request, action, actor) or OF_THE_WHOLE[action](request, actor, now)


def _general(request: ReturnRequest, action: Action, actor: Actor) -> Obstacle | None:
    if actor not in ACTORS[action]:
        return Obstacle("actor", actor.value)
    if request.resolved_at is not None and action not in AFTER_THE_END:
        return Obstacle("return", "resolved")
    return None


def require(
    request: ReturnRequest, action: Action, item_ids: Sequence[str], actor: Actor, now: datetime
) -> tuple[ReturnItem, ...]:
    """The items, once the action is legal for each; raises ActionNotLegal for the first it is not, and ItemUnknown.

    For actions on the whole return `item_ids` only say what it is about.
    """
    items = tuple(_item(request, item_id) for item_id in dict.fromkeys(item_ids))
    if action in OF_THE_WHOLE:
        found = obstacle_to_all(request, action, actor, now)
        if found is not None:
            raise ActionNotLegal(action, found)
        return items
    if not items:
        raise ActionNotLegal(action, _general(request, action, actor) or Obstacle("return", "without such items"))
    for item in items:
        found = obstacle(request, item, action, actor, now)
        if found is not None:
            raise ActionNotLegal(action, found)
    return items


def _item(request: ReturnRequest, item_id: str) -> ReturnItem:
    item = request.item(item_id)
    if item is None:
        raise ItemUnknown("The return has no item with this id.", field="items")
    return item
