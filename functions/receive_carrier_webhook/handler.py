"""Take a carrier's push: prove who sent it, keep it, answer at once. Trigger: API Gateway, /v1/carriers/…/webhook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.eventbridge_bus import EventBridgeBus
from shared.aws.s3_files import S3Files
from shared.aws.secrets import Secrets
from shared.carriers.receive_update import MAX_PUSH, receive_update
from shared.carriers.registry import carrier
from shared.runtime import clock
from shared.runtime.http import LargeBody, Request, Response, Routes, serve
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="receive_carrier_webhook")


@dataclass(frozen=True, slots=True)
class ReceiveCarrierWebhookSettings(Settings):
    """What this function is told by its environment."""

    bus_name: str
    carrier_secret: str
    raw_updates_bucket: str
    merchant_id: str


@cache
def settings() -> ReceiveCarrierWebhookSettings:
    return ReceiveCarrierWebhookSettings.from_env()


@cache
def bus() -> EventBridgeBus:
    return EventBridgeBus(clients.events(), settings().bus_name)


@cache
def large_pushes() -> S3Files:
    return S3Files(clients.s3(), settings().raw_updates_bucket)


@cache
def secrets() -> Refreshing[dict[str, list[str]]]:
    secret = Secrets(clients.secretsmanager(), settings().carrier_secret)
    return Refreshing(secret.read, 60)


def receive(request: Request) -> Response:
    """POST /v1/carriers/{carrier}/webhook"""
    sender = carrier(request.path["carrier"])
    update = receive_update(
        sender,
        request.headers,
        request.body,
        secrets=secrets()().get(sender.slug, []),
        large=large_pushes(),
        merchant_id=settings().merchant_id,
        now=clock.now(),
    )
    bus().publish([update])
    logger.info("carrier update received", extra={"carrier": sender.slug, "event_id": update.metadata.event_id})
    return Response(202, {"status": "accepted"})


ROUTES: Routes = {"/v1/carriers/{carrier}/webhook": {"POST": LargeBody(receive, MAX_PUSH)}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
