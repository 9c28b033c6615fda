"""What the merchant ships with: warehouses, carrier services and their lanes, ready to make promises from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.promise.area_rules import DefaultLane as DefaultLane
from shared.promise.area_rules import RemoteArea as RemoteArea
from shared.promise.area_rules import ZoneRule as ZoneRule
from shared.promise.carrier_service import CarrierService as CarrierService
from shared.promise.carrier_service import Leg as Leg
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.lane import Lane as Lane
from shared.promise.lane_table import LaneTable
from shared.promise.memory import NetworkMemory
from shared.promise.policy import DEFAULT_POLICY, PromisePolicy
from shared.promise.product import ANYTHING, NO_GOODS, ORDINARY, Goods, LeadClass, Need
from shared.promise.unreadable_network import UnreadableNetwork as UnreadableNetwork
from shared.promise.warehouse import CutoffRule as CutoffRule
from shared.promise.warehouse import HandlingRule as HandlingRule
from shared.promise.warehouse import Pickup as Pickup
from shared.promise.warehouse import Warehouse as Warehouse
from shared.promise.warehouse import zone as zone


@dataclass(frozen=True, slots=True)
class DeliveryNetwork:
    """Everything a promise is made from. Compiled once when the merchant publishes, loaded once per cold start."""

    warehouses: tuple[Warehouse, ...]
    services: tuple[CarrierService, ...]
    default_lane: DefaultLane | None = None
    zone_rules: tuple[ZoneRule, ...] = ()
    policy: PromisePolicy = DEFAULT_POLICY
    remote_areas: tuple[RemoteArea, ...] = ()
    lead_classes: tuple[LeadClass, ...] = ()
    skus: Mapping[str, str] = field(default_factory=dict)
    """SKU -> name of its lead class. One that is not there is ordinary."""
    stock: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """SKU -> warehouse -> pieces. One that is not there may leave from anywhere."""
    goods: Mapping[str, Goods] = field(default_factory=dict)
    """SKU -> what it is. One that is not there is as its lead class says."""
    memory: NetworkMemory = field(default_factory=NetworkMemory, init=False, compare=False, repr=False)
    """What `make_promise` worked out from it before."""

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

    def remote_area(self, country: str, postal: str, carrier: str) -> RemoteArea | None:
        """The remote area a destination lies in; where several may be meant, the slowest of them."""
        if not self.remote_areas:
            return None
        possible = [area for area in self.remote_areas if area.may_be(country, postal, carrier)]
        if not possible:
            return None
        exact = [area for area in possible if area.holds(postal)]
        nearest = max(exact, key=lambda area: len(area.postal_prefix), default=None)
        finer = [area for area in possible if len(area.postal_prefix) > len(postal)]
        return max([nearest, *finer] if nearest else finer, key=lambda area: area.days)

    def lead_class(self, name: str) -> LeadClass | None:
        """The lead class called `name`, or None."""
        return next((lead for lead in self.lead_classes if lead.name == name), None)

    def need_of(self, sku: str, lead: LeadClass | None = None) -> Need:
        """What is known of a product. `lead` is the class the question names, for SKUs the merchant does not list."""
        named = self.skus.get(sku)
        known = self.lead_class(named) if named else lead
        if not sku and known is None:
            return ANYTHING
        stock = self.stock.get(sku)
        stocked_at = None if stock is None else frozenset(place for place, pieces in stock.items() if pieces > 0)
        lead = known or ORDINARY
        return Need(sku, lead, stocked_at, self.goods.get(sku, NO_GOODS).or_else(lead.goods))

    def to_json(self) -> dict[str, Any]:
        """The compiled form: plain lists, strings and integers. Weekdays 0-6 from Monday, dates ISO, times HH:MM."""
        from shared.promise.network_json import write_network  # nobody who only answers needs it

        return write_network(self)

    @classmethod
    def from_json(
        cls, compiled: Mapping[str, Any], table_named: Callable[[str], LaneTable] = LaneTable.absent
    ) -> DeliveryNetwork:
        """Read what `to_json` wrote; numbers may be Decimal, as DynamoDB returns them. Raises UnreadableNetwork.

        `table_named` finds large tables of lanes, which are files; without it they lead nowhere.
        """
        from shared.promise.network_json import read_network

        return read_network(cls, compiled, table_named)
