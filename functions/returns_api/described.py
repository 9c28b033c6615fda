"""What the descriptions of operations of the returns API have in common, for OpenAPI."""

from __future__ import annotations

from functions.returns_api.bodies import (
    RETURN_ID,
    ActionBody,
    Body,
)
from shared.returns.view.answer import ReturnView
from shared.runtime.idempotency_key import HEADER, PATTERN
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.order import ID

TAG = ("Returns",)
OF_ORDER = Parameter(
    "order_id", "path", "The shop's own order number.", {"type": "string", "pattern": ID}, example="A-1001"
)
OF_RETURN = Parameter(
    "return_id",
    "path",
    "The return, as its draft was answered.",
    {"type": "string", "pattern": RETURN_ID},
    example="7K3F92M4XQ8TB5WN",
)
ONCE = Parameter(
    HEADER,
    "header",
    "Your own id of what you tell: told again under the same, it changes nothing.",
    {"type": "string", "pattern": PATTERN},
    required=False,
)
KEY = Parameter(
    HEADER,
    "header",
    "Your own id of the request: sent again under the same, it is the same return.",
    {"type": "string", "pattern": PATTERN},
    example="basket-77",
)
_ITEMS = {"order_id": "A-1001", "line": "KB-01", "quantity": 1, "reason": "unwanted", "outcome": "refund"}
DRAFT = {"items": [_ITEMS], "method": "label"}
PROBLEMS = (400, 401, 403, 404, 409, 413, 422, 503)
LIMITED = (400, 401, 403, 404, 409, 413, 422, 429, 503)


def acts(
    place: str,
    id: str,
    summary: str,
    description: str,
    *,
    body: type[Body] | None = ActionBody,
    needs_body: bool = False,
    shopper: bool = False,
    example: object = None,
    more: tuple[Parameter, ...] = (),
    is_limited: bool = False,
) -> Operation:
    """Something that is done with a return, which is answered as it is then."""
    return Operation(
        method="POST",
        path=f"/v1/returns/{{return_id}}/{place}",
        id=id,
        summary=summary,
        description=description,
        parameters=(OF_RETURN, *more, ONCE),
        body=body,
        needs_body=needs_body,
        example=example,
        answers=(Answer(200, "The return as it is now.", ReturnView),),
        problems=LIMITED if is_limited else PROBLEMS,
        security="merchant",
        or_security="shopper" if shopper else None,
        tags=TAG,
    )
