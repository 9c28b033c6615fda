"""An area as the merchant says it, as countries and postal prefixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from shared.promise.places.japan import PREFECTURES
from shared.promise.places.region import Region
from shared.promise.places.united_states import STATES

if TYPE_CHECKING:
    from shared.merchant.delivery import ZoneConfiguration

Area = tuple[str, str]
"""Country and postal prefix."""

COUNTRIES_WITH_REGIONS = ("JP", "US")
_SUFFIXES = ("都", "府", "県")
"""東京 is 東京都; 北海道 keeps its 道."""


def region_areas(country: str, name: str) -> tuple[Area, ...] | None:
    """The areas of a prefecture or state, by its name in any of its languages or its code; None for no such region."""
    region = _regions(country).get(name.strip().lower())
    return None if region is None else region.areas


def zone_areas(zone: Sequence[ZoneConfiguration]) -> tuple[Area, ...]:
    """The areas of a delivery zone, each once."""
    found: dict[Area, None] = {}
    for part in zone:
        found |= dict.fromkeys((part.country, prefix) for prefix in part.postal_prefixes)
        for name in part.regions:
            found |= dict.fromkeys(region_areas(part.country, name) or ())
        if not part.postal_prefixes and not part.regions:
            found[part.country, ""] = None
    return tuple(found)


def said_areas(
    zones: Mapping[str, Sequence[ZoneConfiguration]],
    country: str | None,
    postal_prefix: str,
    region: str | None,
    zone: str | None,
) -> tuple[Area, ...]:
    """The areas that are said by one of the three ways; none for what the contradictions refuse."""
    if zone is not None:
        return zone_areas(zones.get(zone, ()))
    if country is None:
        return ()
    if region is not None:
        return region_areas(country, region) or ()
    return ((country, postal_prefix),)


@cache
def _regions(country: str) -> Mapping[str, Region]:
    regions = {"JP": PREFECTURES, "US": STATES}.get(country, ())
    return {name.lower(): region for region in regions for name in _names(region)}


def _names(region: Region) -> tuple[str, ...]:
    said = tuple(region.names.values())
    short = tuple(name[:-1] for name in said if name.endswith(_SUFFIXES))
    return (region.code, *said, *short)
