"""Answer a promise question from the merchant's network. Pure: the moment comes with the question."""

from __future__ import annotations

from collections.abc import Iterator

from shared.errors import NotFound
from shared.locales import words
from shared.promise.answer import PromiseAnswer, PromiseOption, Source
from shared.promise.delivery_estimate import estimate_delivery
from shared.promise.network import CarrierService, DeliveryNetwork, Lane, Warehouse
from shared.promise.question import PromiseQuestion
from shared.promise.ship_estimate import ShipEstimate, estimate_shipping
from shared.promise.wording import Wording

Offer = tuple[CarrierService, Lane, Source]


class NoLane(NotFound):
    """No service of the merchant reaches this destination, or none by the asked method."""

    code = "no_lane"


def make_promise(network: DeliveryNetwork, question: PromiseQuestion) -> PromiseAnswer:
    """Every way to deliver there, soonest first. Raises NoLane when there is none.

    Ordering later never promises earlier, and neither does closing a warehouse or a carrier for a day.
    """
    offers = list(_offers(network, question)) or list(_default_offer(network, question))
    if not offers:
        raise _no_lane(network, question)
    made = [_option(network, question, offer) for offer in offers]
    options = sorted((option for option, _ in made), key=_soonest_first)
    return PromiseAnswer(
        as_of=question.as_of,
        country=question.country,
        postal=question.postal,
        language=question.language,
        options=tuple(options),
        valid_until=min(shipping.valid_until for _, shipping in made),
    )


def _asked_services(network: DeliveryNetwork, question: PromiseQuestion) -> Iterator[CarrierService]:
    return (service for service in network.services if question.method in (None, service.method))


def _offers(network: DeliveryNetwork, question: PromiseQuestion) -> Iterator[Offer]:
    for service in _asked_services(network, question):
        lane = service.lane_to(question.country, question.postal)
        if lane is not None:
            yield service, lane, Source.CARRIER_TABLE


def _default_offer(network: DeliveryNetwork, question: PromiseQuestion) -> Iterator[Offer]:
    default = network.default_lane
    lane = default.lane_to(question.country, question.postal) if default else None
    if default is None or lane is None:
        return
    for service in _asked_services(network, question):
        if service.name == default.service:
            yield service, lane, Source.MERCHANT_DEFAULT


def _option(network: DeliveryNetwork, question: PromiseQuestion, offer: Offer) -> tuple[PromiseOption, ShipEstimate]:
    service, lane, source = offer
    warehouse = network.warehouse(service.warehouse)
    shipping = estimate_shipping(warehouse, question.as_of)
    delivery = estimate_delivery(service.calendar, lane, shipping.ship_date)
    time_zone = network.zone_of(question.country, question.postal)
    wording = _wording(question, time_zone, warehouse)
    option = PromiseOption(
        method=service.method,
        carrier=service.carrier,
        service=service.name,
        order_by=shipping.order_by,
        ship_date=shipping.ship_date,
        earliest=delivery.earliest,
        latest=delivery.latest,
        promised=delivery.latest,
        time_zone=time_zone,
        source=source,
        explanation=tuple(wording.reason(wait) for wait in (*shipping.waits, *delivery.waits)),
        text=wording.promise(shipping.order_by, delivery.latest),
        countdown_text=wording.countdown(shipping.order_by - question.as_of, delivery.latest),
    )
    return option, shipping


def _wording(question: PromiseQuestion, time_zone: str, warehouse: Warehouse) -> Wording:
    return Wording(words(question.language), time_zone, name_zone=time_zone != warehouse.time_zone)


def _soonest_first(option: PromiseOption) -> tuple[object, ...]:
    return option.promised, option.earliest, option.method, option.service


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
