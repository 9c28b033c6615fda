"""What `merchant.yaml` says of the places parcels leave from, and of calendars."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shared.merchant.section import HandlingDays, Section
from shared.merchant.values import (
    ClosedDay,
    Country,
    Day,
    DayOfYear,
    PostalPrefix,
    Slug,
    Text,
    TimeOfDay,
    TimeZone,
    Weekday,
    WeekdayName,
)

EVERY_DAY = list(Weekday)
_MONDAY_TO_FRIDAY = EVERY_DAY[:5]


class SeasonConfiguration(Section):
    """The same days every year, both ends included; it may run over the turn of the year."""

    from_: DayOfYear = Field(alias="from", description='The first day, as month and day, in quotes: "12-01".')
    to: DayOfYear = Field(description='The last day, as month and day, in quotes: "12-24".')


class ClosedPeriodConfiguration(SeasonConfiguration):
    """Days closed every year: お盆, 年末年始."""

    name: Text = Field(description="What shoppers know these days as.")


class HolidaysConfiguration(Section):
    """The public holidays of a country, closed without being written down one by one."""

    country: Country = Field(description="The country, ISO 3166-1 alpha-2, in quotes.")
    region: Text | None = Field(
        default=None,
        description="A part of the country with holidays of its own, by its ISO 3166-2 code without the"
        ' country: "BY" of Germany.',
    )
    days: list[ClosedDay] = Field(
        default=[], description="Filled in when the file is read, for this year and the two after it. Leave it out."
    )


class CalendarConfiguration(Section):
    """When a place is closed, or open after all."""

    closed_days: list[ClosedDay] = Field(
        default=[], description='Dates on which it is closed; {date: 2026-11-23, name: "…"} where they have a name.'
    )
    closed_periods: list[ClosedPeriodConfiguration] = Field(
        default=[], description="Days on which it is closed every year, with their name."
    )
    holidays: HolidaysConfiguration | None = Field(default=None, description="Public holidays on which it is closed.")
    open_days: list[Day] = Field(
        default=[], description="Special days on which it is open although it would be closed: not for `closed_days`."
    )


class CutoffConfiguration(Section):
    """Another cutoff, for some carriers, weekdays or weeks of the year."""

    cutoff: TimeOfDay = Field(description="Orders placed before this time are taken up the same day, in quotes.")
    carriers: list[Slug] = Field(default=[], description="Only for these carriers; leave it out for all.")
    weekdays: list[WeekdayName] = Field(default=EVERY_DAY, min_length=1, description="Only on these days.")
    season: SeasonConfiguration | None = Field(default=None, description="Only on these days of the year.")


class HandlingConfiguration(Section):
    """Another handling time, for orders taken up on some weekdays or in some weeks of the year."""

    days: HandlingDays = Field(description="Working days from taking up an order to handing it to the carrier.")
    weekdays: list[WeekdayName] = Field(default=EVERY_DAY, min_length=1, description="Taken up on these days.")
    season: SeasonConfiguration | None = Field(default=None, description="Taken up on these days of the year.")


class BusinessHoursConfiguration(Section):
    """When people work on a working day."""

    opens: TimeOfDay = Field(description="When work begins, in quotes.")
    closes: TimeOfDay = Field(description="When work ends, in quotes.")


class PickupConfiguration(Section):
    """When a carrier collects."""

    carrier: Slug = Field(description="The carrier.")
    time: TimeOfDay | None = Field(
        default=None, description="When it comes, in quotes. It counts together with handling_hours."
    )
    weekdays: list[WeekdayName] = Field(default=EVERY_DAY, min_length=1, description="The days on which it comes.")


class WarehouseConfiguration(CalendarConfiguration):
    """A place parcels leave from."""

    id: Slug = Field(description="The warehouse's short name; services refer to it.")
    time_zone: TimeZone = Field(description="The IANA time zone its clock and its calendar follow.")
    cutoff: TimeOfDay = Field(
        description="Orders placed before this time are taken up the same day, in quotes: YAML misreads a bare 15:00."
    )
    cutoffs: list[CutoffConfiguration] = Field(
        default=[], description="Other cutoffs. The first that fits the carrier and the day counts."
    )
    working_days: list[WeekdayName] = Field(
        default=_MONDAY_TO_FRIDAY, min_length=1, description="The days of the week on which orders are taken up."
    )
    handling: Literal["stated", "learned"] = Field(
        default="stated",
        description="`learned`: how long orders wait here is learned from history, as soon as there is a model.",
    )
    handling_days: HandlingDays = Field(
        default=0,
        description="Working days from taking up an order to handing it to the carrier; 0 ships the same day.",
    )
    handling_times: list[HandlingConfiguration] = Field(
        default=[], description="Other handling times. The first that fits counts. No order overtakes an earlier one."
    )
    handling_hours: Annotated[int, Field(ge=0, le=23)] = Field(
        default=0, description="Hours of work on the ship date: an order comes that much before the pickup."
    )
    business_hours: BusinessHoursConfiguration | None = Field(
        default=None, description="When people work: handling_hours lie within them. For a store, its opening hours."
    )
    pickups: list[PickupConfiguration] = Field(
        default=[], description="When carriers collect. One that is not named comes every working day."
    )
    country: Country | None = Field(default=None, description="Where it stands, for what is learned from history.")
    region: Text | None = Field(default=None, description="The prefecture or state it stands in, likewise.")
    postal: PostalPrefix = Field(default="", description="Its postal code or the start of one, in quotes, likewise.")
