"""Which days a shopper may pick, and which slots on each. Asked when the choice is shown, and again when it is ordered.

Two kinds of closed days meet here. The shop's have moved the ship date long before, and with it the arrival; they are
not looked at, save where the merchant counts in business days. The carrier's cannot be picked, and move nothing: the
days behind them stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from shared.locales import Words
from shared.promise.calendar import ONE_DAY, Calendar
from shared.promise.slots.arrival import Arrival
from shared.promise.slots.feasible import possible_slots
from shared.promise.slots.selection_rule import SelectionRule
from shared.promise.slots.slot import Slot
from shared.promise.slots.table import slot_table


class Limit(StrEnum):
    """What keeps the first day from being earlier. The values are public, and name the words to say it."""

    ARRIVAL = "arrival"
    """The parcel cannot be there sooner."""
    SHOP_RULE = "shop_rule"
    """The merchant takes no earlier day."""
    CARRIER_CLOSED = "carrier_closed"
    """The carrier does not deliver on the days before."""
    NO_SLOT_LEFT = "no_slot_left"
    """The day before was open, but every slot of it is past, or comes before the parcel."""


@dataclass(frozen=True, slots=True)
class FirstDayReason:
    """One step on the way to the first day."""

    limit: Limit
    day: date
    """The first day that this limit leaves open."""


@dataclass(frozen=True, slots=True)
class SelectableDay:
    """A day that may be picked, with a slot or without one."""

    day: date
    slots: tuple[Slot, ...]
    """Empty for a carrier without slots: then the day alone is picked."""


@dataclass(frozen=True, slots=True)
class Selection:
    """All that may be picked for one option, soonest first."""

    carrier: str
    days: tuple[SelectableDay, ...]
    """May be empty: the merchant's last day lies before the parcel can be there."""
    reasons: tuple[FirstDayReason, ...]
    """Why the first day is not earlier, step by step."""
    valid_until: datetime
    """UTC. Asked again with the same arrival before it, the selection is the same."""

    def day(self, day: date) -> SelectableDay | None:
        """What may be picked on `day`, or None."""
        return next((found for found in self.days if found.day == day), None)

    def to_json(self, words: Words) -> dict[str, Any]:
        """As published. Each slot is spelled once; the days name them by code."""
        slots = {slot.code: slot for day in self.days for slot in day.slots}
        return {
            "carrier": self.carrier,
            "because": [
                {"limit": reason.limit.value, "date": reason.day.isoformat(), "text": _text(reason, words)}
                for reason in self.reasons
            ],
            "slots": [slot.to_json(words.language) for slot in sorted(slots.values(), key=_hours)],
            "days": [{"date": day.day.isoformat(), "slots": [slot.code for slot in day.slots]} for day in self.days],
        }

    @classmethod
    def from_json(cls, published: Mapping[str, Any], valid_until: datetime) -> Selection:
        """Read what `to_json` wrote, in whatever language, on the same day; `valid_until` is that of the answer.

        Raises KeyError or ValueError for what `to_json` never writes.
        """
        carrier = published["carrier"]
        return cls(
            carrier=carrier,
            days=tuple(_read_day(carrier, date.fromisoformat(day["date"]), day["slots"]) for day in published["days"]),
            reasons=tuple(
                FirstDayReason(Limit(reason["limit"]), date.fromisoformat(reason["date"]))
                for reason in published["because"]
            ),
            valid_until=valid_until,
        )


def selectable_days(
    carrier: str, arrival: Arrival, rule: SelectionRule, *, delivers: Calendar, works: Calendar, now: datetime
) -> Selection:
    """What may be picked at the moment `now`, which is aware and in the destination's zone: its date is the day of the
    order. `delivers`: when the carrier delivers; `works`: when the warehouse works.

    Later moments never open a day that was closed, as long as the arrival stays.
    """
    if now.utcoffset() is None:
        raise ValueError("now needs the destination's time zone")
    order_day = now.date()
    allowed, last = rule.first_day(order_day, works), rule.last_day(order_day)
    first = max(arrival.day, allowed)
    open_days = (day for day in _days(first, last) if delivers.is_open(day))
    offered = [(day, _slots(carrier, arrival, day, now)) for day in open_days]
    days = tuple(SelectableDay(day, slots) for day, slots in offered if slots is not None)
    return Selection(
        carrier=carrier,
        days=days,
        reasons=_reasons(arrival.day, allowed, [day for day, _ in offered], days),
        valid_until=_valid_until(days, now),
    )


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def _slots(carrier: str, arrival: Arrival, day: date, now: datetime) -> tuple[Slot, ...] | None:
    """The slots left on `day`; None where the carrier has slots and none is left."""
    table = slot_table(carrier, day)
    if table is None:
        return ()
    left = possible_slots(table.slots, arrival, day)
    if day == now.date():
        left = tuple(slot for slot in left if not slot.is_past(now.time()))
    return left or None


def _reasons(
    arrives: date, allowed: date, open_days: list[date], days: tuple[SelectableDay, ...]
) -> tuple[FirstDayReason, ...]:
    limit = Limit.ARRIVAL if arrives >= allowed else Limit.SHOP_RULE
    reached = max(arrives, allowed)
    reasons = [FirstDayReason(limit, reached)]
    if open_days and open_days[0] > reached:
        reasons.append(FirstDayReason(Limit.CARRIER_CLOSED, open_days[0]))
    if days and days[0].day > open_days[0]:
        reasons.append(FirstDayReason(Limit.NO_SLOT_LEFT, days[0].day))
    return tuple(reasons)


def _valid_until(days: tuple[SelectableDay, ...], now: datetime) -> datetime:
    """The next midnight, or before it the moment at which a slot of today goes."""
    midnight = datetime.combine(now.date() + ONE_DAY, time.min, now.tzinfo)
    if not days or days[0].day != now.date():
        return midnight.astimezone(UTC)
    ends = [datetime.combine(now.date(), slot.change_by or slot.starts, now.tzinfo) for slot in days[0].slots]
    return min([midnight, *ends]).astimezone(UTC)


def _hours(slot: Slot) -> tuple[time, time]:
    return slot.starts, slot.ends


def _text(reason: FirstDayReason, words: Words) -> str:
    return words(f"selection.{reason.limit}", day=words.date(reason.day))


def _read_day(carrier: str, day: date, codes: Sequence[str]) -> SelectableDay:
    table = slot_table(carrier, day)
    slots = {slot.code: slot for slot in table.slots} if table else {}
    return SelectableDay(day, tuple(slots[code] for code in codes))
