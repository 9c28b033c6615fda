"""An offer in one parcel, from the warehouse that brings it soonest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from shared.promise.departure import Departure
from shared.promise.find_departures import find_departures
from shared.promise.forecast import Forecast
from shared.promise.inquiry import Inquiry
from shared.promise.lane_alone import make_by_history, make_by_table
from shared.promise.made_whole import MadeWhole
from shared.promise.offer import Offer
from shared.promise.own_history import find_forecast
from shared.promise.product import Need, Preparation
from shared.promise.slowdown import Slowdown
from shared.promise.step_by_step import make_step_by_step
from shared.promise.transit import TableDays


def make_whole(inquiry: Inquiry, offer: Offer, needs: tuple[Need, ...], preparation: Preparation) -> MadeWhole | None:
    """None where no warehouse has all of it."""
    departures = find_departures(inquiry, offer.service, needs, preparation)
    made = [_made(inquiry, offer, departure, needs) for departure in departures]
    return made[0] if len(made) == 1 else min(made, key=_soonest_to_ship, default=None)


def _soonest_to_ship(made: MadeWhole) -> tuple[date, date]:
    return made.promised, made.departure.shipping.ship_date


def _made(inquiry: Inquiry, offer: Offer, departure: Departure, needs: tuple[Need, ...]) -> MadeWhole:
    """From one warehouse: by own history where it knows the way, else by the table."""
    question = inquiry.question
    forecast, valid_until = find_forecast(inquiry, departure, needs)
    known = forecast or offer.table_days(question.country, question.postal)
    area = inquiry.network.remote_area(question.country, question.postal, offer.service.carrier)
    slowdowns = tuple(_slowing(inquiry, departure, known)) if inquiry.slowdowns else ()
    if not departure.lane_alone or area is not None or slowdowns or question.deliver_by is not None:
        made = make_step_by_step(inquiry, departure, known, area, slowdowns)
        return made if valid_until >= made.valid_until else made.but(valid_until, None)
    if isinstance(known, Forecast):
        return make_by_history(departure, known, inquiry.model, valid_until)
    return make_by_table(departure, known)


def _slowing(inquiry: Inquiry, departure: Departure, known: Forecast | TableDays) -> Iterator[Slowdown]:
    """The slowdowns that hold at some moment while the parcel may be on its way."""
    leaves = departure.shipping.leaves_at
    there = leaves + timedelta(days=_last_day(known) + 1)
    question, carrier, warehouse = inquiry.question, departure.service.carrier, departure.warehouse.id
    for slowdown in inquiry.slowdowns:
        if slowdown.holds_between(leaves, there) and slowdown.touches(
            question.country, question.postal, carrier, warehouse
        ):
            yield slowdown


def _last_day(known: Forecast | TableDays) -> int:
    if isinstance(known, Forecast):
        return known.days.last
    _, _, most, _ = known
    return most
