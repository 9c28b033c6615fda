"""A way back as it is answered, with where its files are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from shared.returns.methods.rules import LabelProvider
from shared.returns.methods.way_back_files import SLIP
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.view.links import address_of
from shared.returns.vocabulary import Method

FILE_ID = r"^[0-9]{1,3}-[a-z]+\.(?:pdf|png)$"
"""The number of the way back, and the file's name."""


class FileView(BaseModel):
    """One file that belongs to it."""

    file_id: str
    href: str


class ShipmentView(BaseModel):
    """How something comes back."""

    shipment_id: str
    method: Method
    items: list[str]
    carrier: str | None
    tracking_number: str | None
    code: str | None = Field(description="What its code says, to be shown where the parcel is handed in.")
    files: list[FileView] = Field(description="Label or code, and the slip for the parcel.")
    made_at: datetime | None
    expires_at: datetime | None
    voided_at: datetime | None = Field(description="It counts no more since then.")
    pickup_day: date | None
    pickup_slot: str | None
    provider: str | None = Field(description="Who made it; null for shoppers.")
    reference: str | None = Field(description="The provider's; null for shoppers.")
    cost: int | None = Field(description="What the shop pays for it, minor units; null for shoppers.")
    cost_currency: str | None

    @classmethod
    def of(cls, request: ReturnRequest, way: ReturnShipment, *, for_staff: bool) -> Self:
        return cls(
            shipment_id=way.shipment_id,
            method=way.method,
            items=list(way.item_ids),
            carrier=way.carrier or None,
            tracking_number=way.tracking_number or None,
            code=way.code or None,
            files=[_file(request, way, name) for name in _names(way)] if way.voided_at is None else [],
            made_at=way.made_at,
            expires_at=way.expires_at,
            voided_at=way.voided_at,
            pickup_day=way.pickup_day,
            pickup_slot=way.pickup_slot or None,
            provider=(way.provider or None) if for_staff else None,
            reference=(way.reference or None) if for_staff else None,
            cost=way.cost if for_staff else None,
            cost_currency=(way.cost_currency or None) if for_staff else None,
        )


def _names(way: ReturnShipment) -> list[str]:
    """What there surely is. Built-in labels and codes are made both to print and to show."""
    if not way.label_key:
        return []
    name = way.label_key.rpartition("/")[2]
    both = way.provider == LabelProvider.TODOKU and name.endswith(".pdf")
    names = [name, name.removesuffix("pdf") + "png"] if both else [name]
    return names if SLIP in names else [*names, SLIP]


def _file(request: ReturnRequest, way: ReturnShipment, name: str) -> FileView:
    file_id = f"{way.shipment_id.rpartition('-')[2]}-{name}"
    return FileView(file_id=file_id, href=f"{address_of(request.return_id)}/files/{file_id}")
