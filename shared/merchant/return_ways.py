"""What `merchant.yaml` says of ways back: who makes labels, where they lead, when a courier comes, where points are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.merchant.calendars import weekdays
from shared.merchant.return_values import Notice, OptionalText, Word, enum_schema, one_of
from shared.merchant.section import Section
from shared.merchant.values import (
    Country,
    Day,
    EmailAddress,
    PostalPrefix,
    Slug,
    Text,
    TimeOfDay,
    TimeZone,
    WeekdayName,
)
from shared.merchant.warehouses import EVERY_DAY
from shared.returns.methods.ports import Address
from shared.returns.methods.rules import (
    Destination,
    LabelFormat,
    LabelProvider,
    ParcelSize,
    PickupArea,
    PickupProvider,
    PickupSlotRule,
    PickupTable,
    PointRow,
    WayBackRules,
)

LabelFormatName = Annotated[LabelFormat, one_of(LabelFormat, "a format"), enum_schema(LabelFormat)]
LabelProviderName = Annotated[LabelProvider, one_of(LabelProvider, "a provider"), enum_schema(LabelProvider)]
PickupProviderName = Annotated[PickupProvider, one_of(PickupProvider, "a provider"), enum_schema(PickupProvider)]
Millimetres = Annotated[int, Field(ge=1, le=5000)]


class AddressConfiguration(Section):
    """A postal address of the merchant's own."""

    country: Country = Field(description="The country, ISO 3166-1 alpha-2, in quotes.")
    postal: Word = Field(description="The postal code, in quotes.")
    region: OptionalText = Field(default="", description="The prefecture, state or province.")
    city: OptionalText = Field(default="", description="The city.")
    lines: Annotated[list[Text], Field(min_length=1, max_length=4)] = Field(
        description="Street and house, in the order they are written there."
    )
    name: OptionalText = Field(default="", description="Who receives it.")
    phone: OptionalText = Field(default="", description="A telephone number for the carrier, in quotes.")
    email: EmailAddress | None = Field(default=None, description="An e-mail address for the carrier.")

    def compiled(self) -> Address:
        """As labels are made for."""
        return Address(
            country=self.country,
            postal=self.postal,
            lines=tuple(self.lines),
            city=self.city,
            region=self.region,
            name=self.name,
            phone=self.phone,
            email=self.email or "",
        )


class DestinationConfiguration(Section):
    """Where returns go."""

    warehouse: Slug = Field(description="The id of a warehouse.")
    address: AddressConfiguration = Field(description="Where it takes parcels in.")
    customs_signer: OptionalText = Field(default="", description="Who signs customs forms for you.")


class ParcelConfiguration(Section):
    """The box providers are told of, where nothing better is known."""

    length_mm: Millimetres = Field(default=300, description="In millimetres.")
    width_mm: Millimetres = Field(default=200, description="In millimetres.")
    height_mm: Millimetres = Field(default=100, description="In millimetres.")
    weight_g: Annotated[int, Field(ge=1, le=100_000)] = Field(default=1000, description="In grams.")


class PickupAreaConfiguration(Section):
    """Where a courier comes to."""

    country: Country = Field(description="The country, in quotes.")
    postal_prefixes: list[PostalPrefix] = Field(
        default=[""], min_length=1, description="The starts of postal codes, in quotes; leave it out for all."
    )
    time_zone: TimeZone = Field(description="The IANA time zone of the shoppers there.")


class PickupSlotConfiguration(Section):
    """When a courier comes."""

    slot: Word = Field(description="Its name for shoppers: am, 14-16.")
    begins: TimeOfDay = Field(description="When it begins, in quotes, the shopper's time.")
    ends: TimeOfDay = Field(description="When it ends, in quotes.")
    weekdays: list[WeekdayName] = Field(default=EVERY_DAY, min_length=1, description="On these days.")
    capacity: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=10, description="Pickups in it on one day, by your own courier."
    )


class PickupsConfiguration(Section):
    """A courier that comes to shoppers."""

    by: PickupProviderName = Field(
        default=PickupProvider.TABLE,
        description="Who comes: your own courier by this table, easypost, or platform: your systems book by an event.",
    )
    areas: list[PickupAreaConfiguration] = Field(default=[], description="Where they come to.")
    slots: list[PickupSlotConfiguration] = Field(default=[], description="When they come.")
    lead_hours: Annotated[int, Field(ge=0, le=720)] = Field(default=24, description="Hours until a slot, at least.")
    days_ahead: Annotated[int, Field(ge=1, le=60)] = Field(default=14, description="Days that can be booked.")
    closed_days: list[Day] = Field(default=[], description="Dates on which nobody comes.")
    carrier: Slug | None = Field(default=None, description="The carrier that comes; your own people when left out.")


class PointConfiguration(Section):
    """A place of your own where parcels can be handed in: a shop, a counter, a locker."""

    id: Slug = Field(description="Its short name.")
    name: Text = Field(description="Its name for shoppers.")
    store: bool = Field(default=False, description="Whether it is a shop of yours, for the method `store`.")
    needs_label: bool = Field(default=False, description="Whether the parcel must have a label.")
    hours: OptionalText = Field(default="", description="When it is open, in words.")
    address: AddressConfiguration = Field(description="Where it is.")
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = Field(default=None, description="In degrees north.")
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = Field(default=None, description="In degrees east.")


class WaysBackConfiguration(Section):
    """Where parcels go, and all that labels, pickups and points need."""

    destinations: list[DestinationConfiguration] = Field(
        default=[], description="Where returns go. The first is for what no rule sends elsewhere."
    )
    label_format: LabelFormatName = Field(
        default=LabelFormat.AUTO, description="What labels are printed on: a6, 4x6, or auto by country."
    )
    valid_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=28, description="After so many days an unused label is void; shoppers can have another."
    )
    carrier: Slug = Field(default="custom", description="Who carries parcels with a built-in label.")
    service: OptionalText = Field(
        default="", description="A service that the provider always takes; the cheapest without."
    )
    parcel: ParcelConfiguration = Field(
        default=ParcelConfiguration(), description="The box, where nothing better is known."
    )
    text: Notice = Field(default={}, description="What stands on the slip beside our own words, by language.")
    pickups: PickupsConfiguration = Field(
        default=PickupsConfiguration(), description="When parcels are fetched from shoppers."
    )
    points: list[PointConfiguration] = Field(default=[], description="Places where parcels can be handed in.")


def compile_ways(written: WaysBackConfiguration, labels: LabelProvider, shop: str) -> WayBackRules:
    """As ways back are prepared by; `shop` is the shop's name on slips."""
    return WayBackRules(
        destinations=tuple(
            Destination(d.warehouse, d.address.compiled(), d.customs_signer) for d in written.destinations
        ),
        labels=labels,
        label_format=written.label_format,
        valid_days=written.valid_days,
        carrier=written.carrier,
        service=written.service,
        pickups=written.pickups.by,
        pickup_table=_table(written.pickups),
        pickup_windows=_slots(written.pickups),
        points=tuple(_point(point) for point in written.points),
        parcel=ParcelSize(**written.parcel.model_dump()),
        shop=shop,
        return_text=tuple(written.text.items()),
    )


def _table(written: PickupsConfiguration) -> PickupTable:
    return PickupTable(
        areas=tuple(PickupArea(a.country, tuple(a.postal_prefixes), a.time_zone) for a in written.areas),
        slots=_slots(written),
        lead_hours=written.lead_hours,
        days_ahead=written.days_ahead,
        closed_days=frozenset(day.isoformat() for day in written.closed_days),
        carrier=written.carrier or "",
    )


def _slots(written: PickupsConfiguration) -> tuple[PickupSlotRule, ...]:
    return tuple(
        PickupSlotRule(each.slot, each.begins, each.ends, weekdays(each.weekdays), each.capacity)
        for each in written.slots
    )


def _point(written: PointConfiguration) -> PointRow:
    return PointRow(
        point_id=written.id,
        name=written.name,
        address=written.address.compiled(),
        needs_label=written.needs_label,
        hours=written.hours,
        is_store=written.store,
        latitude=written.latitude,
        longitude=written.longitude,
    )
