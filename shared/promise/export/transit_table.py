"""The network as shipping services with transit tables, as Google's Content API for Shopping names them.

Shapes: ShippingSettings, Service, DeliveryTime, TransitTable and PostalCodeGroup of version 2.1
(developers.google.com/shopping-content/reference/rest/v2.1/shippingsettings). A transit table's rows are postal code
groups, its columns transit time labels; there is one label here, for all products. Transit days are business days
there: days on which the carrier delivers. As many calendar days are never more, so no day comes out too early.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from shared.promise.export.handling import Handling, handling_of
from shared.promise.export.served_area import ServedArea, served_areas
from shared.promise.network import CarrierService, DeliveryNetwork
from shared.promise.product import LeadClass

ALL_LABELS = "all other labels"
ALL_LOCATIONS = "all other locations"
"""Google's own words for the last column and the last row."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def to_transit_tables(network: DeliveryNetwork, on: date, lead: LeadClass | None = None) -> dict[str, Any]:
    """Postal code groups, and a service for each of ours and each country, for the week that begins on `on`.

    `lead`: for products of that class. Rates are left out where the merchant configured no price.
    """
    reached = list(_reached(network, lead))
    return {
        "postalCodeGroups": [_group(service, area) for service, areas in reached for area in areas if area.prefixes],
        "services": [_service(service, handling_of(network, service, on, lead), areas) for service, areas in reached],
    }


def _reached(network: DeliveryNetwork, lead: LeadClass | None) -> Iterator[tuple[CarrierService, list[ServedArea]]]:
    """Each service once for each country it reaches."""
    for service in network.services:
        if lead is None or not lead.methods or service.method in lead.methods:
            for _, areas in groupby(served_areas(network, service), key=_country):
                yield service, list(areas)


def _country(area: ServedArea) -> str:
    return area.country


def _service(service: CarrierService, handling: Handling, areas: list[ServedArea]) -> dict[str, Any]:
    currency = {} if service.price is None else {"currency": service.price.currency}
    return {
        "name": f"{service.name} ({areas[0].country})",
        "active": True,
        "deliveryCountry": areas[0].country,
        **currency,
        "deliveryTime": {
            "cutoffTime": {
                "hour": handling.cutoff_time.hour,
                "minute": handling.cutoff_time.minute,
                "timezone": handling.time_zone,
            },
            "minHandlingTimeInDays": handling.min_days,
            "maxHandlingTimeInDays": handling.max_days,
            "handlingBusinessDayConfig": _business_days(handling.weekdays),
            "transitBusinessDayConfig": _business_days(service.calendar.weekdays),
            "transitTimeTable": _table(service, areas),
        },
    }


def _table(service: CarrierService, areas: list[ServedArea]) -> dict[str, Any]:
    return {
        "postalCodeGroupNames": [_group_name(service, area) if area.prefixes else ALL_LOCATIONS for area in areas],
        "transitTimeLabels": [ALL_LABELS],
        "rows": [
            {"values": [{"minTransitTimeInDays": area.min_days, "maxTransitTimeInDays": area.max_days}]}
            for area in areas
        ],
    }


def _group(service: CarrierService, area: ServedArea) -> dict[str, Any]:
    return {
        "name": _group_name(service, area),
        "country": area.country,
        "postalCodeRanges": [{"postalCodeRangeBegin": f"{prefix}*"} for prefix in area.prefixes],
    }


def _group_name(service: CarrierService, area: ServedArea) -> str:
    return f"{service.name}: {area.country} {area.min_days}-{area.max_days}"


def _business_days(weekdays: frozenset[int]) -> dict[str, Any]:
    return {"businessDays": [_DAYS[day] for day in sorted(weekdays)]}
