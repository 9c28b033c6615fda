"""Pay refunds that are due, by the gateway that took the payment. Trigger: SQS, fed by the bus (RefundDue)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.dynamodb_returns import DynamoReturns
from shared.aws.return_credentials import ReturnCredentials
from shared.aws.sqs_dead_letters import DeadLetters
from shared.outbound import shopify_refunds, stripe_refunds
from shared.outbound.https import Https
from shared.outbound.shopify_refunds import ShopifyRefunds
from shared.outbound.stripe_refunds import StripeRefunds
from shared.returns.events import RefundDue
from shared.returns.money.gateways import RefundsByGateway
from shared.returns.pay_settlement import Payers, pay_settlement
from shared.returns.published import ReturnsOff
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="pay_return_settlement")

REFRESH_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class PayReturnSettlementSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str
    return_credentials: str
    stripe_address: str = stripe_refunds.ADDRESS
    shopify_address: str = ""
    """Where the shop is; "" : by its name in the credentials."""


@cache
def settings() -> PayReturnSettlementSettings:
    return PayReturnSettlementSettings.from_env()


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


@cache
def credentials(provider: str) -> Refreshing[dict[str, str]]:
    secret = ReturnCredentials(clients.secretsmanager(), settings().return_credentials)
    return Refreshing(lambda: secret.of(provider), REFRESH_SECONDS)


def shop_address() -> str:
    return settings().shopify_address or f"https://{credentials(shopify_refunds.GATEWAY)()['shop']}"


@cache
def policies() -> DynamoPolicies:
    return DynamoPolicies(clients.dynamodb(), settings().table_name)


def usual_gateway() -> str:
    """Who pays back where a payment does not say it, as the merchant published; "" where returns are off by now."""
    try:
        return policies().current().refunds
    except ReturnsOff:
        return ""


@cache
def refunds() -> RefundsByGateway:
    told = settings()
    plain = any(address.startswith("http://") for address in (told.stripe_address, told.shopify_address))
    https = Https(plain_loopback=plain, silence_seconds=8, answer_seconds=15)
    stripe, shopify = credentials(stripe_refunds.GATEWAY), credentials(shopify_refunds.GATEWAY)
    return RefundsByGateway(
        {
            stripe_refunds.GATEWAY: StripeRefunds(https, told.stripe_address, lambda: stripe()["secret_key"]),
            shopify_refunds.GATEWAY: ShopifyRefunds(https, shop_address, lambda: shopify()["access_token"]),
        },
        usual_gateway,
    )


def payers() -> Payers:
    dynamodb, table = clients.dynamodb(), settings().table_name
    return Payers(DynamoReturns(dynamodb, table), DynamoOrders(dynamodb, table), refunds())


def pay(body: str) -> None:
    heard = open_event(RefundDue, body)
    said = pay_settlement(payers(), heard.data.return_id, heard.data.settlement_id, clock.now())
    logger.info("refund handled", extra={"settlement_id": heard.data.settlement_id, "outcome": said})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, pay, dead_letters().park)
