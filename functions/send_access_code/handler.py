"""Mail one-time codes to who placed an order. Trigger: SQS, fed by the bus (OrderLookupAsked)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.events import OrderLookupAsked
from shared.access.limits import access_codes
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_limits import DynamoCounters
from shared.aws.dynamodb_lookups import DynamoLookups
from shared.aws.dynamodb_noted_codes import DynamoNotedCodes
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.secrets import Secrets
from shared.aws.ses_mailer import SesUntracked
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.published_shop import read_shop
from shared.notifications.compose import Shop
from shared.notifications.send_access_code import CodeMeans, send_access_code
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="send_access_code")


@dataclass(frozen=True, slots=True)
class SendAccessCodeSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    dead_letter_queue_url: str


@cache
def settings() -> SendAccessCodeSettings:
    return SendAccessCodeSettings.from_env()


@cache
def means() -> CodeMeans:
    dynamodb, table = clients.dynamodb(), settings().table_name
    return CodeMeans(
        lookups=DynamoLookups(dynamodb, table),
        orders=DynamoOrders(dynamodb, table),
        limit=access_codes(DynamoCounters(dynamodb, table)),
        secrets=Refreshing(Secrets(clients.secretsmanager(), settings().link_secret).read, 300),
        mails=SesUntracked(clients.ses()),
        noted=DynamoNotedCodes(dynamodb, table),
    )


@cache
def shop() -> Refreshing[Shop]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: read_shop(published.current().document), 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def send(body: str) -> None:
    asked = open_event(OrderLookupAsked, body)
    outcome = send_access_code(asked.data.lookup_id, means(), shop()(), clock.now())
    logger.info("code handled", extra={"event_id": asked.metadata.event_id, "outcome": outcome})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, send, dead_letters().park)
