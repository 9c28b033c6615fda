"""What tests of sending talk about: an order whose shopper is reached on every channel, and a message to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from shared.brand import Brand
from shared.cases.case import Case
from shared.errors import Unavailable
from shared.notifications.announcement import Announcement
from shared.notifications.content.letter import Letter, Links
from shared.notifications.gateway import FORGETS, Taken
from shared.notifications.message import Message, MessageState
from shared.notifications.rules import ChannelSettings, NotificationRules
from shared.notifications.send_message import Desk, Means, Sending, send_message
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import PushSubscription, Shopper, shopper_id
from shared.tracking.order import Contact, Order
from tests.fakes import Announced, InMemoryCases, InMemoryMessages, InMemoryOrders, InMemoryShoppers
from tests.samples import MAIL_ADDRESS, order

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PHONE = "+819012345678"
LINE_USER = "U" + "4" * 32
BROWSER = PushSubscription("https://fcm.googleapis.com/fcm/send/canary", "p", "a")
ALL_CHANNELS = Contact(MAIL_ADDRESS, "ja", PHONE, LINE_USER)
SHOPPER_ID = shopper_id(ALL_CHANNELS)
MESSAGE_ID = "0f3c9b1e7a5d4c2b8e6f1a0d9c"
ANNOUNCED = Announcement("A-1", MESSAGE_ID)
RULES = NotificationRules(told={})


def decided(*channels: Channel, **changes: object) -> Message:
    """A message that goes out on the first of `channels`, and if need be on the others."""
    first, *others = channels or (Channel.EMAIL,)
    values: dict[str, object] = {
        "message_id": MESSAGE_ID,
        "order_id": "A-1",
        "trigger": "shipped",
        "subject": "order",
        "kind": Kind.SERVICE,
        "shopper": SHOPPER_ID,
        "language": "ja",
        "state": MessageState.DECIDED,
        "reason": "told",
        "occurred_at": NOW - timedelta(minutes=5),
        "decided_at": NOW,
        "channel": first,
        "next_channels": tuple(others),
    }
    return Message(**{**values, **changes})  # type: ignore[arg-type]


def letter(message: Message | None = None, contact: Contact = ALL_CHANNELS, **changes: object) -> Letter:
    """The letter of `message`."""
    begin = "https://shop.example"
    links = Links(
        tracking=f"{begin}/t/x",
        preferences=f"{begin}/preferences/x",
        unsubscribe=f"{begin}/unsubscribe/x",
        review=f"{begin}/reviews/x",
        help=f"{begin}/help/x",
        problem=f"{begin}/verify/x?to=problem",
        returns=f"{begin}/returns/x",
    )
    return Letter(
        order=order(contact=contact, **changes),
        message=message or decided(),
        brand=Brand("はなれ", "#1f4e79", None, "help@hanare.example", None),
        sender="shop@hanare.example",
        links=links,
        now=NOW,
    )


@dataclass
class Recording:
    """A gateway that takes everything, or does what `answers` says, one each."""

    answers: list[Exception | Taken] = field(default_factory=list)
    memory: timedelta = FORGETS
    taken: list[str] = field(default_factory=list)

    def remembers(self, _: str, /) -> timedelta:
        return self.memory

    def send(self, written: str, /) -> Taken:
        self.taken.append(written)
        answer = self.answers.pop(0) if self.answers else Taken(f"id-{len(self.taken)}")
        if isinstance(answer, Exception):
            raise answer
        return answer


class Office:
    """A desk in memory with one order, one shopper and one message; senders work at it at a moment."""

    def __init__(self, message: Message, contact: Contact = ALL_CHANNELS, rules: NotificationRules = RULES) -> None:
        self.orders, self.messages, self.shoppers = InMemoryOrders(), InMemoryMessages(), InMemoryShoppers()
        self.announced, self.cases = Announced(), InMemoryCases()
        self.rules = rules
        self.orders.save(order(contact=contact), [])
        self.shoppers.save(Shopper(SHOPPER_ID, push=(BROWSER,)))
        self.messages.save(message)
        self.desk = Desk(self.orders, self.messages, self.shoppers, self.announced, self.cases)

    def send(
        self,
        gateway: Recording,
        channel: Channel = Channel.EMAIL,
        now: datetime = NOW,
        write: Callable[[Order, Message, Shopper, Sequence[Case]], str] = lambda order, message, *_: message.message_id,
    ) -> Sending:
        return send_message(ANNOUNCED, self.desk, Means(channel, gateway, write), self.rules, now)

    @property
    def message(self) -> Message:
        message = self.messages.get("A-1", MESSAGE_ID)
        assert message is not None
        return message

    @property
    def shopper(self) -> Shopper:
        return self.shoppers.get(SHOPPER_ID)

    def change(self, **changes: object) -> None:
        self.messages.save(replace(self.message, **changes))  # type: ignore[arg-type]

    def change_shopper(self, change: Callable[[Shopper], Shopper]) -> None:
        self.shoppers.save(change(self.shopper))


def with_notices() -> NotificationRules:
    return replace(RULES, channels=ChannelSettings(line_notice=True))


class Unclear(Unavailable):
    """Nobody knows whether it was taken."""
