"""What every move has in common: it asks whether it may, changes its items, and says so in one entry of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.errors import Conflict
from shared.returns.axes import Action
from shared.returns.request.legal import require
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor

MAX_LOG = 500
"""Entries: a return that needs more of them is worked on by a program that goes round in a circle."""
STAFF_DECIDED = "staff"
"""Stands for a rule where a person decided."""


class LogFull(Conflict):
    """The return's log has no room for another entry."""

    code = "return_log_full"


@dataclass(frozen=True, slots=True)
class Telling:
    """Who does something, when, and what they say about it."""

    actor: Actor
    at: datetime
    """Aware, UTC."""
    rules: tuple[str, ...] = ()
    code: str = ""
    note: str = ""
    """Words of staff, at most 1,000 characters."""
    reference: str = ""
    shipment_id: str = ""
    settlement_id: str = ""


def moved(
    request: ReturnRequest,
    action: Action,
    item_ids: Sequence[str],
    telling: Telling,
    change: Callable[[ReturnItem], ReturnItem] = lambda item: item,
) -> ReturnRequest:
    """The request with `change` done to the items, and one entry more; raises ActionNotLegal, ItemUnknown, LogFull."""
    chosen = {item.item_id for item in require(request, action, item_ids, telling.actor, telling.at)}
    items = tuple(change(item) if item.item_id in chosen else item for item in request.items)
    return logged(replace(request, items=items), action, tuple(dict.fromkeys(item_ids)), telling)


def logged(request: ReturnRequest, action: Action, item_ids: tuple[str, ...], telling: Telling) -> ReturnRequest:
    """The request with the entry that `telling` makes."""
    if len(request.log) >= MAX_LOG:
        raise LogFull(f"A return holds {MAX_LOG} entries at most.")
    return request.logging(
        telling.at,
        telling.actor,
        action,
        item_ids=item_ids,
        rules=telling.rules or ((STAFF_DECIDED,) if telling.actor is Actor.STAFF else ()),
        code=telling.code,
        note=telling.note[:1000],
        settlement_id=telling.settlement_id,
        shipment_id=telling.shipment_id,
        reference=telling.reference,
    )


def told_before(request: ReturnRequest, action: Action, reference: str) -> bool:
    """Whether this was told under the same id of the caller's. Without an id nothing is known to be a repeat."""
    return bool(reference) and any(entry.action is action and entry.reference == reference for entry in request.log)


def rules_of(items: Sequence[ReturnItem], *slots: str) -> tuple[str, ...]:
    """The rules behind these slots of the items' terms, each once; `base` where none decided."""
    found = [item.terms.rule_of(slot) for item in items if item.terms for slot in slots]
    return tuple(dict.fromkeys(found)) or ("base",)
