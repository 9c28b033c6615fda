"""What the API of ways back answers, beside the views of returns themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from shared.returns.methods.ports import DropOffPoint, PickupSlot


class PickupSlotView(BaseModel):
    """When a courier can come."""

    day: date
    slot: str


class SlotsAnswer(BaseModel):
    """The earliest first; none where no courier comes."""

    slots: list[PickupSlotView]

    @classmethod
    def of(cls, slots: Sequence[PickupSlot]) -> Self:
        return cls(slots=[PickupSlotView(day=slot.day, slot=slot.slot) for slot in slots])


class PointView(BaseModel):
    """Where a parcel can be handed in."""

    point_id: str
    name: str
    country: str
    postal: str
    region: str
    city: str
    lines: list[str]
    hours: str
    is_store: bool = Field(description="A shop of the merchant's: the method is `store`, else `drop_off`.")
    needs_label: bool

    @classmethod
    def of(cls, point: DropOffPoint) -> Self:
        place = point.address
        return cls(
            point_id=point.point_id,
            name=point.name,
            country=place.country,
            postal=place.postal,
            region=place.region,
            city=place.city,
            lines=list(place.lines),
            hours=point.hours,
            is_store=point.is_store,
            needs_label=point.needs_label,
        )


class PointsAnswer(BaseModel):
    """Those nearest by postal code first."""

    points: list[PointView]
