"""Send again what the merchant's servers did not take. Trigger: EventBridge, every minute."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.aws.webhook_secrets import StoredWebhookSecrets
from shared.errors import Unavailable
from shared.outbound.webhook_post import WebhookPost
from shared.runtime import clock
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.runtime.side_by_side import side_by_side
from shared.webhooks.ports import Means
from shared.webhooks.retry_due import retry_due

logger = Logger(service="retry_webhooks")

REFRESH_SECONDS = 60.0


class NotAllTried(Unavailable):
    """Some webhook could not be tried. The function fails, so that its alarm says so; it is due again."""

    code = "not_all_tried"


@dataclass(frozen=True, slots=True)
class RetryWebhooksSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    webhook_secret: str
    local_receivers: str
    """"allowed" on the local cloud, else "refused"."""


@cache
def settings() -> RetryWebhooksSettings:
    return RetryWebhooksSettings.from_env()


@cache
def means() -> Means:
    secrets = StoredWebhookSecrets(clients.secretsmanager(), settings().webhook_secret)
    return Means(
        endpoints=DynamoEndpoints(clients.dynamodb(), settings().table_name),
        deliveries=DynamoDeliveries(clients.dynamodb(), settings().table_name),
        secrets=Refreshing(secrets.read, REFRESH_SECONDS),
        post=WebhookPost(lambda: clock.now(), may_be_local=settings().local_receivers == "allowed"),
        clock=lambda: clock.now(),
    )


def handler(event: dict[str, Any], context: object) -> None:
    run = retry_due(means(), side_by_side)
    logger.info("due webhooks tried", extra=asdict(run))
    if run.failed:
        raise NotAllTried(f"{run.failed} webhooks could not be tried.")
