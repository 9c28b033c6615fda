"""Send decided messages by mail. Trigger: SQS, fed by the messages topic (channel = email)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.shopper_links import ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.message_desk import MessageDesk
from shared.aws.secrets import Secrets
from shared.aws.ses_mailer import SesMailer
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.published_shop import read_shop
from shared.notifications.channels.email import AddressedMail
from shared.notifications.compose import Shop
from shared.notifications.content.letter import Letter
from shared.notifications.content.mail import write_mail
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper

logger = Logger(service="send_email")


@dataclass(frozen=True, slots=True)
class SendEmailSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    topic_arn: str
    dead_letter_queue_url: str
    configuration_set: str


@cache
def settings() -> SendEmailSettings:
    return SendEmailSettings.from_env()


@cache
def links() -> ShopperLinks:
    return ShopperLinks(link_secret(), settings().public_url)


@cache
def link_secret() -> Refreshing[dict[str, list[str]]]:
    return Refreshing(Secrets(clients.secretsmanager(), settings().link_secret).read, 300)


@cache
def desk() -> MessageDesk:
    told = settings()
    return MessageDesk(clients.dynamodb(), told.table_name, clients.sns(), told.topic_arn, links())


@cache
def shop() -> Refreshing[Shop]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: read_shop(published.current().document), 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


@cache
def gateway() -> SesMailer:
    return SesMailer(clients.ses(), settings().configuration_set)


def write(letter: Letter, _: Shopper) -> AddressedMail:
    return AddressedMail(write_mail(letter), letter.message)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.EMAIL, gateway(), write, shop()(), clock.now())
    logger.info("mail handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, send, dead_letters().park)
