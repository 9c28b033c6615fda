"""Behind every refund that is paid or asked after: the returns, their orders, and the gateways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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
from shared.returns.money.gateways import RefundsByGateway
from shared.returns.pay_settlement import Payers
from shared.returns.published import ReturnsOff
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

SECRET_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class RefundSettings(Settings):
    """What who pays or asks is told by its environment."""

    table_name: str
    dead_letter_queue_url: str
    return_credentials: str
    """The name of their secret."""
    stripe_address: str = stripe_refunds.ADDRESS
    shopify_address: str = ""
    """Where the shop is; "" : by its name in the credentials."""


@dataclass(frozen=True)
class RefundDesk:
    """One per function and process; nothing is read before it is needed."""

    told: RefundSettings

    @cached_property
    def payers(self) -> Payers:
        dynamodb, table = clients.dynamodb(), self.told.table_name
        return Payers(DynamoReturns(dynamodb, table), DynamoOrders(dynamodb, table), self._refunds())

    def each(self, event: dict[str, Any], handle: Callable[[str], None]) -> dict[str, Any]:
        """Handle every message of a batch by itself; what can never succeed is parked with its reason."""
        dead_letters = DeadLetters(clients.sqs(), self.told.dead_letter_queue_url)
        return each_message(event, handle, dead_letters.park)

    def shop_address(self) -> str:
        return self.told.shopify_address or f"https://{self._shopify()['shop']}"

    def _refunds(self) -> RefundsByGateway:
        plain = any(address.startswith("http://") for address in (self.told.stripe_address, self.told.shopify_address))
        https = Https(plain_loopback=plain, silence_seconds=8, answer_seconds=15)
        return RefundsByGateway(
            {
                stripe_refunds.GATEWAY: StripeRefunds(
                    https, self.told.stripe_address, lambda: self._stripe()["secret_key"]
                ),
                shopify_refunds.GATEWAY: ShopifyRefunds(
                    https, self.shop_address, lambda: self._shopify()["access_token"]
                ),
            },
            self._usual_gateway,
        )

    def _usual_gateway(self) -> str:
        """Who pays back where a payment does not say it, as the merchant published; "" where returns are off by now."""
        try:
            return DynamoPolicies(clients.dynamodb(), self.told.table_name).current().refunds
        except ReturnsOff:
            return ""

    @cached_property
    def _stripe(self) -> Refreshing[dict[str, str]]:
        return self._credentials(stripe_refunds.GATEWAY)

    @cached_property
    def _shopify(self) -> Refreshing[dict[str, str]]:
        return self._credentials(shopify_refunds.GATEWAY)

    def _credentials(self, provider: str) -> Refreshing[dict[str, str]]:
        secret = ReturnCredentials(clients.secretsmanager(), self.told.return_credentials)
        return Refreshing(lambda: secret.of(provider), SECRET_SECONDS)
