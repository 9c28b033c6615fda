"""What no single field of the configuration can see: names that clash, references to nothing, ranges upside down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import TYPE_CHECKING

from shared.merchant.areas import COUNTRIES_WITH_REGIONS, Area, region_areas, said_areas
from shared.merchant.branding_contradictions import branding_contradictions
from shared.merchant.contradiction import Contradiction, Path, repeated
from shared.merchant.messaging_contradictions import messaging_contradictions
from shared.merchant.tracking_page_contradictions import tracking_page_contradictions
from shared.promise.calendar import Calendar, Season

if TYPE_CHECKING:
    from shared.merchant.configuration import MerchantConfiguration
    from shared.merchant.delivery import (
        LaneConfiguration,
        RemoteAreaConfiguration,
        ServiceConfiguration,
        ZoneConfiguration,
    )
    from shared.merchant.returns import ReturnsConfiguration
    from shared.merchant.warehouses import CalendarConfiguration, WarehouseConfiguration

Zones = Mapping[str, "Sequence[ZoneConfiguration]"]


def find_contradictions(configuration: MerchantConfiguration) -> list[Contradiction]:
    """Every disagreement of the configuration with itself; empty when there is none."""
    delivery = configuration.delivery
    services: Path = ("delivery", "services")
    found = [
        *repeated(("warehouses",), [w.id for w in configuration.warehouses], "id", "an id no other warehouse has"),
        *repeated(services, [s.name for s in delivery.services], "name", "a name no other service has"),
        *repeated(
            ("delivery", "destination_zones"),
            [(rule.country, rule.postal_prefix) for rule in delivery.destination_zones],
            "postal_prefix",
            "a country and postal prefix no other destination zone has",
        ),
        *_default_lane(configuration),
        *branding_contradictions(configuration),
    ]
    warehouses = {warehouse.id for warehouse in configuration.warehouses}
    for index, warehouse in enumerate(configuration.warehouses):
        found += _warehouse(("warehouses", index), warehouse)
    if configuration.returns is not None:
        found += _returns(configuration, configuration.returns)
    for index, service in enumerate(delivery.services):
        found += _service((*services, index), service, warehouses, delivery.zones)
    for index, area in enumerate(delivery.remote_areas):
        found += _somewhere(("delivery", "remote_areas", index), area, delivery.zones)
    found += _zones(delivery.zones)
    found += _products(configuration, warehouses)
    found += messaging_contradictions(configuration.notifications)
    found += tracking_page_contradictions(configuration.tracking_page)
    return found


def _returns(configuration: MerchantConfiguration, returns: ReturnsConfiguration) -> Iterator[Contradiction]:
    from shared.merchant.return_contradictions import return_contradictions  # with the models it looks at

    if returns.business_days is not None:
        yield from _calendar(("returns", "business_days"), returns.business_days)
    yield from return_contradictions(configuration)


def _warehouse(path: Path, warehouse: WarehouseConfiguration) -> Iterator[Contradiction]:
    yield from _calendar(path, warehouse)
    for index, pickup in enumerate(warehouse.pickups):
        if set(warehouse.working_days).isdisjoint(pickup.weekdays):
            expected = f"at least one of working_days, which are {', '.join(warehouse.working_days)}"
            yield Contradiction((*path, "pickups", index, "weekdays"), expected)
    hours = warehouse.business_hours
    if hours is None:
        return
    if hours.closes <= hours.opens:
        yield Contradiction((*path, "business_hours", "closes"), f"a time after opens, which is {hours.opens:%H:%M}")
    elif warehouse.handling_hours * 60 > _minutes(hours.closes) - _minutes(hours.opens):
        yield Contradiction((*path, "handling_hours"), "no more hours than business_hours has; use handling_days")


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _calendar(path: Path, calendar: CalendarConfiguration) -> Iterator[Contradiction]:
    closed = {each.day for each in calendar.closed_days}
    for index, day in enumerate(calendar.open_days):
        if day in closed:
            yield Contradiction((*path, "open_days", index), "a day that is not one of closed_days")
    seasons = tuple(Season(_month_day(p.from_), _month_day(p.to)) for p in calendar.closed_periods)
    try:
        Calendar(frozenset({0}), seasons=seasons)
    except ValueError as error:
        yield Contradiction((*path, "closed_periods"), str(error))


def _month_day(written: str) -> tuple[int, int]:
    month, _, day = written.partition("-")
    return int(month), int(day)


def _service(path: Path, service: ServiceConfiguration, warehouses: set[str], zones: Zones) -> Iterator[Contradiction]:
    known = "the id of a warehouse: " + ", ".join(sorted(warehouses))
    if service.warehouse not in warehouses:
        yield Contradiction((*path, "warehouse"), known)
    for index, other in enumerate(service.other_warehouses):
        if other not in warehouses:
            yield Contradiction((*path, "other_warehouses", index), known)
    if not service.lanes and service.lanes_file is None:
        yield Contradiction((*path, "lanes"), "at least one entry, or a lanes_file")
    yield from _calendar(path, service)
    yield from _lanes((*path, "lanes"), service.lanes, zones)
    for index, leg in enumerate(service.legs):
        yield from _calendar((*path, "legs", index), leg)
        yield from _upside_down((*path, "legs", index), leg.min_days, leg.max_days)
    if service.customs_days:
        customs = service.customs_days
        yield from _upside_down((*path, "customs_days"), customs.min_days, customs.max_days)
    choice = service.date_choice
    if choice and not choice.in_business_days and choice.latest_within < (choice.earliest_after or 0):
        yield Contradiction((*path, "date_choice", "latest_within"), "a day not before earliest_after")


def _lanes(path: Path, lanes: Sequence[LaneConfiguration], zones: Zones) -> Iterator[Contradiction]:
    seen: set[Area] = set()
    for index, lane in enumerate(lanes):
        yield from _upside_down((*path, index), lane.min_days, lane.max_days)
        wrong = list(_somewhere((*path, index), lane, zones))
        yield from wrong
        areas = said_areas(zones, lane.country, lane.postal_prefix, lane.region, lane.zone)
        if not wrong and not seen.isdisjoint(areas):
            field = "zone" if lane.zone else "region" if lane.region else "postal_prefix"
            expected = "a country and postal prefix no other lane of this service has"
            yield Contradiction((*path, index, field), expected)
        seen.update(areas)


def _somewhere(path: Path, area: LaneConfiguration | RemoteAreaConfiguration, zones: Zones) -> Iterator[Contradiction]:
    """An area is a zone, or a country with a prefix, a region, or neither."""
    if area.zone is not None:
        if area.zone not in zones:
            names = ", ".join(zones) or "there are none"
            yield Contradiction((*path, "zone"), f"one of delivery.zones: {names}")
        if area.country or area.postal_prefix or area.region:
            yield Contradiction((*path, "zone"), "a zone alone, or a country without a zone")
        return
    if area.country is None:
        yield Contradiction((*path, "country"), "a country, or a zone")
        return
    if area.region is None:
        return
    if area.postal_prefix:
        yield Contradiction((*path, "region"), "a region or a postal_prefix, not both")
    yield from _region((*path, "region"), area.country, area.region)


def _region(path: Path, country: str, region: str) -> Iterator[Contradiction]:
    if country not in COUNTRIES_WITH_REGIONS:
        countries = " and ".join(COUNTRIES_WITH_REGIONS)
        yield Contradiction(path, f"postal prefixes: regions are known of {countries} only")
    elif region_areas(country, region) is None:
        yield Contradiction(path, "the name or code of a prefecture of Japan or a state of the USA")


def _zones(zones: Zones) -> Iterator[Contradiction]:
    for name, zone in zones.items():
        for index, part in enumerate(zone):
            for number, region in enumerate(part.regions):
                yield from _region(("delivery", "zones", name, index, "regions", number), part.country, region)


def _products(configuration: MerchantConfiguration, warehouses: set[str]) -> Iterator[Contradiction]:
    path: Path = ("products", "lead_classes")
    classes = configuration.products.lead_classes
    yield from repeated(path, [each.name for each in classes], "name", "a name no other lead class has")
    methods = {service.method for service in configuration.delivery.services}
    skus: set[str] = set()
    for index, lead in enumerate(classes):
        yield from _known((*path, index, "methods"), lead.methods, methods, "the method of a service")
        yield from _known((*path, index, "warehouses"), lead.warehouses, warehouses, "the id of a warehouse")
        for number, sku in enumerate(lead.skus):
            if sku in skus:
                yield Contradiction((*path, index, "skus", number), "a SKU that is listed once")
            skus.add(sku)
    for sku, places in configuration.products.stock.items():
        for place in places:
            if place not in warehouses:
                expected = "the id of a warehouse: " + ", ".join(sorted(warehouses))
                yield Contradiction(("products", "stock", sku, place), expected)


def _known(path: Path, names: Sequence[str], known: set[str], what: str) -> Iterator[Contradiction]:
    for index, name in enumerate(names):
        if name not in known:
            yield Contradiction((*path, index), f"{what}: " + ", ".join(sorted(known)))


def _default_lane(configuration: MerchantConfiguration) -> Iterator[Contradiction]:
    default = configuration.delivery.default_lane
    if default is None:
        return
    path: Path = ("delivery", "default_lane")
    names = [service.name for service in configuration.delivery.services]
    if default.service not in names:
        yield Contradiction((*path, "service"), "the name of a service: " + ", ".join(names))
    yield from _upside_down(path, default.min_days, default.max_days)


def _upside_down(path: Path, min_days: int, max_days: int) -> Iterator[Contradiction]:
    if min_days > max_days:
        yield Contradiction((*path, "max_days"), f"at least min_days, which is {min_days}")
