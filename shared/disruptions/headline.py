"""What a shopper is told of a hazard: "Snow advisory for Hokkaido: up to 3 more days"."""

from __future__ import annotations

from shared.disruptions.advisory import AffectedArea, Days, Hazard
from shared.disruptions.codes.places import region_of
from shared.locales import FALLBACK, Words, words

_NAMED = 3
"""More areas than these are counted, not named: an alert may have a hundred."""


def headline(hazard: Hazard, days: Days, language: str) -> str:
    """In `language`; areas as they are called in it, else as our own lists call them, else as the sender does."""
    say = words(language)
    kind, delay = say(f"slowdown.{hazard.kind}"), _delay(days, say)
    names = list(dict.fromkeys(name for area in hazard.areas if (name := _name(area, language))))
    if not names:
        return say("slowdown.anywhere", kind=kind, delay=delay)
    area = say("slowdown.between_areas").join(names[:_NAMED])
    if len(names) > _NAMED:
        area = say("slowdown.and_more_areas", areas=area, count=len(names) - _NAMED)
    return say("slowdown.in_area", kind=kind, area=area, delay=delay)


def _delay(days: Days, say: Words) -> str:
    return say("slowdown.one_day" if days.most == 1 else "slowdown.days", days=days.most)


def _name(area: AffectedArea, language: str) -> str:
    if language in area.names:
        return area.names[language]
    regions = [region for code in area.codes if (region := region_of(code))]
    if len(regions) == 1:
        return regions[0].names.get(language, regions[0].names[FALLBACK])
    return area.names.get(FALLBACK) or next(iter(area.names.values()), "")
