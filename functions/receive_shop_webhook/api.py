"""What shop systems push, for OpenAPI."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from shared.runtime.operation import Answer, Operation, Parameter
from shared.shops.receive_push import MAX_PUSH_BYTES


class PushTakenAnswer(BaseModel):
    """The push was the shop system's."""

    status: Literal["accepted", "ignored"] = Field(
        description="`accepted`: it is safe, and will be read in a moment. `ignored`: it is about nothing that is kept."
    )


OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/shops/{shop_system}/webhook",
        id="receiveShopWebhook",
        summary="Push an order, a shipment or word of a refund",
        description=(
            "For shop systems, and for payment services that tell what became of refunds (`stripe`); each in its own "
            "format and with its own signature header. Repeats and disorder are "
            "welcome: 202 means that the push is kept, not that it is new. Of the body only the fields that are read "
            "are kept: no name, no street."
        ),
        parameters=(
            Parameter(
                "shop_system",
                "path",
                "Slug of the adapter that reads the payload.",
                {"type": "string", "pattern": "^[a-z][a-z0-9_]{1,31}$"},
                example="shopify",
            ),
            Parameter(
                "X-Shopify-Topic",
                "header",
                "Shopify only: what happened. Topics that are not read are ignored.",
                {"type": "string"},
                required=False,
                example="orders/create",
            ),
        ),
        any_body=f"The shop system's own payload, at most {MAX_PUSH_BYTES // 1024 // 1024} MiB of UTF-8 JSON.",
        answers=(Answer(202, "Taken.", PushTakenAnswer),),
        problems=(400, 401, 404, 413, 503),
        security="shop_system",
        tags=("Shops",),
    ),
)
