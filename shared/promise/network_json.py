"""The delivery network as it is stored: plain lists, strings and integers. What is at its default is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from shared.promise.area_rules import DefaultLane, RemoteArea, ZoneRule
from shared.promise.calendar import Calendar, Season
from shared.promise.carrier_service import CarrierService, Leg
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable
from shared.promise.money import Condition, ConditionKind, Price, Texts
from shared.promise.policy import CONFIDENCES, DEFAULT_POLICY, PromisePolicy, WhenThin
from shared.promise.product import NO_GOODS, Goods, LeadClass, Preparation
from shared.promise.slots.selection_rule import SelectionRule
from shared.promise.unreadable_network import UnreadableNetwork
from shared.promise.warehouse import ALL_WEEK, CutoffRule, HandlingRule, Pickup, Warehouse, zone

if TYPE_CHECKING:
    from shared.promise.network import DeliveryNetwork

VERSION = 2
"""Of the compiled form. A reader refuses versions it does not know."""
READABLE = (1, VERSION)
"""Version 1 said less, and nothing else."""

INLINE_LANES = 500
"""A service's lanes up to this number stand in the compiled form; more of them are a file of their own."""


Compiled = Mapping[str, Any]
TableNamed = Callable[[str], LaneTable]


def write_network(network: DeliveryNetwork) -> dict[str, Any]:
    """The compiled form of a network."""
    return {
        "version": VERSION,
        "warehouses": [_write_warehouse(warehouse) for warehouse in network.warehouses],
        "services": [_write_service(service) for service in network.services],
        "default_lane": _write_default_lane(network.default_lane),
        "zone_rules": [[rule.country, rule.postal_prefix, rule.time_zone] for rule in network.zone_rules],
        **_given(
            policy=_write_policy(network.policy),
            remote_areas=[_write_remote_area(area) for area in network.remote_areas],
            lead_classes=[_write_lead_class(lead) for lead in network.lead_classes],
            skus=dict(network.skus),
            stock={sku: dict(places) for sku, places in network.stock.items()},
            goods={sku: _write_goods(goods) for sku, goods in network.goods.items()},
        ),
    }


def lane_files(network: DeliveryNetwork) -> dict[str, bytes]:
    """Name -> content of the lane tables that `write_network` only names. Store them before the network."""
    tables = {service.lane_table.name: service.lane_table for service in network.services}
    return {name: table.to_bytes() for name, table in tables.items() if _is_a_file(table) and not table.is_absent}


def read_network(make: type[DeliveryNetwork], compiled: Compiled, table_named: TableNamed) -> DeliveryNetwork:
    """What `write_network` wrote; numbers may be Decimal, as DynamoDB returns them. Raises UnreadableNetwork.

    `table_named` finds the lane tables that are files. Without it they lead nowhere: for those who need no lanes.
    """
    try:
        if int(compiled["version"]) not in READABLE:
            raise ValueError(f"version {int(compiled['version'])}, expected {VERSION}")
        network = make(
            warehouses=tuple(_read_warehouse(each) for each in compiled["warehouses"]),
            services=tuple(_read_service(each, table_named) for each in compiled["services"]),
            default_lane=_read_default_lane(compiled["default_lane"]),
            zone_rules=tuple(ZoneRule(*rule) for rule in compiled["zone_rules"]),
            policy=_read_policy(compiled.get("policy", {})),
            remote_areas=tuple(_read_remote_area(each) for each in compiled.get("remote_areas", ())),
            lead_classes=tuple(_read_lead_class(each) for each in compiled.get("lead_classes", ())),
            skus=dict(compiled.get("skus", {})),
            stock=_read_stock(compiled.get("stock", {})),
            goods={sku: _read_goods(goods) for sku, goods in compiled.get("goods", {}).items()},
        )
        _check(network)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise UnreadableNetwork(f"The compiled delivery network cannot be read ({reason}).") from None
    return network


def _check(network: DeliveryNetwork) -> None:
    """Raise ValueError or KeyError for what would otherwise fail in the middle of a request."""
    for warehouse in network.warehouses:
        zone(warehouse.time_zone)
    for rule in network.zone_rules:
        zone(rule.time_zone)
    for service in network.services:
        for warehouse_id in service.warehouses:
            network.warehouse(warehouse_id)
    if network.policy.confidence not in CONFIDENCES:
        raise ValueError(f"a confidence of {network.policy.confidence}")


def _given(**values: Any) -> dict[str, Any]:
    """Only what says something."""
    return {name: value for name, value in values.items() if value not in (None, 0, "", [], {}, False)}


def _write_season(season: Season | None) -> list[Any] | None:
    return None if season is None else [*season.first, *season.last, season.name]


def _read_season(compiled: Sequence[Any] | None) -> Season | None:
    if compiled is None:
        return None
    month, day, last_month, last_day, name = compiled
    return Season((int(month), int(day)), (int(last_month), int(last_day)), name)


def _write_weekdays(weekdays: frozenset[int]) -> list[int] | None:
    return None if weekdays == ALL_WEEK else sorted(weekdays)


def _read_weekdays(compiled: Iterable[Any] | None) -> frozenset[int]:
    return ALL_WEEK if compiled is None else frozenset(int(day) for day in compiled)


def _write_days(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _read_days(compiled: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in compiled)


def _write_calendar(calendar: Calendar) -> dict[str, Any]:
    return {
        "weekdays": sorted(calendar.weekdays),
        "closed_days": _write_days(calendar.closed_days),
        **_given(
            open_days=_write_days(calendar.open_days),
            seasons=[_write_season(season) for season in calendar.seasons],
            names=[[day.isoformat(), name] for day, name in calendar.names],
        ),
    }


def _read_calendar(compiled: Compiled) -> Calendar:
    return Calendar(
        weekdays=_read_weekdays(compiled["weekdays"]),
        closed_days=_read_days(compiled["closed_days"]),
        open_days=_read_days(compiled.get("open_days", ())),
        seasons=tuple(season for each in compiled.get("seasons", ()) if (season := _read_season(each))),
        names=tuple((date.fromisoformat(day), name) for day, name in compiled.get("names", ())),
    )


def _write_time(moment: time | None) -> str | None:
    return None if moment is None else moment.isoformat("minutes")


def _read_time(compiled: str | None) -> time | None:
    return None if compiled is None else time.fromisoformat(compiled)


def _write_warehouse(warehouse: Warehouse) -> dict[str, Any]:
    return {
        "id": warehouse.id,
        "time_zone": warehouse.time_zone,
        "cutoff": _write_time(warehouse.cutoff),
        "calendar": _write_calendar(warehouse.calendar),
        "handling_days": warehouse.handling_days,
        **_given(
            cutoffs=[_write_cutoff(rule) for rule in warehouse.cutoffs],
            handling=[
                [rule.days, _write_weekdays(rule.weekdays), _write_season(rule.season)] for rule in warehouse.handling
            ],
            handling_hours=warehouse.handling_hours,
            opens=None if warehouse.opens == time(0) else _write_time(warehouse.opens),
            closes=_write_time(warehouse.closes),
            pickups=[
                [each.carrier, _write_time(each.at), _write_weekdays(each.weekdays)] for each in warehouse.pickups
            ],
            learned=warehouse.learned,
            country=warehouse.country,
            postal=warehouse.postal,
            region=warehouse.region,
        ),
    }


def _read_warehouse(compiled: Compiled) -> Warehouse:
    return Warehouse(
        id=compiled["id"],
        time_zone=compiled["time_zone"],
        cutoff=time.fromisoformat(compiled["cutoff"]),
        calendar=_read_calendar(compiled["calendar"]),
        handling_days=int(compiled["handling_days"]),
        cutoffs=tuple(_read_cutoff(each) for each in compiled.get("cutoffs", ())),
        handling=tuple(
            HandlingRule(int(days), _read_weekdays(weekdays), _read_season(season))
            for days, weekdays, season in compiled.get("handling", ())
        ),
        handling_hours=int(compiled.get("handling_hours", 0)),
        opens=time.fromisoformat(compiled.get("opens", "00:00")),
        closes=_read_time(compiled.get("closes")),
        pickups=tuple(
            Pickup(carrier, _read_time(at), _read_weekdays(weekdays))
            for carrier, at, weekdays in compiled.get("pickups", ())
        ),
        learned=bool(compiled.get("learned", False)),
        country=compiled.get("country", ""),
        postal=compiled.get("postal", ""),
        region=compiled.get("region", ""),
    )


def _write_cutoff(rule: CutoffRule) -> list[Any]:
    return [
        _write_time(rule.cutoff),
        sorted(rule.carriers),
        _write_weekdays(rule.weekdays),
        _write_season(rule.season),
    ]


def _read_cutoff(compiled: Sequence[Any]) -> CutoffRule:
    cutoff, carriers, weekdays, season = compiled
    return CutoffRule(time.fromisoformat(cutoff), frozenset(carriers), _read_weekdays(weekdays), _read_season(season))


def _write_service(service: CarrierService) -> dict[str, Any]:
    return {
        "name": service.name,
        "method": service.method,
        "carrier": service.carrier,
        "warehouse": service.warehouse,
        "calendar": _write_calendar(service.calendar),
        "lanes": _write_lanes(service.lane_table),
        **_given(
            other_warehouses=list(service.other_warehouses),
            price=_write_price(service.price),
            conditions=[_write_condition(condition) for condition in service.conditions],
            legs=[[leg.carrier, leg.min_days, leg.max_days, _write_calendar(leg.calendar)] for leg in service.legs],
            customs_days=list(service.customs_days) if any(service.customs_days) else None,
            date_choice=None if service.date_choice is None else service.date_choice.to_json(),
        ),
    }


def _write_lanes(table: LaneTable) -> list[list[Any]] | dict[str, str]:
    """The lanes themselves, or where they are more than a table's item can hold, the name of their file."""
    if _is_a_file(table):
        return {"file": table.name}
    return [[lane.country, lane.postal_prefix, lane.min_days, lane.max_days] for lane in table]


def _read_lanes(compiled: Any, table_named: TableNamed) -> LaneTable:
    if isinstance(compiled, Mapping):
        return table_named(str(compiled["file"]))
    return LaneTable.of(map(_read_lane, compiled))


def _is_a_file(table: LaneTable) -> bool:
    return table.is_absent or len(table) > INLINE_LANES


def _read_service(compiled: Compiled, table_named: TableNamed) -> CarrierService:
    fewest, most = compiled.get("customs_days", (0, 0))
    choice = compiled.get("date_choice")
    return CarrierService(
        name=compiled["name"],
        method=compiled["method"],
        carrier=compiled["carrier"],
        warehouse=compiled["warehouse"],
        calendar=_read_calendar(compiled["calendar"]),
        lanes=_read_lanes(compiled["lanes"], table_named),
        other_warehouses=tuple(compiled.get("other_warehouses", ())),
        price=_read_price(compiled.get("price")),
        conditions=tuple(_read_condition(each) for each in compiled.get("conditions", ())),
        legs=tuple(
            Leg(carrier, int(min_days), int(max_days), _read_calendar(calendar))
            for carrier, min_days, max_days, calendar in compiled.get("legs", ())
        ),
        customs_days=(int(fewest), int(most)),
        date_choice=None if choice is None else SelectionRule.from_json(choice),
    )


def _read_lane(compiled: Sequence[Any]) -> Lane:
    country, postal_prefix, min_days, max_days = compiled
    return Lane(country, postal_prefix, int(min_days), int(max_days))


def _write_price(price: Price | None) -> list[Any] | None:
    return None if price is None else [price.amount, price.currency]


def _read_price(compiled: Sequence[Any] | None) -> Price | None:
    if compiled is None:
        return None
    amount, currency = compiled
    return Price(int(amount), currency)


def _write_texts(texts: Texts) -> dict[str, str]:
    return dict(texts)


def _read_texts(compiled: Mapping[str, str]) -> Texts:
    return tuple(compiled.items())


def _write_condition(condition: Condition) -> list[Any]:
    return [
        condition.kind.value,
        _write_price(condition.price),
        condition.points,
        _write_texts(condition.texts),
    ]


def _read_condition(compiled: Sequence[Any]) -> Condition:
    kind, price, points, texts = compiled
    return Condition(ConditionKind(kind), _read_price(price), int(points), _read_texts(texts))


def _write_default_lane(default: DefaultLane | None) -> dict[str, Any] | None:
    if default is None:
        return None
    return {
        "service": default.service,
        "countries": sorted(default.countries),
        "min_days": default.min_days,
        "max_days": default.max_days,
    }


def _read_default_lane(compiled: Compiled | None) -> DefaultLane | None:
    if compiled is None:
        return None
    return DefaultLane(
        service=compiled["service"],
        countries=frozenset(compiled["countries"]),
        min_days=int(compiled["min_days"]),
        max_days=int(compiled["max_days"]),
    )


def _write_policy(policy: PromisePolicy) -> dict[str, Any] | None:
    if policy == DEFAULT_POLICY:
        return None
    return {
        "confidence": policy.confidence,
        "target": policy.target,
        "minimum_sample": policy.minimum_sample,
        "when_thin": policy.when_thin.value,
    }


def _read_policy(compiled: Compiled) -> PromisePolicy:
    if not compiled:
        return DEFAULT_POLICY
    return PromisePolicy(
        confidence=int(compiled["confidence"]),
        target=int(compiled["target"]),
        minimum_sample=int(compiled["minimum_sample"]),
        when_thin=WhenThin(compiled["when_thin"]),
    )


def _write_remote_area(area: RemoteArea) -> list[Any]:
    return [area.country, area.postal_prefix, area.days, _write_texts(area.texts), sorted(area.carriers)]


def _read_remote_area(compiled: Sequence[Any]) -> RemoteArea:
    country, postal_prefix, days, texts, carriers = compiled
    return RemoteArea(country, postal_prefix, int(days), _read_texts(texts), frozenset(carriers))


def _write_lead_class(lead: LeadClass) -> dict[str, Any]:
    available = lead.preparation.available_from
    return {
        "name": lead.name,
        **_given(
            handling_days=lead.preparation.handling_days,
            available_from=None if available is None else available.isoformat(),
            methods=sorted(lead.methods),
            warehouses=sorted(lead.warehouses),
            no_date_choice=not lead.date_choice,
            goods=_write_goods(lead.goods),
        ),
    }


def _read_lead_class(compiled: Compiled) -> LeadClass:
    available = compiled.get("available_from")
    return LeadClass(
        name=compiled["name"],
        preparation=Preparation(
            int(compiled.get("handling_days", 0)), None if available is None else date.fromisoformat(available)
        ),
        methods=frozenset(compiled.get("methods", ())),
        warehouses=frozenset(compiled.get("warehouses", ())),
        date_choice=not compiled.get("no_date_choice", False),
        goods=_read_goods(compiled["goods"]) if "goods" in compiled else NO_GOODS,
    )


def _write_goods(goods: Goods) -> dict[str, Any]:
    return _given(
        category=goods.category,
        weight_g=goods.weight_g,
        volume_cm3=goods.volume_cm3,
        price=_write_price(goods.price),
    )


def _read_goods(compiled: Compiled) -> Goods:
    weight, volume = compiled.get("weight_g"), compiled.get("volume_cm3")
    return Goods(
        category=compiled.get("category", ""),
        weight_g=None if weight is None else int(weight),
        volume_cm3=None if volume is None else int(volume),
        price=_read_price(compiled.get("price")),
    )


def _read_stock(compiled: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    return {sku: {place: int(pieces) for place, pieces in places.items()} for sku, places in compiled.items()}
