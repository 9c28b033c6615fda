"""Take the shop's orders and shipments, and give them back. Trigger: API Gateway, /v1/orders/…"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.orders_api.api import OrderBody, ShipmentBody
from functions.orders_api.orders import answer_of, consents_of, order_of, promise_of, shipment_of
from shared.access import api_key, gift_code, shopper_link
from shared.access.shopper_links import SECRET_NAME, ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.secrets import Secrets
from shared.merchant.published import read_published
from shared.promise.network import DeliveryNetwork
from shared.receipts.promised_orders import PromisedOrders, with_kept_promises
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes, serve
from shared.runtime.path import read_id
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shops.record_with_consent import record_with_consent
from shared.shops.shop import Shop
from shared.tracking.merchant_view import OrderTracking, ShipmentTracking
from shared.tracking.order import ID, Order
from shared.tracking.register_shipment import OrderUnknown, register_shipment
from shared.tracking.track_order import track_order, track_shipment

logger = Logger(service="orders_api")


@dataclass(frozen=True, slots=True)
class OrdersApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    merchant_id: str
    link_secret: str
    public_url: str


@cache
def settings() -> OrdersApiSettings:
    return OrdersApiSettings.from_env()


@cache
def orders() -> DynamoOrders:
    return DynamoOrders(clients.dynamodb(), settings().table_name)


@cache
def parcels() -> DynamoParcels:
    return DynamoParcels(clients.dynamodb(), settings().table_name)


@cache
def shoppers() -> DynamoShoppers:
    return DynamoShoppers(clients.dynamodb(), settings().table_name)


@cache
def receipts() -> DynamoReceipts:
    return DynamoReceipts(clients.dynamodb(), settings().table_name)


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def secrets() -> Refreshing[Mapping[str, Sequence[str]]]:
    return Refreshing(Secrets(clients.secretsmanager(), settings().link_secret).read, 300)


@cache
def links() -> ShopperLinks:
    return ShopperLinks(secrets(), settings().public_url)


def hash_of_gift_code(code: str) -> str:
    return gift_code.keyed_hash(code, secrets()()[SECRET_NAME][0])


@cache
def shop() -> Refreshing[Shop]:
    configuration = DynamoConfiguration(clients.dynamodb(), settings().table_name)

    def load() -> Shop:
        published = configuration.current()
        language = read_published(published.document).merchant.default_language
        return Shop(language, DeliveryNetwork.from_json(json.loads(published.network)))

    return Refreshing(load, 60)


def put_order(request: Request) -> Response:
    """PUT /v1/orders/{order_id}"""
    order_id = _authorised(request, "order_id")
    link = shopper_link.reference(clock.random_bytes(16))
    body = read(OrderBody, request.body)
    told = promise_of(order_id, body.promise, receipts()) if body.promise else None
    order = order_of(order_id, body, link, shop()(), told, hash_of_gift_code)
    stored, is_new = record_with_consent(
        orders(), shoppers(), order, consents_of(body.consent), merchant_id=settings().merchant_id, now=clock.now()
    )
    logger.info("order recorded", extra={"order_id": order_id, "version": stored.version})
    return _answer(stored, 201 if is_new else 200)


def get_order(request: Request) -> Response:
    """GET /v1/orders/{order_id}"""
    order = orders().get(_authorised(request, "order_id"))
    if order is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return _answer(order, 200)


def put_shipment(request: Request) -> Response:
    """PUT /v1/orders/{order_id}/shipments/{shipment_id}"""
    order_id, shipment_id = _authorised(request, "order_id"), read_id(request, "shipment_id", ID)
    shipment = shipment_of(shipment_id, read(ShipmentBody, request.body))
    stored, is_new = register_shipment(
        orders(), parcels(), order_id, shipment, merchant_id=settings().merchant_id, now=clock.now()
    )
    logger.info("shipment registered", extra={"order_id": order_id, "version": stored.version})
    return _answer(stored, 201 if is_new else 200)


def get_shipment(request: Request) -> Response:
    """GET /v1/orders/{order_id}/shipments/{shipment_id}"""
    order_id, shipment_id = _authorised(request, "order_id"), read_id(request, "shipment_id", ID)
    tracked = track_shipment(orders(), parcels(), order_id, shipment_id)
    return _view(ShipmentTracking.of(tracked, clock.now()))


def get_tracking(request: Request) -> Response:
    """GET /v1/orders/{order_id}/tracking"""
    order_id = _authorised(request, "order_id")
    tracked = track_order(PromisedOrders(orders(), receipts()), parcels(), order_id)
    return _view(OrderTracking.of(tracked, clock.now()))


ROUTES: Routes = {
    "/v1/orders/{order_id}": {"PUT": put_order, "GET": get_order},
    "/v1/orders/{order_id}/shipments/{shipment_id}": {"PUT": put_shipment, "GET": get_shipment},
    "/v1/orders/{order_id}/tracking": {"GET": get_tracking},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request, name: str) -> str:
    """The id `name` of the path, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return read_id(request, name, ID)


def _answer(order: Order, status: int) -> Response:
    tracking_url = links().address(order.link, clock.now())
    return _view(answer_of(with_kept_promises(order, receipts()), tracking_url), status)


def _view(body: BaseModel, status: int = 200) -> Response:
    return Response(status, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
