"""What `merchant.yaml` may say. Its JSON Schema is published, so every field is explained."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.brand import Brand as ShownBrand
from shared.merchant.contradictions import find_contradictions
from shared.merchant.values import (
    Colour,
    Country,
    Day,
    EmailAddress,
    Language,
    PostalPrefix,
    Slug,
    Text,
    TimeOfDay,
    TimeZone,
    TriggerName,
    Url,
    Weekday,
    WeekdayName,
)

Channel = Literal["email"]

TransitDays = Annotated[int, Field(ge=0, le=365)]

_EVERY_DAY = list(Weekday)
_MONDAY_TO_FRIDAY = _EVERY_DAY[:5]


class _Section(BaseModel):
    """Part of the file: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


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


class WarehouseConfiguration(_Section):
    """A place parcels leave from."""

    id: Slug = Field(description="The warehouse's short name; services refer to it.")
    time_zone: TimeZone = Field(description="The IANA time zone its clock and its calendar follow.")
    cutoff: TimeOfDay = Field(
        description="Orders placed before this time are taken up the same day, in quotes: YAML misreads a bare 15:00."
    )
    working_days: list[WeekdayName] = Field(
        default=_MONDAY_TO_FRIDAY, min_length=1, description="The days of the week on which orders are taken up."
    )
    closed_days: list[Day] = Field(default=[], description="Dates on which the warehouse does not work: holidays.")
    handling_days: Annotated[int, Field(ge=0, le=90)] = Field(
        default=0,
        description="Working days from taking up an order to handing it to the carrier; 0 ships the same day.",
    )


class LaneConfiguration(_Section):
    """How long a service takes to one area."""

    country: Country = Field(description="The destination's country, ISO 3166-1 alpha-2, in quotes.")
    postal_prefix: PostalPrefix = Field(
        default="",
        description="The start of the area's postal codes, in quotes; empty for the whole country. The longest wins.",
    )
    min_days: TransitDays = Field(description="The fewest calendar days from shipping to delivery; 0 is the same day.")
    max_days: TransitDays = Field(
        description="The most calendar days from shipping to delivery. This is what shoppers are promised."
    )


class ServiceConfiguration(_Section):
    """One way to deliver: a carrier's service from one warehouse."""

    name: Text = Field(description="The service's name, as shoppers read it; no two services share one.")
    method: Slug = Field(description='The kind of delivery, in the shop\'s own word: "home", "express".')
    carrier: Slug = Field(description="The carrier that brings it.")
    warehouse: Slug = Field(description="The id of the warehouse it leaves from.")
    delivery_days: list[WeekdayName] = Field(
        default=_EVERY_DAY, min_length=1, description="The days of the week on which the carrier delivers."
    )
    closed_days: list[Day] = Field(
        default=[], description="Dates on which the carrier does not deliver. They do not delay shipping."
    )
    lanes: list[LaneConfiguration] = Field(min_length=1, description="Where the service goes, and how fast.")


class DefaultLaneConfiguration(_Section):
    """What to promise where no service has a lane."""

    service: Text = Field(description="The name of the service that carries such parcels.")
    countries: list[Country] = Field(default=[], description="Only to these countries; leave it out for everywhere.")
    min_days: TransitDays = Field(description="The fewest calendar days from shipping to delivery.")
    max_days: TransitDays = Field(description="The most calendar days from shipping to delivery.")


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
    destination_zones: list[DestinationZoneConfiguration] = Field(
        default=[], description="Time zones by area, for countries that have several. The longest prefix wins."
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
