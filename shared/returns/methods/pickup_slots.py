"""When somebody may come: days and slots by a table of weekdays, areas, lead time and closed days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.returns.methods.ports import Address, PickupSlot, WayBackRefused
from shared.returns.methods.rules import PickupArea, PickupSlotRule, PickupTable


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot on a day."""

    day: date
    rule: PickupSlotRule
    begins_at: datetime
    """Aware, UTC."""
    ends_at: datetime

    @property
    def slot(self) -> PickupSlot:
        return PickupSlot(self.day, self.rule.slot)

    @property
    def key(self) -> str:
        """Where its places are counted."""
        return f"{self.day.isoformat()}#{self.rule.slot}"


def open_slots(
    table: PickupTable, rules: Sequence[PickupSlotRule], address: Address, now: datetime
) -> tuple[OpenSlot, ...]:
    """Slots that begin late enough, the earliest first; none where nobody comes. How full they are is not looked at."""
    area = area_of(table, address)
    return tuple(_slots(table, rules, area, now)) if area else ()


def open_slot(
    table: PickupTable, rules: Sequence[PickupSlotRule], address: Address, wanted: PickupSlot, now: datetime
) -> OpenSlot:
    """This one. Raises WayBackRefused where nobody comes, or not then."""
    if area_of(table, address) is None:
        raise WayBackRefused("No courier comes to this postal code.", field="postal")
    found = next((slot for slot in open_slots(table, rules, address, now) if slot.slot == wanted), None)
    if found is None:
        raise WayBackRefused("No courier comes at that time, or it is too soon: ask for the open slots.", field="slot")
    return found


def area_of(table: PickupTable, address: Address) -> PickupArea | None:
    """The area the address is in."""
    postal = address.postal.replace(" ", "").replace("-", "").upper()
    return next(
        (
            area
            for area in table.areas
            if area.country == address.country and any(postal.startswith(prefix) for prefix in area.postal_prefixes)
        ),
        None,
    )


def _slots(table: PickupTable, rules: Sequence[PickupSlotRule], area: PickupArea, now: datetime) -> Iterator[OpenSlot]:
    zone = ZoneInfo(area.time_zone)
    today, earliest = now.astimezone(zone).date(), now + timedelta(hours=table.lead_hours)
    for offset in range(table.days_ahead + 1):
        day = today + timedelta(days=offset)
        if day.isoformat() in table.closed_days:
            continue
        for rule in sorted(rules, key=lambda each: (each.begins, each.slot)):
            begins_at = datetime.combine(day, rule.begins, zone).astimezone(UTC)
            if day.weekday() in rule.weekdays and begins_at >= earliest:
                yield OpenSlot(day, rule, begins_at, datetime.combine(day, rule.ends, zone).astimezone(UTC))
