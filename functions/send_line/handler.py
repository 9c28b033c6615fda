"""Send decided messages on LINE. Trigger: SQS, fed by the messages topic (channel = line)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.shopper_links import ShopperLinks
from shared.aws import clients
from shared.aws.channel_secrets import LINE_TOKEN, channel_secret
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.message_desk import MessageDesk
from shared.aws.secrets import Secrets
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.published_shop import read_shop
from shared.notifications.channels.line import LineRequest
from shared.notifications.channels.line_request import line_request
from shared.notifications.compose import Shop
from shared.notifications.content.letter import Letter
from shared.outbound.https import Https
from shared.outbound.line_messages import ADDRESS, LineMessages
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper

logger = Logger(service="send_line")


@dataclass(frozen=True, slots=True)
class SendLineSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    topic_arn: str
    dead_letter_queue_url: str
    channel_secret: str
    line_address: str = ADDRESS


@cache
def settings() -> SendLineSettings:
    return SendLineSettings.from_env()


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
def token() -> Refreshing[dict[str, list[str]]]:
    return Refreshing(Secrets(clients.secretsmanager(), settings().channel_secret).read, 300)


@cache
def gateway() -> LineMessages:
    base = settings().line_address
    transport = Https(plain_loopback=base.startswith("http://"), silence_seconds=4, answer_seconds=5)
    return LineMessages(transport, base, lambda: channel_secret(token(), LINE_TOKEN))


def write(letter: Letter, _: Shopper) -> LineRequest:
    return line_request(letter)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.LINE, gateway(), write, shop()(), clock.now())
    logger.info("LINE message handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, send, dead_letters().park)
