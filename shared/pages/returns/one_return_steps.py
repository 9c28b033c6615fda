"""The steps of a return, each with the day it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.locales import Words
from shared.pages.parcel_view import Mark
from shared.pages.returns.one_return_stage import live_items
from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.view.answer import ReturnState, ReturnView
from shared.returns.view.item import ItemView
from shared.returns.vocabulary import EXCHANGES, Outcome

_LEFT = frozenset({Logistics.IN_TRANSIT, Logistics.ARRIVED, Logistics.RECEIVED, Logistics.SENT_BACK, Logistics.MISSING})
_HERE = frozenset({Logistics.RECEIVED, Logistics.SENT_BACK})
_GOODS = frozenset({*EXCHANGES, Outcome.REPAIR, Outcome.SPARE_PART})
_CREDIT = frozenset({Outcome.STORE_CREDIT, Outcome.GIFT_CARD})
_UNDECIDED = frozenset({ReturnState.REQUESTED, ReturnState.NEEDS_MORE})


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """One of them."""

    word: str
    day: str
    """"" : not yet, or nobody noted when."""
    mark: Mark


def steps_of(view: ReturnView, zone: ZoneInfo, say: Words) -> list[ReturnStep]:
    """None for a draft, and where nothing of it is going on."""
    live = live_items(view)
    is_undecided = view.state in _UNDECIDED
    if not live and not is_undecided:
        return []
    taken = [
        ("asked", True, Action.SUBMIT),
        ("approved", not is_undecided, Action.APPROVE),
        *_of_goods(live),
        (_last(live or view.items), bool(live) and all(item.money is Money.DONE for item in live), Action.NOTE_PAID),
    ]
    now = next((word for word, is_taken, _ in taken if not is_taken), "")
    return [
        ReturnStep(
            word=say(f"one_return_steps.{word}"),
            day=_day(view, action, zone, say) if is_taken else "",
            mark=Mark.DONE if is_taken else Mark.CURRENT if word == now else Mark.AHEAD,
        )
        for word, is_taken, action in taken
    ]


def _of_goods(live: list[ItemView]) -> list[tuple[str, bool, Action]]:
    """What happens to the goods; nothing where all of them stay with the shopper."""
    goods = [item for item in live if item.logistics is not Logistics.NOT_NEEDED]
    if live and not goods:
        return []
    checked = [item for item in goods if item.inspection is not Inspection.NOT_NEEDED]
    steps = [
        ("sent", bool(goods) and all(item.logistics in _LEFT for item in goods), Action.NOTE_SCAN),
        ("received", bool(goods) and all(item.logistics in _HERE for item in goods), Action.RECEIVE),
    ]
    if checked or not goods:
        is_checked = bool(checked) and all(item.inspection is not Inspection.PENDING for item in checked)
        steps.append(("checked", is_checked, Action.INSPECT))
    return steps


def _last(items: list[ItemView]) -> str:
    """By what the shopper gets."""
    outcomes = {item.outcome for item in items if item.approval is not Approval.DECLINED}
    if outcomes <= _GOODS:
        return "goods"
    if outcomes <= _CREDIT:
        return "credited"
    return "refunded" if outcomes == {Outcome.REFUND} else "settled"


def _day(view: ReturnView, action: Action, zone: ZoneInfo, say: Words) -> str:
    moments: list[datetime] = [entry.at for entry in view.log if entry.action is action]
    return say.date(moments[-1].astimezone(zone).date()) if moments else ""
