"""Send decided messages on LINE. Trigger: SQS, fed by the messages topic (channel = line)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws.channel_secrets import LINE_TOKEN, channel_secret
from shared.notifications.channels.line import LineRequest
from shared.notifications.channels.line_request import line_request
from shared.notifications.content.letter import Letter
from shared.outbound.https import Https
from shared.outbound.line_messages import ADDRESS, LineMessages
from shared.runtime.refreshing import Refreshing
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.wiring.sender_desk import SenderDesk, SenderSettings

logger = Logger(service="send_line")


@dataclass(frozen=True, slots=True)
class SendLineSettings(SenderSettings):
    """What this function is told by its environment, beside what every sender is."""

    channel_secret: str
    line_address: str = ADDRESS


@cache
def settings() -> SendLineSettings:
    return SendLineSettings.from_env()


@cache
def desk() -> SenderDesk:
    return SenderDesk(settings())


@cache
def token() -> Refreshing[dict[str, list[str]]]:
    return desk().secret(settings().channel_secret)


@cache
def gateway() -> LineMessages:
    base = settings().line_address
    transport = Https(plain_loopback=base.startswith("http://"), silence_seconds=4, answer_seconds=5)
    return LineMessages(transport, base, lambda: channel_secret(token(), LINE_TOKEN))


def write(letter: Letter, _: Shopper) -> LineRequest:
    return line_request(letter)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.LINE, gateway(), write)
    logger.info("LINE message handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, send)
