"""Take a shop system's push: prove who sent it, queue what is read of it, answer at once.

Trigger: API Gateway, /v1/shops/…/webhook.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.secrets import Secrets
from shared.aws.sqs_shop_pushes import SqsShopPushes
from shared.runtime import clock
from shared.runtime.http import LargeBody, Request, Response, Routes, serve
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shops.receive_push import MAX_PUSH_BYTES, receive_push
from shared.shops.registry import shop_system

logger = Logger(service="receive_shop_webhook")


@dataclass(frozen=True, slots=True)
class ReceiveShopWebhookSettings(Settings):
    """What this function is told by its environment."""

    queue_url: str
    refund_queue_url: str
    """For words about refunds: who reads those asks payment services, and sees no shopper's address."""
    shop_secret: str


@cache
def settings() -> ReceiveShopWebhookSettings:
    return ReceiveShopWebhookSettings.from_env()


@cache
def pushes() -> SqsShopPushes:
    return SqsShopPushes(clients.sqs(), settings().queue_url, settings().refund_queue_url)


@cache
def secrets() -> Refreshing[dict[str, list[str]]]:
    secret = Secrets(clients.secretsmanager(), settings().shop_secret)
    return Refreshing(secret.read, 60)


def receive(request: Request) -> Response:
    """POST /v1/shops/{shop_system}/webhook"""
    system = shop_system(request.path["shop_system"])
    push = receive_push(
        system, request.headers, request.body, secrets=secrets()().get(system.slug, []), now=clock.now()
    )
    if push is None:
        logger.info("shop push ignored", extra={"shop_system": system.slug})
        return Response(202, {"status": "ignored"})
    pushes().put(push, about_refunds=push.topic in system.refund_topics)
    logger.info(
        "shop push received", extra={"shop_system": system.slug, "topic": push.topic, "event_id": push.event_id}
    )
    return Response(202, {"status": "accepted"})


ROUTES: Routes = {"/v1/shops/{shop_system}/webhook": {"POST": LargeBody(receive, MAX_PUSH_BYTES)}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
