"""Shapes of distributions, where no history says better: all in whole days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from shared.promise.calendar import Calendar
from shared.promise.distribution import SCALE, Distribution

KEPT_TABLES = 9 * SCALE // 10
"""Of the parcels that a table gives days for, so many come within them. Nine in ten is what services are sold with."""


def peaked(least: int, likely: int, most: int) -> Distribution:
    """Rises evenly from `least` to `likely` and falls evenly to `most`; each of these days is possible."""
    up, down = likely - least + 1, most - likely + 1
    return of_weights(
        {day: (day - least + 1) * down if day <= likely else (most - day + 1) * up for day in range(least, most + 1)}
    )


def of_weights(weights: Mapping[int, int]) -> Distribution:
    """Each day with its share of all weights. At least one weight is above zero."""
    first, last, total = min(weights), max(weights), sum(weights.values())
    reached, cumulative = 0, []
    for day in range(first, last + 1):
        reached += weights.get(day, 0)
        cumulative.append(reached * SCALE // total)
    return Distribution(first, tuple(cumulative))


def with_late_ones(table: Distribution) -> Distribution:
    """A table's days, and up to three more for the one in ten that comes later than the table says."""
    weights = {day: chance * KEPT_TABLES for day, chance in table.days()}
    late = SCALE - KEPT_TABLES
    for more, share in ((1, SCALE // 2), (2, SCALE // 4), (3, SCALE // 4)):
        weights[table.last + more] = share * late
    return of_weights(weights)


def on_delivery_days(days: Distribution, day_zero: date, calendar: Calendar) -> Distribution:
    """What falls on a day without delivery comes on the next day with one."""
    weights: dict[int, int] = {}
    for day, chance in days.days():
        opens = (calendar.first_open(day_zero + timedelta(days=day)) - day_zero).days
        weights[opens] = weights.get(opens, 0) + chance
    return of_weights(weights)


def later_of(one: Distribution, other: Distribution) -> Distribution:
    """Both must have happened: by each day only as likely as the less likely of the two."""
    first, last = max(one.first, other.first), max(one.last, other.last)
    return Distribution(first, tuple(min(one.chance_by(day), other.chance_by(day)) for day in range(first, last + 1)))


def sooner_of(one: Distribution, other: Distribution) -> Distribution:
    """Either is enough: by each day as likely as the likelier of the two."""
    first, last = min(one.first, other.first), min(one.last, other.last)
    return Distribution(first, tuple(max(one.chance_by(day), other.chance_by(day)) for day in range(first, last + 1)))
