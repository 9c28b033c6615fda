"""Tell everybody what the shop takes back: as a text, and as markup. Trigger: API Gateway, /v1/return-policy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from functions.return_policy_api.api import PolicyQuery, ReturnPolicyAnswer
from shared.aws import clients
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.returns.published import PublishedReturns
from shared.runtime.http import JsonText, Request, Response, Routes, as_json, serve
from shared.runtime.query import read_query
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="return_policy_api")

REFRESH_SECONDS = 60.0
MAX_AGE = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class ReturnPolicyApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str


@cache
def settings() -> ReturnPolicyApiSettings:
    return ReturnPolicyApiSettings.from_env()


@cache
def published() -> Refreshing[PublishedReturns]:
    return Refreshing(DynamoPolicies(clients.dynamodb(), settings().table_name).current, REFRESH_SECONDS)


def get_policy(request: Request) -> Response:
    """GET /v1/return-policy"""
    query = read_query(PolicyQuery, request.query)
    body = as_json(ReturnPolicyAnswer.of(published()(), query).model_dump(mode="json"))
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": MAX_AGE}
    is_known = request.headers.get("if-none-match") == tag
    logger.info("policy told", extra={"country": query.country, "language": query.language, "is_known": is_known})
    return Response(304, None, headers=headers) if is_known else Response(200, JsonText(body), headers=headers)


ROUTES: Routes = {"/v1/return-policy": {"GET": get_policy}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
