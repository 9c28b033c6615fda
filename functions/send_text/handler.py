"""Send decided messages as texts. Trigger: SQS, fed by the messages topic (channel = sms)."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.short_link import ShortLinks
from shared.aws import clients
from shared.aws.dynamodb_short_links import DynamoShortLinks
from shared.aws.sns_texts import SnsTexts
from shared.notifications.channels.sms import TextMessage
from shared.notifications.content.letter import Letter
from shared.notifications.content.sms import write_sms
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.wiring.sender_desk import SenderDesk, SenderSettings

logger = Logger(service="send_text")


@cache
def settings() -> SenderSettings:
    return SenderSettings.from_env()


@cache
def desk() -> SenderDesk:
    return SenderDesk(settings())


@cache
def short_links() -> ShortLinks:
    kept = DynamoShortLinks(clients.dynamodb(), settings().table_name)
    return ShortLinks(desk().link_secret, kept, desk().links, settings().public_url)


@cache
def gateway() -> SnsTexts:
    return SnsTexts(clients.texts())


def write(letter: Letter, _: Shopper) -> TextMessage:
    text = write_sms(letter, short_links().make(letter.order.link, letter.now))
    return TextMessage(letter.order.contact.phone, text, desk().shop().rules.channels.sms_sender_id)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.SMS, gateway(), write)
    logger.info("text handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, send)
