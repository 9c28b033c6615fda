"""Decide what the shopper is told. Trigger: SQS, fed by the bus (MilestoneReached, EstimateRevised, CaseChanged, …)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.message_means import message_means
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.published_rules import published_rules
from shared.notifications.notify_customer import notify_customer
from shared.notifications.occasions import HEARD
from shared.notifications.rules import NotificationRules
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_one_of
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="notify_customer")


@dataclass(frozen=True, slots=True)
class NotifyCustomerSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    topic_arn: str
    dead_letter_queue_url: str


@cache
def settings() -> NotifyCustomerSettings:
    return NotifyCustomerSettings.from_env()


@cache
def rules() -> Refreshing[NotificationRules]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)

    def load() -> NotificationRules:
        current = published.current()
        return published_rules(current.document, current.version)

    return Refreshing(load, 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def notify(body: str) -> None:
    heard = open_one_of(HEARD, body)
    means = message_means(settings().table_name, settings().topic_arn)
    decided = notify_customer(heard.data, means, rules()(), clock.now())
    reasons = {message.message_id: message.reason for message in decided}
    logger.info("notifications decided", extra={"event_id": heard.metadata.event_id, "reasons": reasons})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, notify, dead_letters().park)
