"""A day and a time that the shopper nominated (配達日指定, 時間帯指定), looked at again when the order is placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.promise.answer import PromiseOption
from shared.promise.slots.slot import Slot
from shared.promise.slots.table import slot_table
from shared.receipts.promise_request import ChosenOption, ImpossiblePromise


def require_possible(chosen: ChosenOption, option: PromiseOption, now: datetime, field: str) -> None:
    """Raise ImpossiblePromise for a day that is past, and for a time that is past or that the carrier does not have.

    These were never right, or are not even close any more: showing other options would hide a fault of the shop's.
    """
    if chosen.day is None:
        return
    local = now.astimezone(ZoneInfo(option.time_zone))
    if chosen.day < local.date():
        raise ImpossiblePromise("The nominated day is past.", field=f"{field}.day")
    if chosen.slot is None:
        return
    slot = find_slot(option.carrier, chosen.day, chosen.slot)
    if slot is None:
        raise ImpossiblePromise("The carrier has no such time slot on that day.", field=f"{field}.slot")
    if chosen.day == local.date() and slot.is_past(local.time()):
        raise ImpossiblePromise("The nominated time is past.", field=f"{field}.slot")


def may_be_picked(chosen: ChosenOption, option: PromiseOption) -> bool:
    """Whether the nominated day, and its slot, are among those that may be picked now; yes where none is nominated."""
    if chosen.day is None:
        return True
    days: Sequence[Mapping[str, Any]] = (option.days or {}).get("days", ())
    found = next((day for day in days if day["date"] == chosen.day.isoformat()), None)
    return found is not None and (chosen.slot is None or chosen.slot in found["slots"])


def find_slot(carrier: str, day: date, code: str) -> Slot | None:
    """The slot with this code, as the carrier has it on that day."""
    table = slot_table(carrier, day)
    return next((slot for slot in table.slots if slot.code == code), None) if table else None
