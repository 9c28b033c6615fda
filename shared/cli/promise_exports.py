"""`todoku promise markup`: the merchant's delivery tables, for search engines and shopping agents."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from shared.errors import NotFound
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.delivery_network import compile_network
from shared.promise.export.schema_org import to_schema_org
from shared.promise.export.transit_table import to_transit_tables
from shared.promise.network import DeliveryNetwork
from shared.promise.product import LeadClass


class MarkupFormat(StrEnum):
    """What is written. The values are what one types."""

    JSON_LD = "json-ld"
    TRANSIT_TABLE = "transit-table"


class NoLeadClass(NotFound):
    """The configuration has no lead class of this name."""

    code = "no_lead_class"


_WRITERS: dict[MarkupFormat, Callable[[DeliveryNetwork, date, LeadClass | None], dict[str, Any]]] = {
    MarkupFormat.JSON_LD: to_schema_org,
    MarkupFormat.TRANSIT_TABLE: to_transit_tables,
}


def markup(configuration: MerchantConfiguration, format: MarkupFormat, on: date, lead_class: str | None) -> str:
    """The markup as indented JSON, for the week that begins on `on`. Raises NoLeadClass."""
    network = compile_network(configuration)
    lead = None if lead_class is None else _lead(network, lead_class)
    return json.dumps(_WRITERS[format](network, on, lead), ensure_ascii=False, indent=2)


def _lead(network: DeliveryNetwork, name: str) -> LeadClass:
    found = network.lead_class(name)
    if found is None:
        names = ", ".join(lead.name for lead in network.lead_classes) or "none"
        raise NoLeadClass(f"There is no such lead class. There are: {names}.", field="lead_class")
    return found
