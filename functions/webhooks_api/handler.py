"""Register the merchant's endpoints, and look after them. Trigger: API Gateway, /v1/webhook-endpoints…"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.webhooks_api.api import (
    DeliveriesPage,
    DeliveriesQuery,
    EndpointChange,
    EndpointsAnswer,
    NewEndpoint,
    ReplayAnswer,
    ReplayRequest,
)
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.aws.webhook_secrets import StoredWebhookSecrets
from shared.outbound.webhook_post import WebhookPost
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import BadRequest, Request, Response, Routes, serve
from shared.runtime.query import read_query
from shared.runtime.settings import Settings
from shared.tracking.cursor import seal, unseal
from shared.webhooks.delivery import DeliveryPlace
from shared.webhooks.endpoint import ID
from shared.webhooks.ports import Means
from shared.webhooks.register import ENTROPY, Change, change, register, remove, require
from shared.webhooks.replay import replay
from shared.webhooks.rotate_secret import rotate_secret
from shared.webhooks.send_test import send_test
from shared.webhooks.sign import SECRET_BYTES
from shared.webhooks.view import AttemptView, DeliveryView, EndpointView, SecretView

logger = Logger(service="webhooks_api")


@dataclass(frozen=True, slots=True)
class WebhooksApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    webhook_secret: str
    local_receivers: str
    """"allowed" on the local cloud, else "refused"."""
    merchant_id: str


@cache
def settings() -> WebhooksApiSettings:
    return WebhooksApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def endpoints() -> DynamoEndpoints:
    return DynamoEndpoints(clients.dynamodb(), settings().table_name)


@cache
def deliveries() -> DynamoDeliveries:
    return DynamoDeliveries(clients.dynamodb(), settings().table_name)


@cache
def secrets() -> StoredWebhookSecrets:
    return StoredWebhookSecrets(clients.secretsmanager(), settings().webhook_secret)


@cache
def post() -> WebhookPost:
    return WebhookPost(lambda: clock.now(), may_be_local=_may_be_local())


def post_endpoint(request: Request) -> Response:
    """POST /v1/webhook-endpoints"""
    wanted = read(NewEndpoint, _authorised(request).body)
    registered = register(
        endpoints(),
        secrets(),
        url=wanted.url,
        events=wanted.events,
        description=wanted.description,
        now=clock.now(),
        entropy=clock.random_bytes(ENTROPY),
        may_be_local=_may_be_local(),
    )
    logger.info("webhook endpoint registered", extra={"endpoint_id": registered.endpoint.endpoint_id})
    return _answer(SecretView.of_registered(registered), 201)


def get_endpoints(request: Request) -> Response:
    """GET /v1/webhook-endpoints"""
    _authorised(request)
    return _answer(EndpointsAnswer(endpoints=[EndpointView.of(endpoint) for endpoint in endpoints().all()]))


def get_endpoint(request: Request) -> Response:
    """GET /v1/webhook-endpoints/{endpoint_id}"""
    return _answer(EndpointView.of(require(endpoints(), _endpoint_id(request))))


def patch_endpoint(request: Request) -> Response:
    """PATCH /v1/webhook-endpoints/{endpoint_id}"""
    endpoint_id = _endpoint_id(request)
    body = read(EndpointChange, request.body)
    wanted = Change(body.url, body.events, body.description, body.state)
    changed = change(endpoints(), endpoint_id, wanted, now=clock.now(), may_be_local=_may_be_local())
    logger.info("webhook endpoint changed", extra={"endpoint_id": endpoint_id, "state": changed.state})
    return _answer(EndpointView.of(changed))


def delete_endpoint(request: Request) -> Response:
    """DELETE /v1/webhook-endpoints/{endpoint_id}"""
    endpoint_id = _endpoint_id(request)
    remove(endpoints(), secrets(), endpoint_id)
    logger.info("webhook endpoint removed", extra={"endpoint_id": endpoint_id})
    return Response(204, None, "text/plain", {"cache-control": "no-store"})


def post_rotation(request: Request) -> Response:
    """POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret"""
    endpoint_id, entropy = _endpoint_id(request), clock.random_bytes(SECRET_BYTES)
    rotated = rotate_secret(endpoints(), secrets(), endpoint_id, now=clock.now(), entropy=entropy)
    logger.info("webhook secret rotated", extra={"endpoint_id": endpoint_id})
    return _answer(SecretView.of_registered(rotated))


def post_replay(request: Request) -> Response:
    """POST /v1/webhook-endpoints/{endpoint_id}/replay"""
    endpoint_id = _endpoint_id(request)
    since = read(ReplayRequest, request.body).since
    replayed = replay(endpoints(), deliveries(), endpoint_id, clock.now(), since)
    logger.info("webhooks replayed", extra={"endpoint_id": endpoint_id, "replayed": replayed.replayed})
    return _answer(ReplayAnswer(replayed=replayed.replayed, more=replayed.more))


def post_test(request: Request) -> Response:
    """POST /v1/webhook-endpoints/{endpoint_id}/test"""
    endpoint_id = _endpoint_id(request)
    means = Means(endpoints(), deliveries(), secrets().read, post(), lambda: clock.now())
    attempt = send_test(means, endpoint_id, settings().merchant_id)
    logger.info("webhook tested", extra={"endpoint_id": endpoint_id, "code": attempt.code})
    return _answer(AttemptView.of(attempt))


def get_deliveries(request: Request) -> Response:
    """GET /v1/webhook-endpoints/{endpoint_id}/deliveries"""
    endpoint_id = _endpoint_id(request)
    query = read_query(DeliveriesQuery, request.query)
    listing = f"webhooks:{endpoint_id}:{query.state}"
    after = None if query.cursor is None else unseal(query.cursor, listing, DeliveryPlace).after
    require(endpoints(), endpoint_id)
    page, goes_on = deliveries().listed(endpoint_id, query.state, limit=query.limit, after=after)
    cursor = seal(goes_on, None, listing) if goes_on else None
    return _answer(DeliveriesPage(deliveries=[DeliveryView.of(delivery) for delivery in page], cursor=cursor))


_ONE = "/v1/webhook-endpoints/{endpoint_id}"
ROUTES: Routes = {
    "/v1/webhook-endpoints": {"POST": post_endpoint, "GET": get_endpoints},
    _ONE: {"GET": get_endpoint, "PATCH": patch_endpoint, "DELETE": delete_endpoint},
    f"{_ONE}/rotate-secret": {"POST": post_rotation},
    f"{_ONE}/replay": {"POST": post_replay},
    f"{_ONE}/test": {"POST": post_test},
    f"{_ONE}/deliveries": {"GET": get_deliveries},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request) -> Request:
    """The request, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return request


def _endpoint_id(request: Request) -> str:
    """The endpoint that an authorised request is about."""
    endpoint_id = _authorised(request).path["endpoint_id"]
    if not re.fullmatch(ID, endpoint_id):
        raise BadRequest("endpoint_id: `we_` and 24 hexadecimal digits.", field="endpoint_id")
    return endpoint_id


def _may_be_local() -> bool:
    return settings().local_receivers == "allowed"


def _answer(body: BaseModel, status: int = 200) -> Response:
    return Response(status, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
