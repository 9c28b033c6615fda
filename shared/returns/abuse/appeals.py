"""Which denials the shopper may object to: those that rest on what they are thought to do, once for each item."""

from __future__ import annotations

from collections.abc import Collection

from shared.returns.abuse.assessment import BY_SCORE
from shared.returns.axes import Action
from shared.returns.return_request import ReturnItem, ReturnRequest

ABUSE = "abuse"
"""The code of a denial because of abuse."""
TO_A_PERSON = "appeal:person"
"""Named as the rule of an objection: it waits for a person, whatever decided before."""


def appealable(request: ReturnRequest, item_ids: Collection[str], code: str, *, said: bool) -> frozenset[str]:
    """Of these items, about to be declined by staff with `code`, those whose shopper may object.

    `said`: staff say that it rests on signals of abuse. After one objection a person has decided, and that stands.
    """
    items = (request.item(item_id) for item_id in item_ids)
    return frozenset(
        item.item_id
        for item in items
        if item is not None and (said or code == ABUSE or _waited(item)) and not _objected(request, item)
    )


def _waited(item: ReturnItem) -> bool:
    """Whether it is the score because of which a person decides at all."""
    return item.terms is not None and item.terms.rule_of("review").startswith(BY_SCORE)


def _objected(request: ReturnRequest, item: ReturnItem) -> bool:
    """Also as part of the item that it was split off."""
    asked = (item_id for entry in request.log if entry.action is Action.APPEAL for item_id in entry.item_ids)
    return any(item.item_id == item_id or item.item_id.startswith(f"{item_id}.") for item_id in asked)
