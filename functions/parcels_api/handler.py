"""Show the merchant where parcels are, in lists and one by one. Trigger: API Gateway, /v1/parcels…, /v1/orders, …"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.parcels_api.api import (
    CARRIER,
    TRACKING_NUMBER,
    EstimatedParcel,
    ListedParcel,
    OrdersPage,
    OrdersQuery,
    ParcelQuery,
    ParcelsPage,
    ParcelsQuery,
    ReopenBody,
    ShipmentsPage,
    ShipmentsQuery,
)
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_registry import DynamoRegistry
from shared.estimates.parcels_at_risk import parcels_at_risk
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import BadRequest, Request, Response, Routes, serve
from shared.runtime.idempotency_key import idempotency_key
from shared.runtime.query import read_query
from shared.runtime.settings import Settings
from shared.tracking.carrier_update import ParcelNumber, canonical_number
from shared.tracking.find_parcel import FoundParcel, find_parcel
from shared.tracking.list_orders import list_orders
from shared.tracking.list_parcels import list_parcels
from shared.tracking.list_shipments import list_shipments
from shared.tracking.merchant_view import OrderState, ShipmentState
from shared.tracking.reopen_parcel import reopen_parcel

logger = Logger(service="parcels_api")


@dataclass(frozen=True, slots=True)
class ParcelsApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str


@cache
def settings() -> ParcelsApiSettings:
    return ParcelsApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def orders() -> DynamoOrders:
    return DynamoOrders(clients.dynamodb(), settings().table_name)


@cache
def parcels() -> DynamoParcels:
    return DynamoParcels(clients.dynamodb(), settings().table_name)


@cache
def estimates() -> DynamoEstimates:
    return DynamoEstimates(clients.dynamodb(), settings().table_name)


@cache
def registry() -> DynamoRegistry:
    return DynamoRegistry(clients.dynamodb(), settings().table_name)


def get_parcels(request: Request) -> Response:
    """GET /v1/parcels"""
    query, now = read_query(ParcelsQuery, _authorised(request).query), clock.now()
    page = list_parcels(
        registry(),
        query.wanted(),
        limit=query.limit,
        cursor=query.cursor,
        now=now,
        at_risk=lambda parcels: parcels_at_risk(estimates(), parcels),
    )
    lives = estimates().of_parcels([parcel.parcel.id for parcel in page.items])
    listed = [ListedParcel.expecting(parcel, lives.get(parcel.parcel.id), now) for parcel in page.items]
    return _answer(ParcelsPage(parcels=listed, cursor=page.cursor))


def get_orders(request: Request) -> Response:
    """GET /v1/orders"""
    query, now = read_query(OrdersQuery, _authorised(request).query), clock.now()
    page = list_orders(registry(), query.wanted(), limit=query.limit, cursor=query.cursor, now=now)
    return _answer(OrdersPage(orders=[OrderState.of(order, now) for order in page.items], cursor=page.cursor))


def get_shipments(request: Request) -> Response:
    """GET /v1/shipments"""
    query, now = read_query(ShipmentsQuery, _authorised(request).query), clock.now()
    page = list_shipments(registry(), query.wanted(), limit=query.limit, cursor=query.cursor, now=now)
    shipments = [ShipmentState.of(shipment, now) for shipment in page.items]
    return _answer(ShipmentsPage(shipments=shipments, cursor=page.cursor))


def get_parcel(request: Request) -> Response:
    """GET /v1/parcels/{carrier}/{tracking_number}"""
    query = read_query(ParcelQuery, _authorised(request).query)
    return _tracking(find_parcel(parcels(), _number(request), query.ship_date), clock.now())


def post_reopen(request: Request) -> Response:
    """POST /v1/parcels/{carrier}/{tracking_number}/reopen"""
    number, key, now = _number(_authorised(request)), idempotency_key(request) or None, clock.now()
    body = read(ReopenBody, request.body)
    reopened, is_new = reopen_parcel(
        parcels(), number, reason=body.reason, now=now, ship_date=body.ship_date, idempotency_key=key
    )
    logger.info("parcel reopened", extra={"carrier": number.carrier, "is_new": is_new})
    return _tracking(reopened, now)


ROUTES: Routes = {
    "/v1/parcels": {"GET": get_parcels},
    "/v1/parcels/{carrier}/{tracking_number}": {"GET": get_parcel},
    "/v1/parcels/{carrier}/{tracking_number}/reopen": {"POST": post_reopen},
    "/v1/orders": {"GET": get_orders},
    "/v1/shipments": {"GET": get_shipments},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request) -> Request:
    """The request, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return request


def _number(request: Request) -> ParcelNumber:
    for name, pattern in (("carrier", CARRIER), ("tracking_number", TRACKING_NUMBER)):
        if not re.fullmatch(pattern, request.path[name]):
            raise BadRequest(f"{name}: this cannot be one.", field=name)
    return ParcelNumber(request.path["carrier"], canonical_number(request.path["tracking_number"]))


def _tracking(found: FoundParcel, now: datetime) -> Response:
    assignment = found.parcel.assignment
    order = orders().get(assignment.order_id) if assignment else None
    live = estimates().of_parcel(found.parcel.id)
    return _answer(EstimatedParcel.expecting(found, order, live, now))


def _answer(body: BaseModel) -> Response:
    return Response(200, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
