"""Take what happened to cases, and list them. Trigger: API Gateway, /v1/orders/{order_id}/cases… and /v1/cases"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.cases_api.api import CaseBody, CasesAnswer, CasesPage, CasesQuery
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_orders import DynamoOrders
from shared.cases.list_cases import list_cases
from shared.cases.list_waiting import list_waiting_cases
from shared.cases.record_case import record_case
from shared.cases.view import CaseView
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes, serve
from shared.runtime.path import read_id
from shared.runtime.query import read_query
from shared.runtime.settings import Settings
from shared.tracking.order import ID

logger = Logger(service="cases_api")


@dataclass(frozen=True, slots=True)
class CasesApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str


@cache
def settings() -> CasesApiSettings:
    return CasesApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def cases() -> DynamoCases:
    return DynamoCases(clients.dynamodb(), settings().table_name)


@cache
def orders() -> DynamoOrders:
    return DynamoOrders(clients.dynamodb(), settings().table_name)


def put_case(request: Request) -> Response:
    """PUT /v1/orders/{order_id}/cases/{case_id}"""
    order_id, case_id = _authorised(request, "order_id"), read_id(request, "case_id", ID)
    body = read(CaseBody, request.body)
    case, is_new = record_case(cases(), orders(), order_id, case_id, body.kind, body.news, body.told(), clock.now())
    logger.info("case recorded", extra={"order_id": order_id, "case_id": case_id, "version": case.version})
    return _answer(CaseView.of(case), 201 if is_new else 200)


def get_cases(request: Request) -> Response:
    """GET /v1/orders/{order_id}/cases"""
    found = list_cases(cases(), orders(), _authorised(request, "order_id"))
    return _answer(CasesAnswer(cases=[CaseView.of(case) for case in found]))


def get_waiting(request: Request) -> Response:
    """GET /v1/cases"""
    _require_merchant(request)
    query = read_query(CasesQuery, request.query)
    page = list_waiting_cases(cases(), query.limit, query.cursor, query.kind)
    logger.info("cases listed", extra={"cases": len(page.cases)})
    return _answer(CasesPage(cases=[CaseView.of(case) for case in page.cases], cursor=page.cursor))


ROUTES: Routes = {
    "/v1/cases": {"GET": get_waiting},
    "/v1/orders/{order_id}/cases": {"GET": get_cases},
    "/v1/orders/{order_id}/cases/{case_id}": {"PUT": put_case},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request, name: str) -> str:
    """The id `name` of the path, once the caller has shown the merchant's key."""
    _require_merchant(request)
    return read_id(request, name, ID)


def _require_merchant(request: Request) -> None:
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)


def _answer(body: BaseModel, status: int = 200) -> Response:
    return Response(status, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
