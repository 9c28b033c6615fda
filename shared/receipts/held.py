"""What of a cart still holds: each option as it is made now, beside what the shopper was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Conflict
from shared.promise.answer import Part, PromiseAnswer, PromiseOption
from shared.receipts.nominated_day import may_be_picked, require_possible
from shared.receipts.promise_request import CartItem, PromiseRequest


class Change(StrEnum):
    """Why what the cart was shown does not hold. The values are public."""

    NOT_OFFERED = "not_offered"
    """The service does not go there any more, or not for this."""
    NO_DATE = "no_date"
    """No date is told for it at the moment: the honesty gate closed."""
    LATER = "later"
    DAY_NOT_OPEN = "day_not_open"
    """The nominated day, or the time on it, cannot be picked any more."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One item whose option does not hold any more."""

    item: str
    reason: Change
    shown: date
    """What the cart showed."""
    now: date | None = None
    """The date the same option has now, where there is one."""

    def to_json(self) -> dict[str, str]:
        """As published; "now" is left out where there is none."""
        now = {} if self.now is None else {"now": self.now.isoformat()}
        return {"item": self.item, "reason": self.reason.value, "shown": self.shown.isoformat(), **now}


class PromiseChanged(Conflict):
    """What the cart was shown does not hold any more. Nothing was kept: show the new options, and ask again."""

    code = "promise_changed"

    def __init__(self, changed: Sequence[Changed], answer: PromiseAnswer) -> None:
        super().__init__(_words(changed), field="items")
        self.changed = tuple(changed)
        self.answer = answer
        """The new options, all of them."""


@dataclass(frozen=True, slots=True)
class Held:
    """An item whose option holds."""

    item: CartItem
    option: PromiseOption
    leaves: PromiseOption | Part
    """What the item leaves with: one parcel of several, or all of it."""


def hold(request: PromiseRequest, answer: PromiseAnswer, now: datetime) -> tuple[Held, ...]:
    """Every item with its option as `answer` has it, made at `now` (aware).

    Raises PromiseChanged where one is gone or would come later than the cart was shown, and ImpossiblePromise where a
    nominated day or time is past, or none of the carrier's.
    """
    offered = {(option.method, option.service): option for option in answer.options}
    chosen = [(item, offered.get((item.option.method, item.option.service))) for item in request.items]
    for number, (item, option) in enumerate(chosen):
        if option is not None:
            require_possible(item.option, option, now, f"items.{number}.option")
    found = [_looked_at(item, option) for item, option in chosen]
    changed = [each for each in found if isinstance(each, Changed)]
    if changed:
        raise PromiseChanged(changed, answer)
    return tuple(each for each in found if isinstance(each, Held))


def _looked_at(item: CartItem, option: PromiseOption | None) -> Held | Changed:
    shown = item.option.promised
    if option is None:
        return Changed(item.id, Change.NOT_OFFERED, shown)
    if option.promised is None:
        return Changed(item.id, Change.NO_DATE, shown)
    leaves = _part_with(item.sku, option) or option
    if leaves.promised is not None and leaves.promised > shown:
        return Changed(item.id, Change.LATER, shown, leaves.promised)
    if not may_be_picked(item.option, option):
        return Changed(item.id, Change.DAY_NOT_OPEN, shown, option.promised)
    return Held(item, option, leaves)


def _part_with(sku: str | None, option: PromiseOption) -> Part | None:
    return next((part for part in option.parts if sku in part.skus), None)


def _words(changed: Sequence[Changed]) -> str:
    """Dates and counts only: what a log may hold."""
    said = {
        Change.NOT_OFFERED: "is not offered any more",
        Change.NO_DATE: "has no date at the moment",
        Change.LATER: f"now comes on {changed[0].now}",
        Change.DAY_NOT_OPEN: "cannot be picked any more",
    }[changed[0].reason]
    more = f" ({len(changed)} items in all)" if len(changed) > 1 else ""
    return f"What the cart was shown for {changed[0].shown} {said}{more}. Show the new options, and ask again."
