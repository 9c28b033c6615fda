"""What the senders of all channels are put together from: their stores, and how a letter is composed from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from shared.access.shopper_links import ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.secrets import Secrets
from shared.aws.sns_announcements import SnsAnnouncements
from shared.aws.sqs_dead_letters import DeadLetters
from shared.cases.case import Case
from shared.merchant.published_shop import read_shop
from shared.notifications.announcement import Announcement
from shared.notifications.compose import Around, Shop, compose
from shared.notifications.content.letter import Letter
from shared.notifications.gateway import Gateway
from shared.notifications.message import Message
from shared.notifications.send_message import Desk, Means, Sending, send_message
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel

if TYPE_CHECKING:
    from shared.returns.withdrawal import Withdrawal

SECRET_SECONDS = 300.0
CONFIGURATION_SECONDS = 60.0

W = TypeVar("W")
Write = Callable[[Letter, Shopper], W]
"""What the channel sends, of a letter to a shopper."""
Withdrawals = Callable[[Message, Order], "Withdrawal | None"]
"""The withdrawal that a message acknowledges; None for all others."""


@dataclass(frozen=True, slots=True)
class SenderSettings(Settings):
    """What every sender is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    topic_arn: str
    dead_letter_queue_url: str


@dataclass(frozen=True)
class SenderDesk:
    """One per function and process; nothing is read before it is needed.

    Reading and writing cost five read and three write units a message.
    """

    told: SenderSettings
    withdrawals: Withdrawals = lambda message, order: None
    """Asked by mail alone: an acknowledgement has to be kept, and a chat cannot be."""

    @cached_property
    def link_secret(self) -> Callable[[], Mapping[str, Any]]:
        return self.secret(self.told.link_secret)

    @cached_property
    def links(self) -> ShopperLinks:
        return ShopperLinks(self.link_secret, self.told.public_url)

    @cached_property
    def shop(self) -> Callable[[], Shop]:
        """What the merchant published of themselves; may be a minute old."""
        published = DynamoConfiguration(clients.dynamodb(), self.told.table_name)
        return Refreshing(lambda: read_shop(published.current().document), CONFIGURATION_SECONDS)

    def secret(self, name: str) -> Refreshing[dict[str, list[str]]]:
        """A named secret, read when it is asked for, and again after five minutes."""
        return Refreshing(Secrets(clients.secretsmanager(), name).read, SECRET_SECONDS)

    def each(self, event: dict[str, Any], send: Callable[[str], None]) -> dict[str, Any]:
        """Send every message of a batch by itself; what can never be sent is parked with its reason."""
        return each_message(event, send, self._dead_letters.park)

    def send(self, body: str, channel: Channel, gateway: Gateway[W], write: Write[W]) -> tuple[str, Sending]:
        """Send what a queue's message announces; see `send_message`. Answers the message's id, and how it went."""
        shop, now = self.shop(), clock.now()

        def written(order: Order, message: Message, shopper: Shopper, cases: Sequence[Case]) -> W:
            around = Around(self._parcel(message.parcel), cases, self.withdrawals(message, order))
            letter = compose(order, message, shopper, around=around, shop=shop, links=self.links, now=now)
            return write(letter, shopper)

        announced = Announcement.read(body)
        told = send_message(announced, self._stores, Means(channel, gateway, written), shop.rules, now)
        return announced.message_id, told

    @cached_property
    def _stores(self) -> Desk:
        dynamodb, table = clients.dynamodb(), self.told.table_name
        return Desk(
            orders=DynamoOrders(dynamodb, table),
            messages=DynamoMessages(dynamodb, table),
            shoppers=DynamoShoppers(dynamodb, table),
            announcements=SnsAnnouncements(clients.sns(), self.told.topic_arn),
            cases=DynamoCases(dynamodb, table),
        )

    @cached_property
    def _parcels(self) -> DynamoParcels:
        return DynamoParcels(clients.dynamodb(), self.told.table_name)

    @cached_property
    def _dead_letters(self) -> DeadLetters:
        return DeadLetters(clients.sqs(), self.told.dead_letter_queue_url)

    def _parcel(self, wanted: ParcelId | None) -> Parcel | None:
        if wanted is None:
            return None
        projected = self._parcels.history(wanted.number).projections.get(wanted.ship_date)
        return projected.parcel if projected else None
