"""What may make a parcel quicker or slower: the effects that a model learns, and the level of each for one parcel.

Fitting and asking name levels with the same code, so that both mean the same. A fact that is not known has no level,
and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p, sqrt

from shared.promise.forecast import Asked


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: a number is learned for each of its levels."""

    name: str
    """Unique within its stage; part of the key its numbers are stored under."""
    strength: float
    """How many deliveries a level needs until its number is believed by half; fewer pull it towards nothing."""
    half_life: float | None = None
    """Days after which a delivery counts half in this effect; None where it counts as everywhere."""


_GOODS = (
    Effect("freight", 20),
    Effect("weight", 20),
    Effect("price", 20),
    Effect("category", 40),
    Effect("items", 40),
)

HANDLING = (
    Effect("origin", 4),
    Effect("origin lately", 2, half_life=20),
    Effect("origin and weekday", 16),
    Effect("origin's region", 10),
    Effect("origin's place", 10),
    Effect("weekday", 10),
    Effect("hour", 10),
    Effect("weekday and hour", 10),
    *_GOODS,
    Effect("everything this week", 20, half_life=3),
    Effect("everything lately", 20, half_life=10),
)
"""From the order to the hand-over to the carrier."""

TRANSIT = (
    Effect("lane", 10),
    Effect("origin", 12),
    Effect("origin's place", 20),
    Effect("origin's place to region", 20),
    Effect("origin to region", 12),
    Effect("postal 3", 30),
    Effect("postal 4", 30),
    Effect("postal 5", 20),
    Effect("origin's region to postal 3", 30),
    Effect("service", 20),
    Effect("service to region", 30),
    Effect("service to postal 3", 30),
    Effect("freight to region", 40),
    Effect("volume", 20),
    Effect("distance", 40),
    *_GOODS,
    Effect("everything lately", 100, half_life=12),
)
"""From the hand-over to the door."""

WAY = ("origin", "origin's place", "service", "volume", "distance", "freight", "weight", "price", "category", "items",
       "everything lately")  # fmt: skip
"""Names of the effects of TRANSIT that are the same wherever a parcel goes. Whoever asks much sums them once."""
AREA = ("lane", "origin's place to region", "origin to region", "postal 3", "origin's region to postal 3",
        "service to region", "service to postal 3", "freight to region")  # fmt: skip
"""Those for which the destination's region and the first three characters of its postal code count, and no more."""
FINER = ("postal 4", "postal 5")
"""Those for which more of the postal code counts."""
_PLACES = tuple((*WAY, *AREA, *FINER).index(effect.name) for effect in TRANSIT)

TRANSIT_AT_START = (
    Effect("weekday", 10),
    Effect("hour", 10),
    Effect("waited", 20),
)
"""What is known of the hand-over once it happened: part of the transit, left out while it lies ahead."""


def region_of(asked: Asked) -> str:
    """What stands for the destination's region: the one that is given, else the start of its postal code."""
    return region_called(asked.country, asked.destination_region or asked.postal[:2])


def region_called(country: str, name: str) -> str:
    """What stands for a region: its name, or the first two characters of its postal codes."""
    return f"{country} {name}"


def handling_levels(asked: Asked) -> list[str | None]:
    """The level of each effect of HANDLING, in its order; `asked.start` is the day the order is taken up."""
    weekday = asked.start.weekday()
    hour = asked.hour
    return [
        asked.origin or None,
        asked.origin or None,
        f"{asked.origin} {weekday}",
        asked.origin_region or None,
        _place(asked),
        str(weekday),
        None if hour is None else str(hour),
        None if hour is None else f"{weekday} {hour // 3}",
        *_goods_levels(asked),
        "",
        "",
    ]


def transit_levels(asked: Asked, region: str) -> list[str | None]:
    """The level of each effect of TRANSIT, in its order; `region` is the destination's (`region_of`)."""
    area = area_of(asked.country, asked.postal)
    levels = [*way_levels(asked), *area_levels(asked, region, area), *finer_levels(asked.country, asked.postal)]
    return [levels[place] for place in _PLACES]


def way_levels(asked: Asked) -> list[str | None]:
    """The levels of WAY, in its order."""
    return [
        asked.origin or None,
        _place(asked),
        _service(asked),
        _bin(asked.volume_cm3, 2),
        distance_level(asked.distance_km),
        *_goods_levels(asked),
        "",
    ]


def distance_level(km: float | None) -> str | None:
    """The level of a distance: the further, the wider the bins."""
    return None if km is None else str(round(sqrt(km)))


def area_of(country: str, postal: str) -> str | None:
    """What stands for the destination's area: the first three characters of its postal code, where it has them."""
    return f"{country} {postal[:3]}" if len(postal) >= 3 else None


def area_levels(asked: Asked, region: str, area: str | None) -> list[str | None]:
    """The levels of AREA, in its order. Of `asked`, nothing about the destination counts."""
    origin, place, service = asked.origin, _place(asked), _service(asked)
    from_where = asked.origin_region or origin
    freight = _bin(asked.freight, 6)
    return [
        f"{from_where}>{region}",
        place and f"{place}>{region}",
        f"{origin}>{region}" if origin else None,
        area,
        area and f"{from_where}>{area}",
        service and f"{service}>{region}",
        service and area and f"{service}>{area}",
        freight and f"{freight}>{region}",
    ]


def finer_levels(country: str, postal: str) -> list[str | None]:
    """The levels of FINER, in its order."""
    return [
        f"{country} {postal[:4]}" if len(postal) >= 4 else None,
        f"{country} {postal[:5]}" if len(postal) >= 5 else None,
    ]


def start_levels(asked: Asked) -> list[str | None]:
    """The level of each effect of TRANSIT_AT_START, in its order; `asked.start` is the day of the hand-over."""
    return [
        str(asked.start.weekday()),
        None if asked.hour is None else str(asked.hour),
        None if asked.waited is None else str(min(asked.waited, 20)),
    ]


def _goods_levels(asked: Asked) -> list[str | None]:
    return [
        _bin(asked.freight, 6),
        _bin(asked.weight_g, 2),
        _bin(asked.price, 2),
        asked.category or None,
        str(min(asked.items, 10)),
    ]


def _service(asked: Asked) -> str | None:
    return f"{asked.carrier} {asked.service}" if asked.carrier or asked.service else None


def _place(asked: Asked) -> str | None:
    return f"{asked.origin_country} {asked.origin_postal[:3]}" if asked.origin_postal else None


def _bin(amount: float | None, per_unit: int) -> str | None:
    """Amounts that differ by little share a level: `per_unit` bins for each factor of e."""
    return None if amount is None or amount < 0 else str(round(log1p(amount) * per_unit))
