"""One offer as an option: in one parcel, or in several, with the days that may be picked."""

from __future__ import annotations

from datetime import UTC
from typing import TypeVar

from shared.promise.inquiry import Inquiry
from shared.promise.made_whole import MadeWhole
from shared.promise.make_in_parts import MadeInParts, make_in_parts
from shared.promise.make_whole import make_whole
from shared.promise.network import CarrierService, zone
from shared.promise.offer import Offer
from shared.promise.product import ANYTHING, Need, together
from shared.promise.slots.arrival import Arrival
from shared.promise.slots.selectable import selectable_days

AnyMade = TypeVar("AnyMade", MadeWhole, MadeInParts)


def make_option(inquiry: Inquiry, offer: Offer, needs: tuple[Need, ...]) -> MadeWhole | MadeInParts | None:
    """None where it cannot carry what is needed."""
    service = offer.service
    if needs[0] is not ANYTHING and not all(need.goes_by(service.method) for need in needs):
        return None
    preparation = together(needs)
    if preparation is not None:
        whole = make_whole(inquiry, offer, needs, preparation)
        if whole is not None:
            return _with_days(inquiry, service, needs, whole)
    if len(needs) == 1:
        return None
    parts = make_in_parts(inquiry, offer, needs)
    return None if parts is None else _with_days(inquiry, service, needs, parts)


def _with_days(inquiry: Inquiry, service: CarrierService, needs: tuple[Need, ...], made: AnyMade) -> AnyMade:
    """With the days that may be picked, where the merchant lets shoppers pick and every product has a known day."""
    rule = service.date_choice
    if rule is None or not made.is_dated or not all(need.lead.date_choice for need in needs):
        return made
    now = inquiry.question.as_of.astimezone(zone(inquiry.time_zone))
    works = inquiry.network.warehouse(made.warehouse).calendar
    selection = selectable_days(
        service.carrier, Arrival(made.promised), rule, delivers=service.calendar, works=works, now=now
    )
    return made.but(selection.valid_until.astimezone(UTC), selection.to_json(inquiry.words))
