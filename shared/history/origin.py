"""Where parcels leave from, as far as history needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Origin:
    """A warehouse: its id and the clock on its wall; where it stands, as far as the shop says."""

    origin_id: str
    time_zone: str
    country: str = ""
    region: str = ""
    postal: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone; publishing a configuration has ruled out names that nobody knows."""
        return ZoneInfo(self.time_zone)


def origin_of(named: str, origins: Mapping[str, Origin]) -> Origin | None:
    """The warehouse that a shipment names; where it names none, the shop's only one. None where that is open."""
    if named:
        return origins.get(named)
    return next(iter(origins.values())) if len(origins) == 1 else None
