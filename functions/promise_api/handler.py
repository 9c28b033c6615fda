"""Answer when a parcel ordered now would arrive. Trigger: API Gateway, GET /v1/promise. Imports as little as it can."""

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.promise.make_promise import make_promise
from shared.promise.network import DeliveryNetwork
from shared.promise.question import InvalidQuestion, PromiseQuestion
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes, serve
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logging.getLogger().setLevel(logging.WARNING)

PARAMETERS = frozenset({"key", "country", "postal", "method", "lang", "as_of"})
LONGEST_NAME_SHOWN = 32


@dataclass(frozen=True, slots=True)
class PromiseApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str


@cache
def settings() -> PromiseApiSettings:
    return PromiseApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def network() -> Refreshing[DeliveryNetwork]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: DeliveryNetwork.from_json(json.loads(published.current().network)), 60)


def get_promise(request: Request) -> Response:
    """GET /v1/promise"""
    api_key.require(keys(), request.query.get("key"), api_key.KeyKind.STOREFRONT)
    now = clock.now()
    answer = make_promise(network()(), _question(request, now))
    body = answer.to_json()
    return Response(200, body, headers=_cache_headers(body, answer.max_age(now), pinned="as_of" in request.query))


ROUTES: Routes = {"/v1/promise": {"GET": get_promise}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _question(request: Request, now: datetime) -> PromiseQuestion:
    query = request.query
    unknown = query.keys() - PARAMETERS
    if unknown:
        name = min(unknown)[:LONGEST_NAME_SHOWN]
        known = ", ".join(sorted(PARAMETERS))
        raise InvalidQuestion(f'There is no parameter "{name}". Known are: {known}.', field="query")
    if "country" not in query:
        raise InvalidQuestion("Say the destination's country, for example country=JP.", field="country")
    return PromiseQuestion(
        country=query["country"],
        postal=query.get("postal", ""),
        as_of=_moment(query["as_of"]) if "as_of" in query else now,
        method=query.get("method"),
        language=query.get("lang", "en"),
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InvalidQuestion("Write as_of as an ISO 8601 moment with a zone.", field="as_of") from None


def _cache_headers(body: dict[str, Any], max_age: int, *, pinned: bool) -> dict[str, str]:
    """A CDN may hold an answer until it would change. The tag leaves out what only says when it was asked."""
    if pinned:
        return {"cache-control": "no-store"}
    lasting = {**body, "as_of": None, "options": [{**o, "countdown_text": None} for o in body["options"]]}
    tag = hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:32]
    return {"cache-control": f"public, max-age={min(max_age, 3600)}", "etag": f'W/"{tag}"'}
