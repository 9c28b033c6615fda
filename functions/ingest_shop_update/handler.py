"""Read each queued push of a shop system, and record its order and shipments. Trigger: SQS."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access import shopper_link
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.published import read_published
from shared.promise.network import DeliveryNetwork
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shops.read_push import read_push
from shared.shops.record_shop_update import record_shop_update
from shared.shops.shop import Shop
from shared.shops.shop_push import ShopPush

logger = Logger(service="ingest_shop_update")


@dataclass(frozen=True, slots=True)
class IngestShopUpdateSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    merchant_id: str
    dead_letter_queue_url: str


@cache
def settings() -> IngestShopUpdateSettings:
    return IngestShopUpdateSettings.from_env()


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
def shop() -> Refreshing[Shop]:
    configuration = DynamoConfiguration(clients.dynamodb(), settings().table_name)

    def load() -> Shop:
        published = configuration.current()
        language = read_published(published.document).merchant.default_language
        return Shop(language, DeliveryNetwork.from_json(json.loads(published.network)))

    return Refreshing(load, 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def ingest(body: str) -> None:
    push = ShopPush.from_json(body)
    update = read_push(push)
    stored = record_shop_update(
        orders(),
        parcels(),
        shoppers(),
        update,
        shop=shop()(),
        link=shopper_link.reference(clock.random_bytes(16)),
        merchant_id=settings().merchant_id,
        now=clock.now(),
    )
    logger.info(
        "shop update recorded" if stored else "shop update ignored: nothing of it goes anywhere",
        extra={
            "order_id": update.order_id,
            "version": stored.version if stored else None,
            "topic": push.topic,
            "event_id": push.event_id,
        },
    )


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, ingest, dead_letters().park)
