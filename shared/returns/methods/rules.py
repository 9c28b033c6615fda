"""How the merchant wants things sent back: who makes labels, where they lead, when a courier comes, where points are.

Read from `merchant.yaml`, section `returns`, `ways_back`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from shared.returns.methods.ports import Address


class LabelProvider(StrEnum):
    """Who makes labels. The values are public."""

    TODOKU = "todoku"
    """The built-in generator: an address label with a number of our own, for a carrier the merchant has a contract
    with."""
    EASYPOST = "easypost"
    SHIPPO = "shippo"


class LabelFormat(StrEnum):
    """What a label is printed on."""

    AUTO = "auto"
    """4 × 6 inches in North America, A6 elsewhere."""
    A6 = "a6"
    FOUR_BY_SIX = "4x6"


class PickupProvider(StrEnum):
    """Who comes to fetch parcels."""

    TABLE = "table"
    """The merchant's own courier, by the table of slots."""
    EASYPOST = "easypost"
    """The carrier of the EasyPost label."""
    PLATFORM = "platform"
    """The merchant's platform books by the event: what Japan's 集荷 needs, whose carriers have no public interface."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where returns go."""

    warehouse: str
    """Its id."""
    address: Address
    customs_signer: str = ""
    """Who signs customs forms for the merchant."""


@dataclass(frozen=True, slots=True)
class PickupSlotRule:
    """When a courier comes, how often, and where to."""

    slot: str
    """`am`, `14-16`: as shoppers read it."""
    begins: time
    """Local to the shopper."""
    ends: time
    weekdays: frozenset[int]
    """0 is Monday."""
    capacity: int
    """Pickups in this slot on one day."""


@dataclass(frozen=True, slots=True)
class PickupArea:
    """Where the courier comes to."""

    country: str
    postal_prefixes: tuple[str, ...]
    """Without blanks and hyphens; "" fits all."""
    time_zone: str
    """IANA, of the shoppers there."""


@dataclass(frozen=True, slots=True)
class PickupTable:
    """The merchant's own courier."""

    areas: tuple[PickupArea, ...] = ()
    slots: tuple[PickupSlotRule, ...] = ()
    lead_hours: int = 24
    """Until the slot begins, at least."""
    days_ahead: int = 14
    closed_days: frozenset[str] = frozenset()
    """ISO dates."""
    carrier: str = ""
    """Slug of who comes; "" : the merchant's own people."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A place of the merchant's own: a shop, a locker, a counter."""

    point_id: str
    name: str
    address: Address
    needs_label: bool = False
    hours: str = ""
    is_store: bool = False
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ParcelSize:
    """What providers are told of the box, where nothing better is known."""

    length_mm: int = 300
    width_mm: int = 200
    height_mm: int = 100
    weight_g: int = 1000


@dataclass(frozen=True, slots=True)
class WayBackRules:
    """All of it."""

    destinations: tuple[Destination, ...] = ()
    """The first is where things go that no rule sends elsewhere."""
    labels: LabelProvider = LabelProvider.TODOKU
    label_format: LabelFormat = LabelFormat.AUTO
    valid_days: int = 28
    """A label that was not used for so long is void; another can be made."""
    carrier: str = "custom"
    """Slug of who carries parcels with a built-in label: where its scans come from."""
    service: str = ""
    """A service of the provider's that is always taken (EasyPost's `GroundAdvantage`); "" : the cheapest."""
    pickups: PickupProvider = PickupProvider.TABLE
    pickup_table: PickupTable = PickupTable()
    pickup_windows: tuple[PickupSlotRule, ...] = ()
    """When a provider's carrier may be asked to come; capacity does not matter there."""
    points: tuple[PointRow, ...] = ()
    parcel: ParcelSize = ParcelSize()
    shop: str = ""
    """The shop's name, on slips."""
    return_text: tuple[tuple[str, str], ...] = ()
    """Language -> what stands on the slip beside our own words, up to 400 characters."""

    def destination(self, warehouse: str) -> Destination | None:
        """Where a warehouse's returns go: its own address, else the first; None where no address is known at all."""
        named = (destination for destination in self.destinations if destination.warehouse == warehouse)
        return next(named, self.destinations[0] if self.destinations else None)
