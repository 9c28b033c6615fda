"""Send decided messages by mail. Trigger: SQS, fed by the messages topic (channel = email)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.shopper_links import ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.secrets import Secrets
from shared.aws.ses_mailer import SesMailer
from shared.aws.sqs_dead_letters import DeadLetters
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.published import read_published
from shared.notifications.announcement import Announcement
from shared.notifications.message import Message
from shared.notifications.ports import Mail
from shared.notifications.render_mail import render_mail
from shared.notifications.send_mail import send_mail
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.order import Order

logger = Logger(service="send_email")


@dataclass(frozen=True, slots=True)
class SendEmailSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    configuration_set: str
    dead_letter_queue_url: str


@cache
def settings() -> SendEmailSettings:
    return SendEmailSettings.from_env()


@cache
def links() -> ShopperLinks:
    secret = Secrets(clients.secretsmanager(), settings().link_secret)
    return ShopperLinks(Refreshing(secret.read, 300), settings().public_url)


@cache
def merchant() -> Refreshing[MerchantConfiguration]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: read_published(published.current().document), 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def render(order: Order, message: Message) -> Mail:
    shop = merchant()()
    url = links().address(order.link, clock.now())
    return render_mail(order, message, brand=shop.shown_brand(), sender=shop.merchant.sender, tracking_url=url)


def send(body: str) -> None:
    announced = Announcement.read(body)
    dynamodb, table = clients.dynamodb(), settings().table_name
    sent = send_mail(
        announced.order_id,
        announced.message_id,
        orders=DynamoOrders(dynamodb, table),
        messages=DynamoMessages(dynamodb, table),
        mailer=SesMailer(clients.ses(), settings().configuration_set),
        render=render,
        now=clock.now(),
    )
    logger.info("mail handled", extra={"message_id": announced.message_id, "sent": sent})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, send, dead_letters().park)
