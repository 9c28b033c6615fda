"""Everything that the senders of all channels share: their stores, and how a letter is put together from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from shared.access.shopper_links import ShopperLinks
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.sns_announcements import SnsAnnouncements
from shared.notifications.announcement import Announcement
from shared.notifications.compose import Around, Shop, compose
from shared.notifications.content.letter import Letter
from shared.notifications.gateway import Gateway
from shared.notifications.message import Message
from shared.notifications.send_message import Desk, Means, Sending, send_message
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sns import SNSClient

W = TypeVar("W")
Write = Callable[[Letter, Shopper], W]


class MessageDesk:
    """Sends announced messages on any channel. Reading and writing cost five read and three write units a message."""

    def __init__(self, dynamodb: DynamoDBClient, table: str, sns: SNSClient, topic: str, links: ShopperLinks) -> None:
        self._desk = Desk(
            orders=DynamoOrders(dynamodb, table),
            messages=DynamoMessages(dynamodb, table),
            shoppers=DynamoShoppers(dynamodb, table),
            announcements=SnsAnnouncements(sns, topic),
        )
        self._parcels = DynamoParcels(dynamodb, table)
        self._cases = DynamoCases(dynamodb, table)
        self._links = links

    def send(
        self, body: str, channel: Channel, gateway: Gateway[W], write: Write[W], shop: Shop, now: datetime
    ) -> tuple[str, Sending]:
        """Send what a queue's message announces; see `send_message`. Answers the message's id, and how it went."""

        def written(order: Order, message: Message, shopper: Shopper) -> W:
            around = Around(self._parcel(message.parcel), self._cases.of_order(order.order_id))
            letter = compose(order, message, shopper, around=around, shop=shop, links=self._links, now=now)
            return write(letter, shopper)

        announced = Announcement.read(body)
        told = send_message(announced, self._desk, Means(channel, gateway, written), shop.rules, now)
        return announced.message_id, told

    def _parcel(self, wanted: ParcelId | None) -> Parcel | None:
        if wanted is None:
            return None
        projected = self._parcels.history(wanted.number).projections.get(wanted.ship_date)
        return projected.parcel if projected else None
