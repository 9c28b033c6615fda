"""Send decided messages by mail. Trigger: SQS, fed by the messages topic (channel = email)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.ses_mailer import SesMailer
from shared.notifications.catalogue.returns import WITHDRAWAL_RECEIVED
from shared.notifications.channels.email import AddressedMail
from shared.notifications.content.letter import Letter
from shared.notifications.content.mail import write_mail
from shared.notifications.message import Message
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order
from shared.wiring.sender_desk import SenderDesk, SenderSettings

if TYPE_CHECKING:
    from shared.returns.withdrawal import Withdrawal

logger = Logger(service="send_email")


@dataclass(frozen=True, slots=True)
class SendEmailSettings(SenderSettings):
    """What this function is told by its environment, beside what every sender is."""

    configuration_set: str


@cache
def settings() -> SendEmailSettings:
    return SendEmailSettings.from_env()


def withdrawal_of(message: Message, order: Order) -> Withdrawal | None:
    if message.trigger != WITHDRAWAL_RECEIVED.name:
        return None
    # 70 ms of a cold start, for which no other mail need wait.
    from shared.aws.dynamodb_returns import DynamoReturns
    from shared.returns.withdrawal import stated_under

    returns = DynamoReturns(clients.dynamodb(), settings().table_name)
    return stated_under(returns, message.facts.get("case_id", ""), order)


@cache
def desk() -> SenderDesk:
    return SenderDesk(settings(), withdrawal_of)


@cache
def gateway() -> SesMailer:
    return SesMailer(clients.ses(), settings().configuration_set)


def write(letter: Letter, _: Shopper) -> AddressedMail:
    return AddressedMail(write_mail(letter), letter.message)


def send(body: str) -> None:
    message_id, told = desk().send(body, Channel.EMAIL, gateway(), write)
    logger.info("mail handled", extra={"message_id": message_id, "outcome": told})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return desk().each(event, send)
