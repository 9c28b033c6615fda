"""What the API of ways back takes: models of bodies and queries. What stands in none of them is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.returns.methods.ports import Address, PickupSlot
from shared.returns.request.split import MAX_ITEMS
from shared.returns.vocabulary import Method
from shared.tracking.order import EMAIL, PHONE

RETURN_ID = r"^[0-9A-Za-z]{16}$"
COUNTRY = r"^[A-Z]{2}$"
POSTAL = r"^[A-Za-z0-9][A-Za-z0-9 -]{0,15}$"
MOST_POINTS = 50

ItemId = Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){0,8}$", examples=["1"])]
ItemIds = Annotated[list[ItemId], Field(max_length=MAX_ITEMS)]
Carrier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$", examples=["yamato"])]
TrackingNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{2,62}$", examples=["1234-5678-9012"])]
AddressLine = Annotated[str, Field(min_length=1, max_length=200)]


class WayBody(BaseModel):
    """No field but those that are named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressBody(WayBody):
    """Where the parcel leaves from. It is handed on to who makes the label or comes for the parcel, and not kept."""

    country: str = Field(pattern=COUNTRY, examples=["JP"])
    postal: str = Field(pattern=POSTAL, examples=["150-0001"])
    lines: list[AddressLine] = Field(min_length=1, max_length=4, description="Street and house.")
    city: str = Field(default="", max_length=100)
    region: str = Field(default="", max_length=100)
    name: str = Field(default="", max_length=100)
    phone: str = Field(default="", pattern=rf"{PHONE}|^$")
    email: str = Field(default="", pattern=rf"{EMAIL}|^$", max_length=254)

    def address(self) -> Address:
        """As providers take it."""
        return Address(
            country=self.country,
            postal=self.postal,
            lines=tuple(self.lines),
            city=self.city,
            region=self.region,
            name=self.name,
            phone=self.phone,
            email=self.email,
        )


class SlotBody(WayBody):
    """When a courier may come."""

    day: date
    slot: str = Field(min_length=1, max_length=64, examples=["am"])

    def chosen(self) -> PickupSlot:
        """As pickups are booked."""
        return PickupSlot(self.day, self.slot)


class ItemsBody(WayBody):
    """With which items; left out: with all with which it can be done."""

    items: ItemIds = []


class MethodBody(ItemsBody):
    """How it comes back."""

    method: Method
    address: AddressBody | None = Field(default=None, description="For labels, pickups and codes of a carrier.")
    slot: SlotBody | None = Field(default=None, description="For a pickup.")
    point_id: str = Field(default="", max_length=64, description="For a point or store. Left out: any.")
    weight_g: int | None = Field(default=None, ge=1, le=100_000, description="Of the whole parcel, where it is known.")


class LabelBody(ItemsBody):
    """Another label or code in the place of one that is lost or has run out."""

    address: AddressBody | None = None
    point_id: str = Field(default="", max_length=64)
    weight_g: int | None = Field(default=None, ge=1, le=100_000)


class PickupBody(ItemsBody):
    """A courier comes for it; also at another time than was booked."""

    address: AddressBody
    slot: SlotBody
    weight_g: int | None = Field(default=None, ge=1, le=100_000)


class SlotsBody(WayBody):
    """Where a courier is to come to. In a body, for addresses do not belong into addresses of the web."""

    address: AddressBody


class OwnShipmentBody(ItemsBody):
    """It was sent by a carrier of the shopper's own."""

    carrier: Carrier
    tracking_number: TrackingNumber


class CancelBody(ItemsBody):
    """It is taken back before the goods moved."""

    code: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$")
    note: str | None = Field(default=None, min_length=1, max_length=1000, description="For your people; in no event.")


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not (written.isascii() and written.isdigit() and len(written) <= 3):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


class PointsQuery(BaseModel):
    """What GET /v1/drop-off-points takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[str, Field(pattern=COUNTRY)]
    postal: Annotated[str, Field(pattern=POSTAL)] | None = None
    limit: Annotated[int, BeforeValidator(_whole_number)] = Field(default=10, ge=1, le=MOST_POINTS)
