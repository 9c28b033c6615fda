"""Whether what a shopper picked may still be picked, asked at the moment of the order.

A cart that stays open over midnight, a cutoff or a slot's deadline holds a choice that was right when it was made. The
order must not be taken with it: whoever takes it would break the promise. What is possible now comes with the refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.errors import Conflict
from shared.promise.slots.selectable import SelectableDay, Selection
from shared.promise.slots.slot import Slot

_SPELLED_OUT = 5


class NotSelectable(Conflict):
    """What was picked can no longer be kept; `selection` is what can be picked instead."""

    def __init__(self, detail: str, selection: Selection, *, field: str) -> None:
        super().__init__(detail, field=field)
        self.selection = selection


class DateNotSelectable(NotSelectable):
    """The day cannot be picked, or not any more."""

    code = "date_not_selectable"


class SlotNotSelectable(NotSelectable):
    """The day can be picked, the slot on it cannot, or not any more."""

    code = "slot_not_selectable"


@dataclass(frozen=True, slots=True)
class ChosenDelivery:
    """A day, and a slot or none, that was found possible. Copied to the order with its words."""

    carrier: str
    day: date
    """Local to the destination."""
    slot: Slot | None

    def to_json(self) -> dict[str, Any]:
        """What the order keeps: the slot's hours and its labels in every language, as they are today."""
        if self.slot is None:
            return {"carrier": self.carrier, "date": self.day.isoformat(), "slot": None}
        slot = {
            "code": self.slot.code,
            "labels": dict(self.slot.labels),
            "from": self.slot.starts.isoformat("minutes"),
            "to": self.slot.ends.isoformat("minutes"),
            "slip_code": self.slot.slip_code,
        }
        return {"carrier": self.carrier, "date": self.day.isoformat(), "slot": slot}


def check_selection(selection: Selection, day: date, slot_code: str | None = None) -> ChosenDelivery:
    """What was picked, if `selection` has it.

    Make the selection anew for the moment of the order, or read it from an answer that was made for that moment:
    `Selection.from_json(option.days, answer.valid_until)`.

    Raises DateNotSelectable or SlotNotSelectable, which say what can be picked. No slot is a choice too (指定なし).
    """
    found = selection.day(day)
    if found is None:
        raise DateNotSelectable(_possible_days(selection), selection, field="date")
    if slot_code is None:
        return ChosenDelivery(selection.carrier, day, None)
    for slot in found.slots:
        if slot.code == slot_code:
            return ChosenDelivery(selection.carrier, day, slot)
    raise SlotNotSelectable(_possible_slots(found), selection, field="slot")


def _possible_days(selection: Selection) -> str:
    if not selection.days:
        return "No delivery date can be picked for this order any more: order without one."
    days = [found.day.isoformat() for found in selection.days]
    if len(days) > _SPELLED_OUT + 1:
        days = [*days[:_SPELLED_OUT], f"… up to {days[-1]}"]
    return f"This delivery date cannot be picked, or not any more. Possible are: {', '.join(days)}."


def _possible_slots(found: SelectableDay) -> str:
    if not found.slots:
        return "This carrier has no time slots: pick the date alone."
    slots = ", ".join(f"{slot.code} ({slot.label('en')})" for slot in found.slots)
    return (
        f"This time slot cannot be picked on {found.day.isoformat()}, or not any more. Possible are: {slots}; or none."
    )
