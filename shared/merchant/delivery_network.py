"""From what the merchant wrote to what promises are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time

from shared.merchant.areas import said_areas
from shared.merchant.calendars import compile_calendar, named_season, weekdays
from shared.merchant.configuration import MerchantConfiguration, PromiseConfiguration
from shared.merchant.delivery import (
    ConditionConfiguration,
    DateChoiceConfiguration,
    DefaultLaneConfiguration,
    LegConfiguration,
    RemoteAreaConfiguration,
    ServiceConfiguration,
    ZoneConfiguration,
)
from shared.merchant.products import GoodsConfiguration, LeadClassConfiguration
from shared.merchant.section import PriceConfiguration
from shared.merchant.warehouses import SeasonConfiguration, WarehouseConfiguration
from shared.promise.calendar import Season
from shared.promise.money import Condition, ConditionKind, Price
from shared.promise.network import (
    CarrierService,
    CutoffRule,
    DefaultLane,
    DeliveryNetwork,
    HandlingRule,
    Leg,
    Pickup,
    RemoteArea,
    Warehouse,
    ZoneRule,
)
from shared.promise.policy import PromisePolicy, WhenThin
from shared.promise.product import Goods, LeadClass, Preparation
from shared.promise.slots.selection_rule import SelectionRule

Zones = Mapping[str, Sequence[ZoneConfiguration]]


def compile_network(configuration: MerchantConfiguration) -> DeliveryNetwork:
    """The delivery network of a configuration; done once, when the merchant publishes.

    Raises LanesNotRead where lanes stand in a file that was not read (`lane_file.with_lanes`).
    """
    delivery, products = configuration.delivery, configuration.products
    return DeliveryNetwork(
        warehouses=tuple(_warehouse(warehouse) for warehouse in configuration.warehouses),
        services=tuple(_service(service, delivery.zones) for service in delivery.services),
        default_lane=_default_lane(delivery.default_lane),
        zone_rules=tuple(ZoneRule(z.country, z.postal_prefix, z.time_zone) for z in delivery.destination_zones),
        policy=_policy(configuration.promise),
        remote_areas=tuple(area for each in delivery.remote_areas for area in _remote_areas(each, delivery.zones)),
        lead_classes=tuple(_lead_class(lead) for lead in products.lead_classes),
        skus={sku: lead.name for lead in products.lead_classes for sku in lead.skus},
        stock=products.stock,
        goods={sku: _goods(written) for sku, written in products.goods.items()},
    )


def _season(written: SeasonConfiguration | None) -> Season | None:
    return None if written is None else named_season(written, "")


def _warehouse(written: WarehouseConfiguration) -> Warehouse:
    hours = written.business_hours
    return Warehouse(
        id=written.id,
        time_zone=written.time_zone,
        cutoff=written.cutoff,
        calendar=compile_calendar(written.working_days, written),
        handling_days=written.handling_days,
        cutoffs=tuple(
            CutoffRule(rule.cutoff, frozenset(rule.carriers), weekdays(rule.weekdays), _season(rule.season))
            for rule in written.cutoffs
        ),
        handling=tuple(
            HandlingRule(rule.days, weekdays(rule.weekdays), _season(rule.season)) for rule in written.handling_times
        ),
        handling_hours=written.handling_hours,
        opens=hours.opens if hours else time(0),
        closes=hours.closes if hours else None,
        pickups=tuple(Pickup(each.carrier, each.time, weekdays(each.weekdays)) for each in written.pickups),
        learned=written.handling == "learned",
        country=written.country or "",
        postal=written.postal,
        region=written.region or "",
    )


def _service(written: ServiceConfiguration, zones: Zones) -> CarrierService:
    customs = written.customs_days
    return CarrierService(
        name=written.name,
        method=written.method,
        carrier=written.carrier,
        warehouse=written.warehouse,
        calendar=compile_calendar(written.delivery_days, written),
        lanes=written.lane_table(zones),
        other_warehouses=tuple(written.other_warehouses),
        price=_price(written.price),
        conditions=tuple(_condition(condition) for condition in written.conditions),
        legs=tuple(_leg(leg) for leg in written.legs),
        customs_days=(customs.min_days, customs.max_days) if customs else (0, 0),
        date_choice=compile_date_choice(written.date_choice),
    )


def _leg(written: LegConfiguration) -> Leg:
    calendar = compile_calendar(written.delivery_days, written)
    return Leg(written.carrier, written.min_days, written.max_days, calendar)


def _price(written: PriceConfiguration | None) -> Price | None:
    return None if written is None else Price(written.amount, written.currency)


def _condition(written: ConditionConfiguration) -> Condition:
    texts = tuple(written.text.items())
    return Condition(ConditionKind(written.kind), _price(written.price), written.points, texts)


def compile_date_choice(written: DateChoiceConfiguration | None) -> SelectionRule | None:
    """From when and until when shoppers may choose the day; None where they may not choose."""
    if written is None:
        return None
    return SelectionRule(written.earliest_after, written.in_business_days, written.latest_within)


def _default_lane(written: DefaultLaneConfiguration | None) -> DefaultLane | None:
    if written is None:
        return None
    return DefaultLane(written.service, frozenset(written.countries), written.min_days, written.max_days)


def _policy(written: PromiseConfiguration) -> PromisePolicy:
    return PromisePolicy(written.confidence, written.target, written.minimum_sample, WhenThin(written.when_thin))


def _remote_areas(written: RemoteAreaConfiguration, zones: Zones) -> Iterable[RemoteArea]:
    areas = said_areas(zones, written.country, written.postal_prefix, written.region, written.zone)
    texts, carriers = tuple(written.reason.items()), frozenset(written.carriers)
    return (RemoteArea(country, prefix, written.days, texts, carriers) for country, prefix in areas)


def _lead_class(written: LeadClassConfiguration) -> LeadClass:
    return LeadClass(
        name=written.name,
        preparation=Preparation(written.handling_days, written.available_from),
        methods=frozenset(written.methods),
        warehouses=frozenset(written.warehouses),
        date_choice=written.date_choice,
        goods=_goods(written),
    )


def _goods(written: GoodsConfiguration) -> Goods:
    return Goods(written.category or "", written.weight_g, written.volume_cm3, _price(written.price))
