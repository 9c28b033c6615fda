"""What the merchant says of areas beside the lanes: what else to promise, where it takes longer, which zone counts."""

from __future__ import annotations

from dataclasses import dataclass

from shared.promise.lane import Lane
from shared.promise.money import Texts


@dataclass(frozen=True, slots=True)
class DefaultLane:
    """What the merchant promises where no lane leads: the slowest answer, better than none."""

    service: str
    """Name of the service that carries it."""
    countries: frozenset[str]
    """ISO 3166-1 alpha-2; empty for everywhere."""
    min_days: int
    max_days: int

    def lane_to(self, country: str, postal: str) -> Lane | None:
        """The default as a lane to this destination, or None where the merchant does not offer it."""
        if self.countries and country not in self.countries:
            return None
        return Lane(country, postal, self.min_days, self.max_days)


@dataclass(frozen=True, slots=True)
class RemoteArea:
    """An area to which every service takes longer than its lane says: an island, a mountain village."""

    country: str
    postal_prefix: str
    days: int
    """Further calendar days."""
    texts: Texts = ()
    """Why, in the merchant's words by language."""
    carriers: frozenset[str] = frozenset()
    """Only by these carriers; empty for all."""

    def may_be(self, country: str, postal: str, carrier: str) -> bool:
        """Whether the destination may lie in it: a short postal code may."""
        return (
            country == self.country
            and (not self.carriers or carrier in self.carriers)
            and (self.holds(postal) or self.postal_prefix.startswith(postal))
        )

    def holds(self, postal: str) -> bool:
        """Whether a destination in its country lies in it for certain."""
        return postal.startswith(self.postal_prefix)


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """The merchant's own word on which zone a destination lives in."""

    country: str
    postal_prefix: str
    time_zone: str
