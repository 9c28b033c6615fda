"""Which ways there are to bring what was asked for to where it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.errors import NotFound
from shared.promise.network import CarrierService, DefaultLane, DeliveryNetwork
from shared.promise.product import Need
from shared.promise.question import PromiseQuestion
from shared.promise.transit import TableDays


class NoLane(NotFound):
    """No service of the merchant reaches this destination, or none by the asked method."""

    code = "no_lane"


class NotOffered(NotFound):
    """Services reach the destination, but none may carry these products, or none from where they lie."""

    code = "not_offered"


class UnknownLeadClass(NotFound):
    """The merchant has no lead class of the asked name."""

    code = "unknown_lead_class"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that goes there."""

    service: CarrierService
    default: DefaultLane | None = None
    """No lane leads there: the merchant's default answers."""

    def table_days(self, country: str, postal: str) -> TableDays:
        """What the table says of the lane; looked for only where it is needed, as own history may know better."""
        lane = (self.default or self.service).lane_to(country, postal)
        assert lane is not None  # noqa: S101 - find_offers saw to it
        return self.default is not None, lane.min_days, lane.max_days, lane.spans


def find_needs(network: DeliveryNetwork, question: PromiseQuestion) -> tuple[Need, ...]:
    """What is known of each product that was asked about. Raises UnknownLeadClass."""
    lead = None
    if question.lead_class is not None:
        lead = network.lead_class(question.lead_class)
        if lead is None:
            known = ", ".join(each.name for each in network.lead_classes) or "none"
            raise UnknownLeadClass(f"There is no such lead class. There are: {known}.", field="lead_class")
    return tuple(network.need_of(sku, lead) for sku in question.skus or ("",))


def find_offers(network: DeliveryNetwork, question: PromiseQuestion) -> tuple[Offer, ...]:
    """Every service that goes there, or the default. Raises NoLane when there is none."""
    key = (question.country, question.method)
    known = network.memory.offers.get(key)
    if known is not None:
        return known
    offers = tuple(_by_lane(network, question)) or tuple(_by_default(network, question))
    if not offers:
        raise _no_lane(network, question)
    if all(service.lane_table.leads_everywhere(question.country) for service in _asked_services(network, question)):
        network.memory.offers.keep(key, offers)
    return offers


def _asked_services(network: DeliveryNetwork, question: PromiseQuestion) -> Iterator[CarrierService]:
    return (service for service in network.services if question.method in (None, service.method))


def _by_lane(network: DeliveryNetwork, question: PromiseQuestion) -> Iterator[Offer]:
    for service in _asked_services(network, question):
        if service.lane_table.leads_to(question.country, question.postal):
            yield Offer(service)


def _by_default(network: DeliveryNetwork, question: PromiseQuestion) -> Iterator[Offer]:
    default = network.default_lane
    if default is None or default.lane_to(question.country, question.postal) is None:
        return
    for service in _asked_services(network, question):
        if service.name == default.service:
            yield Offer(service, default)


def _no_lane(network: DeliveryNetwork, question: PromiseQuestion) -> NoLane:
    """Never with the postal code: a whole one says where somebody lives."""
    methods = sorted({service.method for service in network.services})
    there_are = f"The methods are: {', '.join(methods)}."
    if question.method and question.method not in methods:
        return NoLane(f"There is no such method. {there_are}", field="method")
    by = f" by {question.method}" if question.method else ""
    return NoLane(
        f"Nothing is delivered to this part of {question.country}{by}; a longer postal code may help. {there_are}"
    )
