"""Send decided messages to shoppers' browsers. Trigger: SQS, fed by the messages topic (channel = push)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.shopper_links import ShopperLinks
from shared.aws import clients
from shared.aws.channel_secrets import VAPID_KEY, channel_secret
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.message_desk import MessageDesk
from shared.aws.secrets import Secrets
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.published_shop import read_shop
from shared.notifications.channels.push import PushMessage, push_message
from shared.notifications.compose import Shop
from shared.notifications.content.letter import Letter
from shared.outbound.https import Https
from shared.outbound.web_push import WebPush
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper

logger = Logger(service="send_push")


@dataclass(frozen=True, slots=True)
class SendPushSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    topic_arn: str
    dead_letter_queue_url: str
    channel_secret: str
    push_address: str = ""
    """Where a stand-in for push services is; "" in earnest."""


@cache
def settings() -> SendPushSettings:
    return SendPushSettings.from_env()


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
def keys() -> Refreshing[dict[str, list[str]]]:
    return Refreshing(Secrets(clients.secretsmanager(), settings().channel_secret).read, 300)


@cache
def gateway() -> WebPush:
    return WebPush(
        Https(plain_loopback=settings().push_address.startswith("http://"), answer_seconds=4, silence_seconds=3),
        lambda: channel_secret(keys(), VAPID_KEY),
        now=clock.now,
        chance=clock.random_bytes,
        stand_in=settings().push_address,
    )


def write(letter: Letter, shopper: Shopper) -> PushMessage:
    return push_message(letter, shopper.push, shop()().rules.channels.push_contact)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.PUSH, gateway(), write, shop()(), clock.now())
    logger.info("push handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, send, dead_letters().park)
