"""What the orders API takes and gives: the models, and the operations for OpenAPI."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from functions.orders_api.parts import Body, ConsentBody, ContactBody, DestinationBody, LineBody, Text
from functions.orders_api.sale_parts import LineSaleBody, SaleAnswer, SaleBody
from shared.our_time import Moment
from shared.receipts.receipt import ID as PROMISE_ID
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.merchant_view import OrderTracking, ShipmentTracking
from shared.tracking.order import ID
from shared.tracking.parcel import Leg


def _never_null(schema: dict[str, Any]) -> None:
    """May be left out, but not be null."""
    schema |= next(one for one in schema.pop("anyOf") if one != {"type": "null"})
    del schema["default"]


class PromiseBody(Body):
    """What the shopper was told when they bought: the id of a promise that was kept, or a window of local dates."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["id"], "maxProperties": 1},
                {"required": ["earliest", "latest"], "maxProperties": 2},
            ]
        },
    )

    id: str | None = Field(
        default=None,
        pattern=PROMISE_ID,
        description="As `POST /v1/promises` answered it.",
        json_schema_extra=_never_null,
    )
    earliest: date | None = Field(default=None, json_schema_extra=_never_null)
    latest: date | None = Field(default=None, json_schema_extra=_never_null)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        said = self.model_dump(exclude_unset=True)
        if said.keys() not in ({"id"}, {"earliest", "latest"}) or None in said.values():
            raise PydanticCustomError("promise", "Expected either `id`, or `earliest` and `latest`")
        return self


class PromiseToldAnswer(BaseModel):
    """What the shopper was told: local dates at the destination."""

    id: str | None = Field(description="`GET /v1/promises/{id}` tells more. Null for a window that the shop sent.")
    earliest: date
    latest: date


class _Order(Body):
    """What is taken and given back alike."""

    placed_at: Moment = Field(description="With a zone; a time without one is refused.")
    contact: ContactBody
    destination: DestinationBody
    name: Text | None = Field(
        default=None,
        examples=["#1001"],
        description="What the shopper knows the order by, where that is not its id. Left out: it stays what it was.",
    )
    cancelled_at: Moment | None = Field(
        default=None,
        description="When the whole order was cancelled, told to the shopper. Left out: it stays what it was.",
    )


class SoldLineBody(LineBody):
    """One position of the order, and what it was sold for."""

    sale: LineSaleBody | None = Field(
        default=None,
        description=(
            "What it was sold for, in the currency of the order's `sale`. Left out: what was told stays; where the "
            "quantity changed, the amounts follow, rounded down."
        ),
    )


class OrderBody(_Order):
    """An order, as the shop knows it."""

    lines: list[SoldLineBody] = Field(min_length=1, max_length=200)
    sale: SaleBody | None = Field(
        default=None,
        description=(
            "What was sold, to whom and how it was paid: returns are decided and paid by it. Told anew, it replaces "
            "the stored one. Left out: what was told stays."
        ),
    )
    promise: PromiseBody | None = Field(
        default=None,
        description="Left out: one that was told stays told. What was told first is never replaced: `first_promise`.",
    )
    consent: ConsentBody | None = Field(
        default=None,
        description=(
            "Holds from `placed_at` on, for the shopper and not for this order alone: a later choice, such as one on "
            "the preference page, stands. Not given back."
        ),
    )


class ParcelBody(Body):
    """One parcel: who carries it, under which number."""

    carrier: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{1,31}$", examples=["usps"])
    tracking_number: str = Field(
        pattern=r"^[A-Z0-9](-?[A-Z0-9]){3,49}$",
        max_length=60,
        examples=["9400100000000000000000"],
        description="Hyphens may be left out: they only group the digits.",
    )


class ShipmentBody(Body):
    """Goods handed to a carrier for one destination."""

    shipped_at: Moment
    parcels: list[ParcelBody] = Field(min_length=1, max_length=45, json_schema_extra={"uniqueItems": True})
    leg: Leg = Field(default=Leg.OUTBOUND, description="`return`: the shopper sends it back to the shop.")
    warehouse: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9][a-z0-9-]{0,31}$",
        examples=["tokyo"],
        description="Where it left from, by its id in `merchant.yaml`: promises from there learn by it.",
    )
    service: Text | None = Field(
        default=None,
        examples=["USPS Priority Mail"],
        description="By which service it goes, by its name in `merchant.yaml`: promises of it learn by it.",
    )


class ShipmentAnswer(ShipmentBody):
    """A shipment as stored."""

    shipment_id: str
    shipped_at: AwareDatetime = Field(description="In UTC.")


class OrderAnswer(_Order):
    """An order as stored."""

    order_id: str
    placed_at: AwareDatetime = Field(description="In UTC.")
    cancelled_at: AwareDatetime | None = Field(default=None, description="When the whole order was cancelled, in UTC.")
    promise: PromiseToldAnswer | None = Field(default=None, description="What the shopper was told last.")
    first_promise: PromiseToldAnswer | None = Field(
        default=None, description="What the shopper was told first: promises are measured by it."
    )
    lines: list[SoldLineBody] = Field(max_length=200, description="None where the shop took out every one.")
    sale: SaleAnswer | None = Field(default=None, description="What was sold, as far as it was told.")
    version: int
    shipments: list[ShipmentAnswer]
    tracking_url: str = Field(description="The shopper's page. Opaque and signed: hand it on as it is.")


_ORDER_ID = Parameter(
    "order_id", "path", "The shop's own order number.", {"type": "string", "pattern": ID}, example="A-1001"
)
_SHIPMENT_ID = Parameter(
    "shipment_id", "path", "The shop's own shipment number.", {"type": "string", "pattern": ID}, example="S-1"
)

_ORDER = {
    "placed_at": "2026-11-20T10:00:00+09:00",
    "contact": {"email": "aiko@example.com", "language": "ja"},
    "destination": {"country": "JP", "postal": "150-0001"},
    "lines": [{"sku": "KB-01", "name": "Rice bowl", "quantity": 2, "sale": {"price": 4400, "tax": 400}}],
    "sale": {
        "currency": "JPY",
        "shipping": 550,
        "payments": [{"payment_id": "P-1", "method": "card", "amount": 4950}],
        "buyer": {"customer_id": "C-77", "tier": "gold"},
    },
    "promise": {"earliest": "2026-11-21", "latest": "2026-11-22"},
}
_SHIPMENT = {
    "shipped_at": "2026-11-20T15:00:00+09:00",
    "parcels": [{"carrier": "usps", "tracking_number": "9400100000000000000000"}],
}

OPERATIONS = (
    Operation(
        method="PUT",
        path="/v1/orders/{order_id}",
        id="putOrder",
        summary="Record an order",
        description=(
            "Idempotent: the same order sent again changes nothing. A changed order replaces the stored one, but not "
            "what the shopper was told first. To cancel a position, send it on with `cancelled`: one that is left out "
            "is forgotten, and nobody is told. 404 for a promise that nobody made."
        ),
        parameters=(_ORDER_ID,),
        body=OrderBody,
        example=_ORDER,
        answers=(Answer(200, "Stored, or known already.", OrderAnswer), Answer(201, "New.", OrderAnswer)),
        problems=(400, 401, 403, 404, 409, 413, 422, 503),
        security="merchant",
        tags=("Orders",),
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}",
        id="getOrder",
        summary="Read an order",
        description="The order, its shipments and parcels, and the shopper's tracking address.",
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "The order.", OrderAnswer),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=("Orders",),
    ),
    Operation(
        method="PUT",
        path="/v1/orders/{order_id}/shipments/{shipment_id}",
        id="putShipment",
        summary="Register a shipment",
        description="Idempotent. From now on the carrier's updates about these parcels belong to the order.",
        parameters=(_ORDER_ID, _SHIPMENT_ID),
        body=ShipmentBody,
        example=_SHIPMENT,
        answers=(Answer(200, "Stored, or known already.", OrderAnswer), Answer(201, "New.", OrderAnswer)),
        problems=(400, 401, 403, 404, 409, 413, 422, 503),
        security="merchant",
        tags=("Orders",),
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/shipments/{shipment_id}",
        id="getShipment",
        summary="Read a shipment",
        description="Everything that is known of its parcels, as it is now: proof of delivery and postal codes too.",
        parameters=(_ORDER_ID, _SHIPMENT_ID),
        answers=(Answer(200, "The shipment.", ShipmentTracking),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=("Orders",),
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/tracking",
        id="getOrderTracking",
        summary="Read where an order's parcels are",
        description=(
            "Everything that is known of them, as it is now, by shipment. For what a shopper may see, there is "
            "`/v1/track/{token}`."
        ),
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "The order's shipments and parcels.", OrderTracking),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=("Orders",),
    ),
)
