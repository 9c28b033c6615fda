"""What `merchant.yaml` may say. Its JSON Schema is published, so every field is explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from shared.brand import Brand as ShownBrand
from shared.errors import Invalid
from shared.merchant.areas import said_areas
from shared.merchant.contradictions import find_contradictions
from shared.merchant.disruptions import DisruptionsConfiguration
from shared.merchant.values import (
    ClosedDay,
    Colour,
    Country,
    Currency,
    Day,
    DayOfYear,
    EmailAddress,
    Language,
    PostalPrefix,
    Sku,
    Slug,
    Text,
    TimeOfDay,
    TimeZone,
    TriggerName,
    Url,
    Weekday,
    WeekdayName,
)
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable

Channel = Literal["email"]

TransitDays = Annotated[int, Field(ge=0, le=365)]
HandlingDays = Annotated[int, Field(ge=0, le=90)]
Amount = Annotated[int, Field(ge=0, le=10**12)]
Said = dict[Language, Text]
"""A text by language."""

_EVERY_DAY = list(Weekday)
_MONDAY_TO_FRIDAY = _EVERY_DAY[:5]


class LanesNotRead(Invalid):
    """Lanes are asked for that stand in a file nobody read. Publish from the file that names it."""

    code = "lanes_not_read"


class _Section(BaseModel):
    """Part of the file: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, serialize_by_alias=True)


class Merchant(_Section):
    """Who the merchant is, to the platform and to shoppers."""

    id: Slug = Field(description="The merchant's short name. It stands in addresses and events: choose it once.")
    name: Text = Field(description="The shop's name, as shoppers know it.")
    support_email: EmailAddress = Field(description="Where shoppers may write when they need a person.")
    support_url: Url | None = Field(default=None, description="The shop's help page, if there is one.")
    default_language: Language = Field(description="The language for shoppers whose language is not known.")
    sender: EmailAddress = Field(
        description="The address messages are sent from. It must be a verified identity in Amazon SES."
    )


class Brand(_Section):
    """How pages and messages look."""

    logo_url: Url | None = Field(default=None, description="The logo, at least 120 pixels high, on a public address.")
    colour: Colour = Field(
        default="#1F4E79", description="The colour of buttons and headings, as six hexadecimal digits."
    )


class SeasonConfiguration(_Section):
    """The same days every year, both ends included; it may run over the turn of the year."""

    from_: DayOfYear = Field(alias="from", description='The first day, as month and day, in quotes: "12-01".')
    to: DayOfYear = Field(description='The last day, as month and day, in quotes: "12-24".')


class ClosedPeriodConfiguration(SeasonConfiguration):
    """Days closed every year: お盆, 年末年始."""

    name: Text = Field(description="What shoppers know these days as.")


class HolidaysConfiguration(_Section):
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


class CalendarConfiguration(_Section):
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


class CutoffConfiguration(_Section):
    """Another cutoff, for some carriers, weekdays or weeks of the year."""

    cutoff: TimeOfDay = Field(description="Orders placed before this time are taken up the same day, in quotes.")
    carriers: list[Slug] = Field(default=[], description="Only for these carriers; leave it out for all.")
    weekdays: list[WeekdayName] = Field(default=_EVERY_DAY, min_length=1, description="Only on these days.")
    season: SeasonConfiguration | None = Field(default=None, description="Only on these days of the year.")


class HandlingConfiguration(_Section):
    """Another handling time, for orders taken up on some weekdays or in some weeks of the year."""

    days: HandlingDays = Field(description="Working days from taking up an order to handing it to the carrier.")
    weekdays: list[WeekdayName] = Field(default=_EVERY_DAY, min_length=1, description="Taken up on these days.")
    season: SeasonConfiguration | None = Field(default=None, description="Taken up on these days of the year.")


class BusinessHoursConfiguration(_Section):
    """When people work on a working day."""

    opens: TimeOfDay = Field(description="When work begins, in quotes.")
    closes: TimeOfDay = Field(description="When work ends, in quotes.")


class PickupConfiguration(_Section):
    """When a carrier collects."""

    carrier: Slug = Field(description="The carrier.")
    time: TimeOfDay | None = Field(
        default=None, description="When it comes, in quotes. It counts together with handling_hours."
    )
    weekdays: list[WeekdayName] = Field(default=_EVERY_DAY, min_length=1, description="The days on which it comes.")


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


class _Somewhere(_Section):
    """An area, said in one of three ways."""

    country: Country | None = Field(
        default=None, description="The area's country, ISO 3166-1 alpha-2, in quotes. Not beside `zone`."
    )
    postal_prefix: PostalPrefix = Field(
        default="",
        description="The start of the area's postal codes, in quotes; empty for the whole country. The longest wins.",
    )
    region: Text | None = Field(
        default=None,
        description='A prefecture of Japan or a state of the USA, by name or code, instead of a prefix: "北海道".',
    )
    zone: Slug | None = Field(default=None, description="One of `delivery.zones`, instead of all of the above.")


class LaneConfiguration(_Somewhere):
    """How long a service takes to one area."""

    min_days: TransitDays = Field(description="The fewest calendar days from shipping to delivery; 0 is the same day.")
    max_days: TransitDays = Field(
        description="The most calendar days from shipping to delivery. Without own history, this is what is promised:"
        " nine of ten days of a longer range, if 90 of 100 are to be kept."
    )

    def compiled(self, zones: Mapping[str, Sequence[ZoneConfiguration]]) -> Iterator[Lane]:
        """A lane for each part of its area."""
        for country, prefix in said_areas(zones, self.country, self.postal_prefix, self.region, self.zone):
            yield Lane(country, prefix, self.min_days, self.max_days)


class PriceConfiguration(_Section):
    """An amount of money."""

    amount: Amount = Field(description="In the currency's smallest unit: yen, cents.")
    currency: Currency = Field(description='The currency, ISO 4217: "JPY".')


class ConditionConfiguration(_Section):
    """What changes the price or gives a benefit. It is stated with the promise; the shop keeps it."""

    kind: Literal["free_shipping", "member", "slot_incentive", "slow_incentive"] = Field(
        description="Free from an order value on, for members, for a chosen slot, or for a slow way."
    )
    price: PriceConfiguration | None = Field(
        default=None, description="The order value from which shipping is free; else, what the shopper gets."
    )
    points: Annotated[int, Field(ge=0, le=10**9)] = Field(
        default=0, description="What the shopper gets, where it is points."
    )
    text: Said = Field(default={}, description="In your words, by language. Without them, ours are used.")


class DaysConfiguration(_Section):
    """Calendar days, fewest and most."""

    min_days: TransitDays = Field(description="The fewest.")
    max_days: TransitDays = Field(description="The most.")


class LegConfiguration(CalendarConfiguration, DaysConfiguration):
    """A part of the way before the lanes: to another country, by another carrier."""

    carrier: Slug = Field(description="The carrier of this part.")
    delivery_days: list[WeekdayName] = Field(
        default=_EVERY_DAY, min_length=1, description="The days of the week on which it hands over."
    )


class DateChoiceConfiguration(_Section):
    """That shoppers may choose the delivery day, with the carrier's time slots where it has some."""

    earliest_after: Annotated[int, Field(ge=0, le=366)] | None = Field(
        default=None,
        description="Days from the order to the first that may be chosen. 0 offers the order day itself: leave it out"
        " if you mean no limit.",
    )
    in_business_days: bool = Field(default=False, description="Count earliest_after in the warehouse's working days.")
    latest_within: Annotated[int, Field(ge=0, le=366)] = Field(
        default=30, description="Calendar days from the order to the last that may be chosen."
    )


class ServiceConfiguration(CalendarConfiguration):
    """One way to deliver: a carrier's service from one warehouse."""

    name: Text = Field(description="The service's name, as shoppers read it; no two services share one.")
    method: Slug = Field(
        description='The kind of delivery: "home", "express", "office", "drop" (置き配), "store_pickup", "locker",'
        ' "nominated_day", "nominated_slot", "green", or the shop\'s own word.'
    )
    carrier: Slug = Field(description="The carrier that brings it.")
    warehouse: Slug = Field(description="The id of the warehouse it leaves from.")
    other_warehouses: list[Slug] = Field(
        default=[], description="Warehouses it may leave from as well: whichever brings it soonest."
    )
    delivery_days: list[WeekdayName] = Field(
        default=_EVERY_DAY, min_length=1, description="The days of the week on which the carrier delivers."
    )
    lanes: list[LaneConfiguration] = Field(default=[], description="Where the service goes, and how fast.")
    lanes_file: Text | None = Field(
        default=None,
        description="More lanes in a CSV file beside this one, with the columns country, postal_prefix, region, zone,"
        " min_days, max_days.",
    )
    lanes_digest: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{64}$",
        description="The SHA-256 of lanes_file: no other file is taken then. Publishing notes it down by itself.",
    )
    legs: list[LegConfiguration] = Field(default=[], description="What comes before the lanes, in order.")
    customs_days: DaysConfiguration | None = Field(
        default=None, description="Calendar days at customs, between the legs and the lanes."
    )
    price: PriceConfiguration | None = Field(default=None, description="What shoppers pay for it.")
    conditions: list[ConditionConfiguration] = Field(
        default=[], description="Free shipping, member benefits and incentives, stated with the price."
    )
    date_choice: DateChoiceConfiguration | None = Field(
        default=None, description="Let shoppers choose the day (お届け日指定). Without it, they cannot."
    )

    _lane_table: LaneTable | None = PrivateAttr(default=None)
    """Its lanes with those of `lanes_file`, once that was read. It is no part of the document: it is a file too."""

    def own_lanes(self, zones: Mapping[str, Sequence[ZoneConfiguration]]) -> tuple[Lane, ...]:
        """The lanes that are written down in the configuration itself; `zones`: `delivery.zones`."""
        return tuple(lane for written in self.lanes for lane in written.compiled(zones))

    def lane_table(self, zones: Mapping[str, Sequence[ZoneConfiguration]]) -> LaneTable:
        """All its lanes. Raises LanesNotRead where they stand in a file that was not read."""
        if self._lane_table is not None:
            return self._lane_table
        if self.lanes_file is not None:
            raise LanesNotRead(f"The lanes of {self.name} stand in {self.lanes_file}, which was not read.")
        return LaneTable.of(self.own_lanes(zones))

    def with_lane_table(self, table: LaneTable, digest: str | None) -> Self:
        """The service with all its lanes; `digest` is the SHA-256 of the file that some are from."""
        filled = self.model_copy(update={"lanes_digest": digest})
        filled._lane_table = table
        return filled


class DefaultLaneConfiguration(_Section):
    """What to promise where no service has a lane."""

    service: Text = Field(description="The name of the service that carries such parcels.")
    countries: list[Country] = Field(default=[], description="Only to these countries; leave it out for everywhere.")
    min_days: TransitDays = Field(description="The fewest calendar days from shipping to delivery.")
    max_days: TransitDays = Field(
        description="The most calendar days from shipping to delivery. This is what is promised."
    )


class ZoneConfiguration(_Section):
    """A part of a delivery zone."""

    country: Country = Field(description="The area's country, ISO 3166-1 alpha-2, in quotes.")
    postal_prefixes: list[PostalPrefix] = Field(
        default=[], description="Starts of postal codes, in quotes. With neither these nor regions: the whole country."
    )
    regions: list[Text] = Field(default=[], description="Prefectures of Japan or states of the USA, by name or code.")


class RemoteAreaConfiguration(_Somewhere):
    """An area to which every lane takes longer: an island, a mountain village."""

    days: Annotated[int, Field(ge=1, le=60)] = Field(description="How many calendar days longer.")
    reason: Said = Field(default={}, description="Why, in your words, by language. Without them, ours are used.")
    carriers: list[Slug] = Field(default=[], description="Only by these carriers; leave it out for all.")


class DestinationZoneConfiguration(_Section):
    """Which time zone an area lives in, for countries that have several."""

    country: Country = Field(description="The area's country, ISO 3166-1 alpha-2, in quotes.")
    postal_prefix: PostalPrefix = Field(default="", description="The start of the area's postal codes, in quotes.")
    time_zone: TimeZone = Field(description="The IANA time zone of the area.")


class Delivery(_Section):
    """How parcels reach shoppers."""

    services: list[ServiceConfiguration] = Field(min_length=1, description="The carriers' services the shop offers.")
    default_lane: DefaultLaneConfiguration | None = Field(
        None, description="What to promise where no service has a lane. Without it, nothing is promised there."
    )
    zones: dict[Slug, list[ZoneConfiguration]] = Field(
        default={}, description="Areas by a name of your own, which lanes and remote areas may refer to."
    )
    remote_areas: list[RemoteAreaConfiguration] = Field(
        default=[], description="Islands and other areas to which every service takes longer."
    )
    destination_zones: list[DestinationZoneConfiguration] = Field(
        default=[], description="Time zones by area, for countries that have several. The longest prefix wins."
    )


class PromiseConfiguration(_Section):
    """How sure promises are to be, and when it is better not to make one."""

    confidence: Literal[50, 75, 80, 85, 90, 95, 97, 99] = Field(
        default=90, description="Of 100 parcels, how many come by the promised day."
    )
    target: Annotated[int, Field(ge=0, le=100)] = Field(
        default=85, description="Per cent of the last 28 days' promises that must have been kept; else when_thin holds."
    )
    minimum_sample: Annotated[int, Field(ge=0, le=10**6)] = Field(
        default=10, description="Own deliveries a lane must have; else when_thin holds."
    )
    when_thin: Literal["promise", "range", "hide"] = Field(
        default="promise",
        description="What shoppers are told where there is too little history, or too few promises were kept: the date,"
        " a range, or no date.",
    )


class GoodsConfiguration(_Section):
    """What a product is, as far as it bears on how long it travels. Only what is learned from history looks at it."""

    category: Text | None = Field(default=None, description="As your history calls its kind: `ceramics`.")
    weight_g: Annotated[int, Field(ge=1, le=10**7)] | None = Field(
        default=None, description="What one piece weighs, packed, in grams."
    )
    volume_cm3: Annotated[int, Field(ge=1, le=10**9)] | None = Field(
        default=None, description="The space one piece takes, packed, in cubic centimetres."
    )
    price: PriceConfiguration | None = Field(default=None, description="What one piece costs.")


class LeadClassConfiguration(GoodsConfiguration):
    """Products that are alike in how they are prepared and may travel."""

    name: Slug = Field(description="The class's short name; a storefront may ask by it.")
    skus: list[Sku] = Field(default=[], description="The products, by SKU.")
    handling_days: HandlingDays = Field(default=0, description="Working days on top of the warehouse's own.")
    available_from: Day | None = Field(
        default=None, description="Pre-order: the day on which they are there, and work on orders begins."
    )
    methods: list[Slug] = Field(default=[], description="Only by these methods; leave it out for all.")
    warehouses: list[Slug] = Field(default=[], description="Only from these warehouses; leave it out for all.")
    date_choice: bool = Field(
        default=True,
        description="Whether the delivery day may be chosen: false for お取り寄せ, whose day nobody knows.",
    )


class Products(_Section):
    """What products change. A product that is not named is ordinary, and may leave from everywhere."""

    lead_classes: list[LeadClassConfiguration] = Field(default=[], description="Classes of products.")
    stock: dict[Sku, dict[Slug, Annotated[int, Field(ge=0, le=10**9)]]] = Field(
        default={}, description="Pieces by SKU and warehouse. What is not named may leave from everywhere."
    )
    goods: dict[Sku, GoodsConfiguration] = Field(
        default={}, description="What products are, by SKU. What is not said of one is as its lead class says."
    )


class NotificationConfiguration(_Section):
    """Whether and how shoppers are told."""

    enabled: bool = Field(default=True, description="Whether the message is sent at all.")
    channels: list[Channel] = Field(default=["email"], min_length=1, description="How it is sent.")


class MerchantConfiguration(_Section):
    """Everything a merchant decides, in one file."""

    merchant: Merchant = Field(description="Who the merchant is.")
    brand: Brand = Field(default=Brand(), description="The look of the shop; plain when left out.")
    warehouses: list[WarehouseConfiguration] = Field(min_length=1, description="Where parcels leave from.")
    delivery: Delivery = Field(description="How parcels reach shoppers, and how fast.")
    promise: PromiseConfiguration = Field(
        default=PromiseConfiguration(), description="How sure promises are to be; 90 of 100 when left out."
    )
    products: Products = Field(default=Products(), description="What products change; nothing when left out.")
    disruptions: DisruptionsConfiguration = Field(
        default=DisruptionsConfiguration(),
        description="How advisories slow promises; as docs/disruptions.md says when left out.",
    )
    notifications: dict[TriggerName, NotificationConfiguration] = Field(
        default={}, description="What shoppers are told about; what is not named here is not sent."
    )

    def shown_brand(self) -> ShownBrand:
        """How pages and messages show the shop. Invalid where a value cannot be shown; publishing rules that out."""
        return ShownBrand(
            name=self.merchant.name,
            colour=self.brand.colour,
            logo_url=self.brand.logo_url,
            support_email=self.merchant.support_email,
            support_url=self.merchant.support_url,
        )

    def channels(self) -> dict[str, list[str]]:
        """Trigger name -> channels, for the messages that are switched on."""
        return {name: list(told.channels) for name, told in self.notifications.items() if told.enabled}

    @property
    def lanes_files(self) -> frozenset[str]:
        """The names of all files of lanes that belong to it."""
        return frozenset(service.lanes_file for service in self.delivery.services if service.lanes_file is not None)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        contradictions = find_contradictions(self)
        if contradictions:
            raise PydanticCustomError(
                "contradictions",
                "{count} contradictions",
                {
                    "count": len(contradictions),
                    "contradictions": contradictions,
                },
            )
        return self


def json_schema() -> dict[str, object]:
    """The published JSON Schema of `merchant.yaml` (draft 2020-12). It cannot say what `find_contradictions` checks."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:todoku:merchant-configuration:1",
        **MerchantConfiguration.model_json_schema(),
        "title": "Todoku merchant configuration (merchant.yaml)",
    }
