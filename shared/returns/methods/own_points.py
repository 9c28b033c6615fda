"""The merchant's own shops, lockers and counters, as places where parcels are handed in."""

from __future__ import annotations

from collections.abc import Sequence

from shared.promise.model.distance import distance_km
from shared.returns.methods.ports import DropOffPoint
from shared.returns.methods.rules import PointRow


class OwnPoints:
    """Implements shared.returns.methods.ports.DropOffPoints over the table in the configuration."""

    def __init__(self, rows: Sequence[PointRow]) -> None:
        self._rows = {row.point_id: row for row in rows}

    def near(
        self, country: str, postal: str, limit: int, at: tuple[float, float] | None = None
    ) -> Sequence[DropOffPoint]:
        """Points of the country: by distance where both places are known, then by how far the postal codes agree."""
        wanted = _plain(postal)

        def how_far(row: PointRow) -> tuple[float, int, str]:
            distance = _metres(row, at)
            return float("inf") if distance is None else distance, -_shared(wanted, row), row.point_id

        rows = sorted((row for row in self._rows.values() if row.address.country == country.upper()), key=how_far)
        return [_point(row, _metres(row, at)) for row in rows[: max(0, limit)]]

    def get(self, point_id: str) -> DropOffPoint | None:
        row = self._rows.get(point_id)
        return _point(row, None) if row else None


def _metres(row: PointRow, at: tuple[float, float] | None) -> int | None:
    if at is None or row.latitude is None or row.longitude is None:
        return None
    return round(distance_km(at, (row.latitude, row.longitude)) * 1000)


def _shared(postal: str, row: PointRow) -> int:
    """How many characters the two postal codes begin with alike."""
    other = _plain(row.address.postal)
    return next(
        (n for n, pair in enumerate(zip(postal, other, strict=False)) if pair[0] != pair[1]),
        min(len(postal), len(other)),
    )


def _plain(postal: str) -> str:
    return postal.replace(" ", "").replace("-", "").upper()


def _point(row: PointRow, distance_m: int | None) -> DropOffPoint:
    return DropOffPoint(row.point_id, row.name, row.address, row.needs_label, row.hours, row.is_store, distance_m)
