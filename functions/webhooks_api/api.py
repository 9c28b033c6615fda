"""What the webhooks API takes and gives: bodies, query, answers, and the operations for OpenAPI."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.cursor import PATTERN as CURSOR
from shared.webhooks.delivery import DeliveryState
from shared.webhooks.endpoint import EVERY_EVENT, ID, MOST_CHARACTERS, MOST_ENDPOINTS, EndpointState
from shared.webhooks.event_types import DELIVERED
from shared.webhooks.replay import MOST_AT_ONCE
from shared.webhooks.schedule import MOST_TRIES
from shared.webhooks.view import AttemptView, DeliveryView, EndpointView, SecretView

USUAL_LIMIT = 50
MOST_ITEMS = 100
_EVENT = f"^({'|'.join([re.escape(EVERY_EVENT), *DELIVERED])})$"
Url = Annotated[str, Field(max_length=MOST_CHARACTERS, description="https://, a server of the public internet.")]
EventName = Annotated[str, Field(pattern=_EVENT)]
Events = Annotated[list[EventName], Field(min_length=1, max_length=50, description='Kinds of events, or "*" for all.')]
Description = Annotated[str, Field(max_length=200, description="For you. Nothing personal.")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewEndpoint(_Body):
    """An endpoint to register."""

    url: Url
    events: Events = Field(default=[EVERY_EVENT])
    description: Description = ""


class EndpointChange(_Body):
    """What is to be another. What is left out stays."""

    url: Url | None = None
    events: Events | None = None
    description: Description | None = None
    state: EndpointState | None = Field(
        default=None, description="`active` enables a disabled endpoint; it begins anew."
    )


class ReplayRequest(_Body):
    """What to replay."""

    since: AwareDatetime | None = Field(
        default=None, description="Only what was missed or given up then or later. Left out: all."
    )


class DeliveriesQuery(BaseModel):
    """What GET …/deliveries takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: DeliveryState = DeliveryState.PENDING
    limit: Annotated[int, BeforeValidator(lambda written: _whole_number(written))] = Field(
        default=USUAL_LIMIT, ge=1, le=MOST_ITEMS
    )
    cursor: str | None = None


class EndpointsAnswer(BaseModel):
    """All endpoints, the oldest first."""

    endpoints: list[EndpointView]


class ReplayAnswer(BaseModel):
    """What a replay did."""

    replayed: int
    more: bool = Field(description="There is more: call again.")


class DeliveriesPage(BaseModel):
    """Deliveries, and where the list goes on."""

    deliveries: list[DeliveryView]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not re.fullmatch("[0-9]{1,3}", written):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


_ENDPOINT_ID = Parameter(
    "endpoint_id",
    "path",
    "The endpoint's `id`.",
    {"type": "string", "pattern": ID},
    example="we_0123456789abcdef01234567",
)
_TAGS = ("Webhooks",)
_READS = (400, 401, 403, 404, 503)
_WRITES = (400, 401, 403, 404, 409, 413, 422, 503)

OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/webhook-endpoints",
        id="registerWebhookEndpoint",
        summary="Register an endpoint",
        description=(
            "It is told what happens within a minute, signed by Standard Webhooks 1.0.0. The answer holds its secret, "
            f"this once. {MOST_ENDPOINTS} endpoints at most; 409 for an address that is registered already, so that "
            "the same request sent again makes no second one."
        ),
        body=NewEndpoint,
        example={"url": "https://shop.example.com/hooks/todoku", "events": ["MilestoneReached", "CaseChanged"]},
        answers=(Answer(201, "The endpoint and its secret.", SecretView),),
        problems=(400, 401, 403, 409, 413, 422, 503),
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="GET",
        path="/v1/webhook-endpoints",
        id="listWebhookEndpoints",
        summary="List the endpoints",
        description="All of them, the oldest first, without their secrets.",
        answers=(Answer(200, "The endpoints.", EndpointsAnswer),),
        problems=(401, 403, 503),
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="GET",
        path="/v1/webhook-endpoints/{endpoint_id}",
        id="getWebhookEndpoint",
        summary="Read an endpoint",
        description="With how it does: since when it fails, and why it is disabled.",
        parameters=(_ENDPOINT_ID,),
        answers=(Answer(200, "The endpoint.", EndpointView),),
        problems=_READS,
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="PATCH",
        path="/v1/webhook-endpoints/{endpoint_id}",
        id="changeWebhookEndpoint",
        summary="Change, disable or enable an endpoint",
        description="The same again changes nothing. What a disabled endpoint misses is kept for 30 days: replay it.",
        parameters=(_ENDPOINT_ID,),
        body=EndpointChange,
        example={"state": "active"},
        answers=(Answer(200, "The endpoint, as it is now.", EndpointView),),
        problems=_WRITES,
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="DELETE",
        path="/v1/webhook-endpoints/{endpoint_id}",
        id="removeWebhookEndpoint",
        summary="Remove an endpoint",
        description="It is told nothing from within a minute, and its secret is forgotten.",
        parameters=(_ENDPOINT_ID,),
        answers=(Answer(204, "It is gone.", None, "text/plain"),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="POST",
        path="/v1/webhook-endpoints/{endpoint_id}/rotate-secret",
        id="rotateWebhookSecret",
        summary="Replace an endpoint's secret",
        description="For 24 hours everything is signed with the new one and the one before.",
        parameters=(_ENDPOINT_ID,),
        answers=(Answer(200, "The endpoint and its new secret.", SecretView),),
        problems=(400, 401, 403, 404, 409, 503),
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="POST",
        path="/v1/webhook-endpoints/{endpoint_id}/replay",
        id="replayWebhooks",
        summary="Send again what was missed",
        description=(
            f"What came while the endpoint was disabled, and what it took at none of {MOST_TRIES} tries, of the last "
            f"30 days: due at once, {MOST_AT_ONCE} by a call. Each keeps its `webhook-id`. 409 while it is disabled."
        ),
        parameters=(_ENDPOINT_ID,),
        body=ReplayRequest,
        example={"since": "2026-11-20T00:00:00Z"},
        answers=(Answer(200, "How many, and whether there is more.", ReplayAnswer),),
        problems=_WRITES,
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="POST",
        path="/v1/webhook-endpoints/{endpoint_id}/test",
        id="testWebhookEndpoint",
        summary="Send a test",
        description="A `WebhookTest` at once, and once: the answer says what became of it, after 15 seconds at most.",
        parameters=(_ENDPOINT_ID,),
        answers=(Answer(200, "How it went.", AttemptView),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=_TAGS,
    ),
    Operation(
        method="GET",
        path="/v1/webhook-endpoints/{endpoint_id}/deliveries",
        id="listWebhookDeliveries",
        summary="List what an endpoint did not take at once",
        description=(
            "In one state: pending ones with the next due first, all others with the newest first. What is taken at "
            "the first try is not listed."
        ),
        parameters=(
            _ENDPOINT_ID,
            Parameter(
                "state",
                "query",
                "In which state.",
                {"type": "string", "enum": [*DeliveryState], "default": DeliveryState.PENDING.value},
                required=False,
            ),
            Parameter(
                "limit",
                "query",
                "Entries of a page, at most.",
                {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": USUAL_LIMIT},
                required=False,
            ),
            Parameter(
                "cursor",
                "query",
                "The last page's `cursor`, as it is.",
                {"type": "string", "pattern": CURSOR},
                required=False,
            ),
        ),
        answers=(Answer(200, "A page of deliveries.", DeliveriesPage),),
        problems=(400, 401, 403, 404, 422, 503),
        security="merchant",
        tags=_TAGS,
    ),
)
