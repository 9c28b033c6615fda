"""Where an affected area is: by its own postal prefixes, the merchant's places, and the lists that are built in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.disruptions.advisory import AffectedArea, Code
from shared.disruptions.codes.places import place_of
from shared.promise.slowdown import Area


@dataclass(frozen=True, slots=True)
class Located:
    """What is known of where it is."""

    areas: tuple[Area, ...]
    unplaced: tuple[Code, ...]
    """Codes that say where it is, and that no list here holds. With nothing else known, it slows nobody."""


def locate(area: AffectedArea, places: Mapping[Code, tuple[Area, ...]]) -> Located:
    """Place the area. Senders say the same in several lists: the list of which most is known is read, and no other."""
    by_scheme: dict[str, Located] = {}
    for code in area.codes:
        known = by_scheme.get(code.scheme, Located((), ()))
        placed = places.get(code) or place_of(code)
        by_scheme[code.scheme] = Located(known.areas + placed, known.unplaced if placed else (*known.unplaced, code))
    best = min(by_scheme.values(), key=_worth, default=Located((), ()))
    return Located(tuple(dict.fromkeys(area.prefixes + best.areas)), best.unplaced)


def _worth(located: Located) -> tuple[bool, int]:
    """Something known first, then little unknown."""
    return not located.areas, len(located.unplaced)
