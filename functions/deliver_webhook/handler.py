"""Tell what happens to the merchant's own servers. Trigger: SQS, fed by the bus (everything that may be told)."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.aws.sqs_dead_letters import DeadLetters
from shared.aws.webhook_secrets import StoredWebhookSecrets
from shared.outbound.webhook_post import WebhookPost
from shared.runtime import clock
from shared.runtime.bus_event import open_any
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.runtime.side_by_side import each_message_at_once, side_by_side
from shared.webhooks.deliver import deliver
from shared.webhooks.known import Known, read_known
from shared.webhooks.ports import Means

logger = Logger(service="deliver_webhook")

REFRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class DeliverWebhookSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    webhook_secret: str
    local_receivers: str
    """"allowed" on the local cloud, else "refused"."""
    dead_letter_queue_url: str


@cache
def settings() -> DeliverWebhookSettings:
    return DeliverWebhookSettings.from_env()


@cache
def endpoints() -> DynamoEndpoints:
    return DynamoEndpoints(clients.dynamodb(), settings().table_name)


@cache
def known() -> Refreshing[Known]:
    secrets = StoredWebhookSecrets(clients.secretsmanager(), settings().webhook_secret)
    return Refreshing(lambda: read_known(endpoints(), secrets), REFRESH_SECONDS)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


@cache
def means() -> Means:
    return Means(
        endpoints=endpoints(),
        deliveries=DynamoDeliveries(clients.dynamodb(), settings().table_name),
        secrets=lambda: known()().secrets,
        post=WebhookPost(lambda: clock.now(), may_be_local=settings().local_receivers == "allowed"),
        clock=lambda: clock.now(),
    )


def tell(body: str) -> None:
    event = open_any(body)
    told = deliver(means(), event, known()().endpoints, side_by_side)
    logger.info("webhook", extra={"event_id": event.metadata.event_id, **Counter(told)})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    known()()  # before the threads, so that it is read once
    return each_message_at_once(event, tell, dead_letters().park)
