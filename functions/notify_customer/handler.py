"""Decide whether a milestone is told to the shopper. Trigger: SQS, fed by the bus (MilestoneReached)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.sns_announcements import SnsAnnouncements
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.published import read_published
from shared.notifications.notify_customer import notify_customer
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.events import MilestoneReached

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
def merchant() -> Refreshing[MerchantConfiguration]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: read_published(published.current().document), 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def notify(body: str) -> None:
    reached = open_event(MilestoneReached, body)
    dynamodb, table = clients.dynamodb(), settings().table_name
    decisions = notify_customer(
        reached.data,
        orders=DynamoOrders(dynamodb, table),
        parcels=DynamoParcels(dynamodb, table),
        messages=DynamoMessages(dynamodb, table),
        announcements=SnsAnnouncements(clients.sns(), settings().topic_arn),
        channels=merchant()().channels(),
        now=clock.now(),
    )
    for message in decisions:
        logger.info("notification decided", extra={"message_id": message.message_id, "reason": message.reason})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, notify, dead_letters().park)
