"""What `merchant.yaml` says of how parcels reach shoppers, and how fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr

from shared.errors import Invalid
from shared.merchant.areas import said_areas
from shared.merchant.section import PriceConfiguration, Said, Section
from shared.merchant.values import Country, PostalPrefix, Slug, Text, TimeZone, WeekdayName
from shared.merchant.warehouses import EVERY_DAY, CalendarConfiguration
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable

TransitDays = Annotated[int, Field(ge=0, le=365)]


class LanesNotRead(Invalid):
    """Lanes are asked for that stand in a file nobody read. Publish from the file that names it."""

    code = "lanes_not_read"


class _Somewhere(Section):
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


class ConditionConfiguration(Section):
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


class DaysConfiguration(Section):
    """Calendar days, fewest and most."""

    min_days: TransitDays = Field(description="The fewest.")
    max_days: TransitDays = Field(description="The most.")


class LegConfiguration(CalendarConfiguration, DaysConfiguration):
    """A part of the way before the lanes: to another country, by another carrier."""

    carrier: Slug = Field(description="The carrier of this part.")
    delivery_days: list[WeekdayName] = Field(
        default=EVERY_DAY, min_length=1, description="The days of the week on which it hands over."
    )


class DateChoiceConfiguration(Section):
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
        default=EVERY_DAY, min_length=1, description="The days of the week on which the carrier delivers."
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


class DefaultLaneConfiguration(Section):
    """What to promise where no service has a lane."""

    service: Text = Field(description="The name of the service that carries such parcels.")
    countries: list[Country] = Field(default=[], description="Only to these countries; leave it out for everywhere.")
    min_days: TransitDays = Field(description="The fewest calendar days from shipping to delivery.")
    max_days: TransitDays = Field(
        description="The most calendar days from shipping to delivery. This is what is promised."
    )


class ZoneConfiguration(Section):
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


class DestinationZoneConfiguration(Section):
    """Which time zone an area lives in, for countries that have several."""

    country: Country = Field(description="The area's country, ISO 3166-1 alpha-2, in quotes.")
    postal_prefix: PostalPrefix = Field(default="", description="The start of the area's postal codes, in quotes.")
    time_zone: TimeZone = Field(description="The IANA time zone of the area.")


class Delivery(Section):
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
