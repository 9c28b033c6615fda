"""What the advisories in force do to parcels: as the promise and the estimates take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from shared.disruptions.advisory import AdvisoryRecord, Days, Hazard
from shared.disruptions.headline import headline
from shared.disruptions.locate import locate
from shared.disruptions.ports import Advisories, place_of
from shared.disruptions.rules import Rules
from shared.locales import languages
from shared.promise.slowdown import EVERYWHERE, Area, Slowdown

_AT_ONCE = 1000


def slowdowns(advisories: Advisories, now: datetime, rules: Rules | None = None) -> list[Slowdown]:
    """Those of every advisory in force at `now` (aware), also of those that begin later; in the order of their ends.

    `rules` are the merchant's; without them the built-in ones hold.
    """
    found = [slowdown for record in _in_force(advisories, now) for slowdown in slowdowns_of(record, rules or Rules())]
    return [slowdown for slowdown in found if slowdown.ends_at is None or now < slowdown.ends_at]


def slowdowns_of(record: AdvisoryRecord, rules: Rules) -> list[Slowdown]:
    """One for each of its hazards that slows anybody; none while the record is not open."""
    if record.advisory is None or not record.is_open:
        return []
    found = []
    for number, hazard in enumerate(record.advisory.hazards, 1):
        areas, days = areas_of(hazard, rules), rules.days_of(hazard)
        if days.most and (areas or hazard.warehouses):
            id = record.advisory_id if number == 1 else f"{record.advisory_id}.{number}"
            found.append(_slowdown(id, record.advisory.source, hazard, areas, days))
    return found


def areas_of(hazard: Hazard, rules: Rules) -> tuple[Area, ...]:
    """Where its parcels go to, as far as that is known. A carrier's trouble without a place is everywhere."""
    if not hazard.areas and not hazard.warehouses and hazard.carriers:
        return (EVERYWHERE,)
    located = (area for affected in hazard.areas for area in locate(affected, rules.places).areas)
    return tuple(dict.fromkeys(located))


def _slowdown(id: str, source: str, hazard: Hazard, areas: tuple[Area, ...], days: Days) -> Slowdown:
    return Slowdown(
        id=id,
        kind=hazard.kind,
        areas=areas,
        severity=hazard.severity.value,
        least_days=days.least,
        most_days=days.most,
        starts_at=hazard.starts_at,
        ends_at=hazard.ends_at,
        carriers=frozenset(hazard.carriers),
        warehouses=frozenset(hazard.warehouses),
        headlines=headlines_of(hazard, days),
        source=source,
    )


def headlines_of(hazard: Hazard, days: Days) -> Mapping[str, str]:
    """What shoppers read, by language: the merchant's words, and ours in every language they left out."""
    ours = {language: headline(hazard, days, language) for language in languages()}
    return {**ours, **hazard.headlines}


def _in_force(advisories: Advisories, now: datetime) -> Iterator[AdvisoryRecord]:
    after: str | None = None
    while True:
        records = advisories.in_force(now, after=after, limit=_AT_ONCE)
        yield from records
        if len(records) < _AT_ONCE:
            return
        after = place_of(records[-1])
