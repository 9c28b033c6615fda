"""What own history knows of a departure's way to the door."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.promise.departure import Departure
from shared.promise.forecast import Asked, Forecast
from shared.promise.inquiry import Inquiry
from shared.promise.network import zone
from shared.promise.product import ANYTHING, Need, packed

_HOUR = timedelta(hours=1)


def find_forecast(inquiry: Inquiry, departure: Departure, needs: tuple[Need, ...]) -> tuple[Forecast | None, datetime]:
    """In days after the departure's start, and until when (UTC) that holds; None where it knows nothing."""
    until = departure.shipping.valid_until
    if inquiry.forecasts is None:
        return None, until
    hour, hour_ends = None, until
    if departure.hour_counts:
        hour, hour_ends = _hour_of(inquiry.question.as_of, departure.warehouse.time_zone)
    key = (inquiry.forecasts, inquiry.question.country, hour, () if needs[0] is ANYTHING else needs)
    way = departure.memory.ways.get(key)
    if way is None:
        start = departure.start(from_order=departure.counts_from_order)
        asked = _asked(inquiry, departure, needs, start, hour)
        way = inquiry.forecasts.way(asked, from_order=departure.counts_from_order)
        departure.memory.ways.keep(key, way)
    forecast = way.to(inquiry.question.postal)
    if forecast is None or forecast.is_strange:
        return None, until
    if departure.counts_from_order and forecast.days.first < departure.ships_after:
        days = forecast.days.not_before(departure.ships_after)
        forecast = Forecast(days, forecast.sample_size, forecast.grain, forecast.adherence)
    return forecast, min(until, hour_ends)


def _hour_of(as_of: datetime, time_zone: str) -> tuple[int, datetime]:
    """The local hour of an order, and when it is over (UTC)."""
    local = as_of.astimezone(zone(time_zone))
    return local.hour, as_of + _HOUR - timedelta(0, local.second, local.microsecond, minutes=local.minute)


def _asked(inquiry: Inquiry, departure: Departure, needs: tuple[Need, ...], start: date, hour: int | None) -> Asked:
    service, warehouse, goods = departure.service, departure.warehouse, packed(needs)
    return Asked(
        start=start,
        origin=warehouse.id,
        country=inquiry.question.country,
        postal="",
        carrier=service.carrier,
        service=service.name,
        hour=hour,
        origin_country=warehouse.country,
        origin_region=warehouse.region,
        origin_postal=warehouse.postal,
        category=goods.category or needs[0].lead.name,
        items=len(needs),
        weight_g=goods.weight_g,
        volume_cm3=goods.volume_cm3,
        price=goods.price.major if goods.price else None,
        freight=service.price.major if service.price else None,
    )
