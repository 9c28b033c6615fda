"""What the merchant ships with: warehouses, carrier services and their lanes, ready to make promises from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from shared.errors import Unavailable
from shared.promise.calendar import Calendar
from shared.promise.destination_zone import COUNTRY_ZONES

VERSION = 1
"""Of the compiled form. A reader refuses versions it does not know."""

_AFTER_ANY_POSTAL = "\x7f"
"""Sorts after every character a postal prefix may hold."""


class UnreadableNetwork(Unavailable):
    """The stored network cannot be read: published by another version, or damaged. Publish again."""

    code = "unreadable_network"


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The IANA zone `name`, read once: ZoneInfo itself remembers only the last eight."""
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where parcels leave from."""

    id: str
    time_zone: str
    """IANA name; the cutoff and the closed days are this zone's."""
    cutoff: time
    """Orders placed before this local time are handled the same day; at it or after, the next working day."""
    calendar: Calendar
    """The days it works."""
    handling_days: int = 0
    """Working days from the day an order is taken up to the day it ships; 0 ships the same day."""

    def cutoff_on(self, day: date) -> datetime:
        """The instant of that day's cutoff, in the warehouse's zone."""
        return datetime.combine(day, self.cutoff, zone(self.time_zone))


@dataclass(frozen=True, slots=True)
class Lane:
    """How long a service takes to one area, in calendar days from the ship date.

    Days on which the carrier does not deliver do not stretch the journey; they only move the arrival to the next
    delivery day.
    """

    country: str
    """ISO 3166-1 alpha-2."""
    postal_prefix: str
    """Upper case, no spaces or hyphens; empty for the whole country. The longest prefix that fits wins."""
    min_days: int
    max_days: int

    @property
    def key(self) -> tuple[str, str]:
        """What a service's lanes are sorted by."""
        return self.country, self.postal_prefix


@dataclass(frozen=True, slots=True)
class CarrierService:
    """One way to deliver: a carrier's service from one warehouse."""

    name: str
    """What the shopper reads; unique within the network."""
    method: str
    """The merchant's word for the kind of delivery: "home", "express"."""
    carrier: str
    warehouse: str
    """Id of the warehouse it leaves from."""
    calendar: Calendar
    """The days it delivers. Its closed days are not the warehouse's: they do not delay shipping."""
    lanes: tuple[Lane, ...]
    """In the order of their keys, whatever order they were given in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "lanes", tuple(sorted(self.lanes, key=_lane_key)))

    def lane_to(self, country: str, postal: str) -> Lane | None:
        """The lane that serves this destination, or None.

        Where `postal` is shorter than the prefixes of finer lanes, any of them may be meant: the answer spans them all,
        so that a shopper who types the rest of their code is never told a later date than before.
        """
        chosen = self._longest_match(country, postal)
        if chosen is None:
            return None
        finer = self._finer_lanes(country, postal)
        if not finer:
            return chosen
        possible = (chosen, *finer)
        return Lane(country, postal, min(lane.min_days for lane in possible), max(lane.max_days for lane in possible))

    def _longest_match(self, country: str, postal: str) -> Lane | None:
        for length in range(len(postal), -1, -1):
            wanted = (country, postal[:length])
            position = bisect_left(self.lanes, wanted, key=_lane_key)
            if position < len(self.lanes) and self.lanes[position].key == wanted:
                return self.lanes[position]
        return None

    def _finer_lanes(self, country: str, postal: str) -> tuple[Lane, ...]:
        start = bisect_left(self.lanes, (country, postal), key=_lane_key)
        end = bisect_left(self.lanes, (country, postal + _AFTER_ANY_POSTAL), lo=start, key=_lane_key)
        return self.lanes[start:end]


def _lane_key(lane: Lane) -> tuple[str, str]:
    return lane.country, lane.postal_prefix


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
class ZoneRule:
    """The merchant's own word on which zone a destination lives in."""

    country: str
    postal_prefix: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class DeliveryNetwork:
    """Everything a promise is made from. Compiled once when the merchant publishes, loaded once per cold start."""

    warehouses: tuple[Warehouse, ...]
    services: tuple[CarrierService, ...]
    default_lane: DefaultLane | None = None
    zone_rules: tuple[ZoneRule, ...] = ()

    def warehouse(self, id: str) -> Warehouse:
        """The warehouse called `id`; KeyError when there is none, which `from_json` and the configuration rule out."""
        for warehouse in self.warehouses:
            if warehouse.id == id:
                return warehouse
        raise KeyError(id)

    def zone_of(self, country: str, postal: str) -> str:
        """IANA zone of a destination: the merchant's longest fitting rule, else the country's (`destination_zone`)."""
        fitting = [r for r in self.zone_rules if r.country == country and postal.startswith(r.postal_prefix)]
        if fitting:
            return max(fitting, key=lambda rule: len(rule.postal_prefix)).time_zone
        return COUNTRY_ZONES[country]

    def to_json(self) -> dict[str, Any]:
        """The compiled form: plain lists, strings and integers. Weekdays 0-6 from Monday, dates ISO, times HH:MM."""
        return {
            "version": VERSION,
            "warehouses": [_warehouse_to_json(warehouse) for warehouse in self.warehouses],
            "services": [_service_to_json(service) for service in self.services],
            "default_lane": _default_lane_to_json(self.default_lane),
            "zone_rules": [[rule.country, rule.postal_prefix, rule.time_zone] for rule in self.zone_rules],
        }

    @classmethod
    def from_json(cls, compiled: Mapping[str, Any]) -> DeliveryNetwork:
        """Read what `to_json` wrote; numbers may be Decimal, as DynamoDB returns them. Raises UnreadableNetwork."""
        try:
            network = cls(
                warehouses=tuple(_warehouse_from_json(warehouse) for warehouse in compiled["warehouses"]),
                services=tuple(_service_from_json(service) for service in compiled["services"]),
                default_lane=_default_lane_from_json(compiled["default_lane"]),
                zone_rules=tuple(ZoneRule(*rule) for rule in compiled["zone_rules"]),
            )
            _check(network, int(compiled["version"]))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"{type(error).__name__}: {error}"
            raise UnreadableNetwork(f"The compiled delivery network cannot be read ({reason}).") from None
        return network


def _check(network: DeliveryNetwork, version: int) -> None:
    """Raise ValueError or KeyError for what would otherwise fail in the middle of a request."""
    if version != VERSION:
        raise ValueError(f"version {version}, expected {VERSION}")
    for warehouse in network.warehouses:
        zone(warehouse.time_zone)
    for rule in network.zone_rules:
        zone(rule.time_zone)
    for service in network.services:
        network.warehouse(service.warehouse)


def _calendar_to_json(calendar: Calendar) -> dict[str, Any]:
    return {
        "weekdays": sorted(calendar.weekdays),
        "closed_days": [day.isoformat() for day in sorted(calendar.closed_days)],
    }


def _calendar_from_json(compiled: Mapping[str, Any]) -> Calendar:
    return Calendar(
        weekdays=frozenset(int(day) for day in compiled["weekdays"]),
        closed_days=frozenset(date.fromisoformat(day) for day in compiled["closed_days"]),
    )


def _warehouse_to_json(warehouse: Warehouse) -> dict[str, Any]:
    return {
        "id": warehouse.id,
        "time_zone": warehouse.time_zone,
        "cutoff": warehouse.cutoff.isoformat("minutes"),
        "calendar": _calendar_to_json(warehouse.calendar),
        "handling_days": warehouse.handling_days,
    }


def _warehouse_from_json(compiled: Mapping[str, Any]) -> Warehouse:
    return Warehouse(
        id=compiled["id"],
        time_zone=compiled["time_zone"],
        cutoff=time.fromisoformat(compiled["cutoff"]),
        calendar=_calendar_from_json(compiled["calendar"]),
        handling_days=int(compiled["handling_days"]),
    )


def _service_to_json(service: CarrierService) -> dict[str, Any]:
    return {
        "name": service.name,
        "method": service.method,
        "carrier": service.carrier,
        "warehouse": service.warehouse,
        "calendar": _calendar_to_json(service.calendar),
        "lanes": [[lane.country, lane.postal_prefix, lane.min_days, lane.max_days] for lane in service.lanes],
    }


def _service_from_json(compiled: Mapping[str, Any]) -> CarrierService:
    return CarrierService(
        name=compiled["name"],
        method=compiled["method"],
        carrier=compiled["carrier"],
        warehouse=compiled["warehouse"],
        calendar=_calendar_from_json(compiled["calendar"]),
        lanes=tuple(_lane_from_json(lane) for lane in compiled["lanes"]),
    )


def _lane_from_json(compiled: Sequence[Any]) -> Lane:
    country, postal_prefix, min_days, max_days = compiled
    return Lane(country, postal_prefix, int(min_days), int(max_days))


def _default_lane_to_json(default: DefaultLane | None) -> dict[str, Any] | None:
    if default is None:
        return None
    return {
        "service": default.service,
        "countries": sorted(default.countries),
        "min_days": default.min_days,
        "max_days": default.max_days,
    }


def _default_lane_from_json(compiled: Mapping[str, Any] | None) -> DefaultLane | None:
    if compiled is None:
        return None
    return DefaultLane(
        service=compiled["service"],
        countries=frozenset(compiled["countries"]),
        min_days=int(compiled["min_days"]),
        max_days=int(compiled["max_days"]),
    )
