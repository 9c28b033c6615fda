"""How far two places are from each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

_EARTH_RADIUS_KM = 6371.0

Place = Sequence[float]
"""Latitude and longitude in degrees, north and east positive."""


def distance_km(one: Place, other: Place) -> float:
    """As the crow flies, by the haversine formula."""
    lat, lng, other_lat, other_lng = map(radians, (*one, *other))
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lng - lng) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(half, 1.0)))
