"""Send decided messages on WhatsApp. Trigger: SQS, fed by the messages topic (channel = whatsapp)."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.whatsapp import WhatsApp
from shared.notifications.channels.whatsapp import WhatsAppMessage, whatsapp_message
from shared.notifications.content.letter import Letter
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.wiring.sender_desk import SenderDesk, SenderSettings

logger = Logger(service="send_whatsapp")


@cache
def settings() -> SenderSettings:
    return SenderSettings.from_env()


@cache
def desk() -> SenderDesk:
    return SenderDesk(settings())


@cache
def gateway() -> WhatsApp:
    return WhatsApp(clients.whatsapp())


def write(letter: Letter, _: Shopper) -> WhatsAppMessage:
    return whatsapp_message(letter, desk().shop().rules.channels, settings().public_url)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.WHATSAPP, gateway(), write)
    logger.info("WhatsApp message handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, send)
