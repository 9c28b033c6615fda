"""What is asked of the learned model, and what it answers. `shared/promise/model/` is the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from shared.promise.distribution import Distribution


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to deliver, as far as it is known. What is not known is left empty, and the answer is coarser."""

    start: date
    """The day that counts as day 0, local to the warehouse: when the order is taken up, or handed to the carrier."""
    origin: str
    """Id of the warehouse (in a marketplace: of the seller)."""
    country: str
    """Destination, ISO 3166-1 alpha-2."""
    postal: str
    """Destination's postal code or its start: upper case, no separators."""
    carrier: str = ""
    service: str = ""
    hour: int | None = None
    """Local hour of the order (of the hand-over, once it happened), 0-23; None where a cutoff says it better."""
    waited: int | None = None
    """Days from the order to the hand-over, once it happened."""
    origin_country: str = ""
    origin_region: str = ""
    origin_postal: str = ""
    distance_km: float | None = None
    """As the crow flies; the model reckons it from places it knows where it is left out."""
    destination_region: str = ""
    """Where the caller knows it; the model knows regions by postal prefix."""
    category: str = ""
    items: int = 1
    weight_g: int | None = None
    volume_cm3: int | None = None
    price: float | None = None
    """Of the goods, in the currency the history has."""
    freight: float | None = None
    """What carriage costs, likewise: it grows with distance and size."""


@dataclass(frozen=True, slots=True)
class Adherence:
    """How the promises of the last 28 days were kept."""

    kept: int
    total: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """When it arrives, in days after `Asked.start`."""

    days: Distribution
    sample_size: int
    """Deliveries that the lane's own part of the answer rests on."""
    grain: str
    """How close to the lane these deliveries are: "lane", "area", "region", "country", "all", or "none": see
    `is_strange`."""
    adherence: Adherence | None = None

    @property
    def precise(self) -> bool:
        """Whether it tells one lane from another."""
        return self.grain not in ("country", "all", "none")

    @property
    def is_strange(self) -> bool:
        """Whether nothing like it was delivered yet: nothing to the country, or nothing near there and nothing by the
        service. A carrier's table knows better then."""
        return self.grain == "none"


class WayForecasts(Protocol):
    """Forecasts for one way to deliver, of which only the destination's postal code is open."""

    def to(self, postal: str) -> Forecast | None:
        """To this postal code, or the start of one: upper case, no separators."""


class Forecasts(Protocol):
    """The learned model. Every method answers None where it has learned nothing: the carrier's table answers then."""

    @property
    def name(self) -> str:
        """The artifact's name, kept with every promise made from it."""

    def way(self, asked: Asked, *, from_order: bool) -> WayForecasts:
        """The same for a way that is asked again and again: `from_order` or `from_hand_over`, to any `asked.postal`."""

    def from_order(self, asked: Asked) -> Forecast | None:
        """From the day the order is taken up to the door."""

    def from_hand_over(self, asked: Asked) -> Forecast | None:
        """From the day the carrier takes it to the door."""

    def remaining(self, stage: str, asked: Asked, days_since: int) -> Forecast | None:
        """From today to the door, for a parcel that reached `stage` (a milestone or detail of tracking) and has been
        there `days_since` days; `asked.start` is today."""
