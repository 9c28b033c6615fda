"""Public holidays by country and region, filled into a configuration when its file is read.

The library comes with the command line only, never with the functions: nothing that runs in Lambda may import this
file. So what is published holds the days themselves, with their names in the country's own language.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import holidays

from shared.errors import Invalid
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.returns import ReturnsConfiguration
from shared.merchant.values import NamedDay
from shared.merchant.warehouses import CalendarConfiguration, HolidaysConfiguration

YEARS_AHEAD = 2

Closable = TypeVar("Closable", bound=CalendarConfiguration)


class NoHolidaysKnown(Invalid):
    """The library knows no public holidays of that country or region."""

    code = "no_holidays_known"


def fill_in(configuration: MerchantConfiguration, today: date) -> MerchantConfiguration:
    """The configuration with the days of every `holidays` of this year and the two after it.

    Raises NoHolidaysKnown.
    """
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    delivery = configuration.delivery
    services = [
        _filled(service, years).model_copy(update={"legs": [_filled(leg, years) for leg in service.legs]})
        for service in delivery.services
    ]
    return configuration.model_copy(
        update={
            "warehouses": [_filled(warehouse, years) for warehouse in configuration.warehouses],
            "delivery": delivery.model_copy(update={"services": services}),
            "returns": _business_days_filled(configuration.returns, years),
        }
    )


def _business_days_filled(returns: ReturnsConfiguration | None, years: Iterable[int]) -> ReturnsConfiguration | None:
    if returns is None or returns.business_days is None:
        return returns
    return returns.model_copy(update={"business_days": _filled(returns.business_days, years)})


def _filled(calendar: Closable, years: Iterable[int]) -> Closable:
    wanted = calendar.holidays
    if wanted is None:
        return calendar
    return calendar.model_copy(update={"holidays": wanted.model_copy(update={"days": list(_days(wanted, years))})})


def _days(wanted: HolidaysConfiguration, years: Iterable[int]) -> Iterable[NamedDay]:
    try:
        language = holidays.country_holidays(wanted.country).default_language  # not the one this machine speaks
        known = holidays.country_holidays(wanted.country, subdiv=wanted.region, years=years, language=language)
    except NotImplementedError:
        where = f"{wanted.region} in {wanted.country}" if wanted.region else wanted.country
        raise NoHolidaysKnown(
            f"No public holidays of {where} are known: write them down as closed_days.", field="holidays"
        ) from None
    return (NamedDay(date=day, name=known[day]) for day in sorted(known))
