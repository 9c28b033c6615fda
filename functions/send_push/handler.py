"""Send decided messages to shoppers' browsers. Trigger: SQS, fed by the messages topic (channel = push)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws.channel_secrets import VAPID_KEY, channel_secret
from shared.notifications.channels.push import PushMessage, push_message
from shared.notifications.content.letter import Letter
from shared.outbound.https import Https
from shared.outbound.web_push import WebPush
from shared.runtime import clock
from shared.runtime.refreshing import Refreshing
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.wiring.sender_desk import SenderDesk, SenderSettings

logger = Logger(service="send_push")


@dataclass(frozen=True, slots=True)
class SendPushSettings(SenderSettings):
    """What this function is told by its environment, beside what every sender is."""

    channel_secret: str
    push_address: str = ""
    """Where a stand-in for push services is; "" in earnest."""


@cache
def settings() -> SendPushSettings:
    return SendPushSettings.from_env()


@cache
def desk() -> SenderDesk:
    return SenderDesk(settings())


@cache
def keys() -> Refreshing[dict[str, list[str]]]:
    return desk().secret(settings().channel_secret)


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
    return push_message(letter, shopper.push, desk().shop().rules.channels.push_contact)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.PUSH, gateway(), write)
    logger.info("push handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, send)
