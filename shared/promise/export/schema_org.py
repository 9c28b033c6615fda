"""The network as schema.org markup: one OfferShippingDetails per service, country and span of days.

To be put into a product page as `shippingDetails` of its Offer. Properties: schema.org/OfferShippingDetails,
schema.org/ShippingDeliveryTime, schema.org/DefinedRegion. Days carry the unit "d"; handling days are business days
there by convention, and `businessDays` says which those are. Transit days are calendar days here, with the days added
for which an arrival may have to wait until the carrier delivers again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.promise.export.handling import Handling, handling_of
from shared.promise.export.served_area import ServedArea, longest_closure, served_areas
from shared.promise.money import Price
from shared.promise.network import CarrierService, DeliveryNetwork
from shared.promise.product import LeadClass

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def to_schema_org(network: DeliveryNetwork, on: date, lead: LeadClass | None = None) -> dict[str, Any]:
    """A JSON-LD document for the week that begins on `on`; `lead`: for products of that class.

    The date matters for the cutoff's offset from UTC, and where the merchant has rules for seasons.
    """
    return {
        "@context": "https://schema.org",
        "@graph": [
            _details(service, handling_of(network, service, on, lead), area)
            for service in network.services
            if lead is None or not lead.methods or service.method in lead.methods
            for area in served_areas(network, service)
        ],
    }


def _details(service: CarrierService, handling: Handling, area: ServedArea) -> dict[str, Any]:
    rate = {} if service.price is None else {"shippingRate": _amount(service.price)}
    return {
        "@type": "OfferShippingDetails",
        "name": service.name,
        "shippingDestination": _region(area),
        **rate,
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "businessDays": {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{_DAYS[day]}" for day in sorted(handling.weekdays)],
            },
            "cutoffTime": handling.cutoff.isoformat(timespec="seconds").partition("T")[2],
            "handlingTime": _days(handling.min_days, handling.max_days),
            "transitTime": _days(area.min_days, area.max_days + longest_closure(service.calendar.weekdays)),
        },
    }


def _region(area: ServedArea) -> dict[str, Any]:
    prefixes = {"postalCodePrefix": list(area.prefixes)} if area.prefixes else {}
    return {"@type": "DefinedRegion", "addressCountry": area.country, **prefixes}


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "d"}


def _amount(price: Price) -> dict[str, Any]:
    return {"@type": "MonetaryAmount", "value": price.decimal, "currency": price.currency}
