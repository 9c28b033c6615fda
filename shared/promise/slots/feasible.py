"""Which slots a parcel can still make on the day it arrives in the destination's area.

Source of the hours: Japan Post's table of what can be brought on the day itself, by what its look-up of delivery times
answers (post.japanpost.jp/deli_days/attention): 午前 every slot, 午後 from 14–16 on, 夕方 from 18–20 on. 午後 with
12–14 has a footnote there that could not be read; the cell says no, so it is no here. No other carrier publishes such a
table. It is applied to all of them: a parcel cannot be brought before it is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from shared.promise.slots.arrival import Arrival, HalfDay
from shared.promise.slots.slot import Slot

_STARTS_FROM = {HalfDay.MORNING: time.min, HalfDay.AFTERNOON: time(14), HalfDay.EVENING: time(18)}


def is_possible(slot: Slot, arrives: HalfDay) -> bool:
    """Whether a parcel that arrives in this part of the day can be brought in `slot` on the same day."""
    return slot.starts >= _STARTS_FROM[arrives]


def possible_slots(slots: Iterable[Slot], arrival: Arrival, day: date) -> tuple[Slot, ...]:
    """Those of `slots` that can be kept on `day`: none before the arrival, some on its day, all later."""
    if day < arrival.day:
        return ()
    if day > arrival.day:
        return tuple(slots)
    return tuple(slot for slot in slots if is_possible(slot, arrival.half_day))
