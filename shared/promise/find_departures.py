"""By which departures an order leaves: one from each warehouse that has all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from shared.promise.departure import Departure
from shared.promise.inquiry import Inquiry
from shared.promise.memory import Leaving
from shared.promise.network import CarrierService, Warehouse
from shared.promise.product import ANYTHING, Need, Preparation
from shared.promise.ship_estimate import OrderDay, estimate_shipping

_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def find_departures(
    inquiry: Inquiry, service: CarrierService, needs: tuple[Need, ...], preparation: Preparation
) -> Sequence[Departure]:
    """Looked for anew only when the clock has passed a cutoff or a midnight."""
    question, leaving = inquiry.question, inquiry.network.memory.leaving
    key = (service.name, question.warehouse, inquiry.telling, () if needs[0] is ANYTHING else needs)
    held = leaving.get(key)
    if held is None or not held[0] <= question.as_of < held[1]:
        held = leaving.keep(key, _leaving(inquiry, service, needs, preparation))
    return held[2]


def _leaving(inquiry: Inquiry, service: CarrierService, needs: tuple[Need, ...], preparation: Preparation) -> Leaving:
    since, until, departures = _EVER, _NEVER, []
    for id in service.warehouses:
        if inquiry.question.warehouse in (None, id) and all(need.leaves_from(id) for need in needs):
            warehouse = inquiry.network.warehouse(id)
            order = OrderDay.of(warehouse, inquiry.question.as_of, service.carrier)
            begins, ends = order.span(warehouse, service.carrier)
            since, until = max(since, begins), min(until, ends)
            departures.append(_departure(inquiry, service, warehouse, order, preparation))
    return since, until, departures


def _departure(
    inquiry: Inquiry, service: CarrierService, warehouse: Warehouse, order: OrderDay, preparation: Preparation
) -> Departure:
    departures = inquiry.network.memory.departures
    key = (service.name, warehouse.id, order, preparation, inquiry.telling)
    return departures.get(key) or departures.keep(
        key,
        Departure(
            service,
            warehouse,
            estimate_shipping(warehouse, order, service.carrier, preparation),
            inquiry.words,
            inquiry.time_zone,
            inquiry.confidence,
            inquiry.network.policy,
            counts_from_order=warehouse.learned and not preparation.handling_days,
        ),
    )
