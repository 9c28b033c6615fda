"""From what the merchant wrote to what promises are made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shared.merchant.configuration import (
    DefaultLaneConfiguration,
    MerchantConfiguration,
    ServiceConfiguration,
    WarehouseConfiguration,
)
from shared.merchant.values import Weekday
from shared.promise.calendar import Calendar
from shared.promise.network import CarrierService, DefaultLane, DeliveryNetwork, Lane, Warehouse, ZoneRule


def compile_network(configuration: MerchantConfiguration) -> DeliveryNetwork:
    """The delivery network of a configuration; done once, when the merchant publishes."""
    delivery = configuration.delivery
    return DeliveryNetwork(
        warehouses=tuple(_warehouse(warehouse) for warehouse in configuration.warehouses),
        services=tuple(_service(service) for service in delivery.services),
        default_lane=_default_lane(delivery.default_lane),
        zone_rules=tuple(ZoneRule(z.country, z.postal_prefix, z.time_zone) for z in delivery.destination_zones),
    )


def _calendar(weekdays: Iterable[Weekday], closed_days: Iterable[date]) -> Calendar:
    return Calendar(frozenset(day.number for day in weekdays), frozenset(closed_days))


def _warehouse(written: WarehouseConfiguration) -> Warehouse:
    return Warehouse(
        id=written.id,
        time_zone=written.time_zone,
        cutoff=written.cutoff,
        calendar=_calendar(written.working_days, written.closed_days),
        handling_days=written.handling_days,
    )


def _service(written: ServiceConfiguration) -> CarrierService:
    return CarrierService(
        name=written.name,
        method=written.method,
        carrier=written.carrier,
        warehouse=written.warehouse,
        calendar=_calendar(written.delivery_days, written.closed_days),
        lanes=tuple(Lane(lane.country, lane.postal_prefix, lane.min_days, lane.max_days) for lane in written.lanes),
    )


def _default_lane(written: DefaultLaneConfiguration | None) -> DefaultLane | None:
    if written is None:
        return None
    return DefaultLane(written.service, frozenset(written.countries), written.min_days, written.max_days)
