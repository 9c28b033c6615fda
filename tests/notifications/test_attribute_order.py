"""An order is put down to the message whose link the shopper followed shortly before, once, and to no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.notifications.attribute_order import attribute_order
from shared.notifications.message import Message, MessageState
from shared.notifications.rules import NotificationRules
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Click, Shopper
from tests.fakes import InMemoryMessages
from tests.samples import order

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
RULES = NotificationRules(told={}, attributed_days=7)
NEW_ORDER = order(order_id="2002", placed_at=NOW)
MESSAGE = Message(
    message_id="m1",
    order_id="1001",
    trigger="delivered",
    subject="order",
    kind=Kind.SERVICE,
    shopper="5f0c",
    language="en",
    state=MessageState.SENT,
    reason="told",
    occurred_at=NOW,
    decided_at=NOW,
    channel=Channel.EMAIL,
)


def clicked(before: timedelta, order_id: str = "1001") -> Shopper:
    return Shopper("5f0c", last_click=Click("m1", order_id, NOW - before))


@pytest.fixture
def messages() -> InMemoryMessages:
    store = InMemoryMessages()
    store.save(MESSAGE)
    return store


def test_an_order_soon_after_a_click_counts_once(messages: InMemoryMessages) -> None:
    shopper = clicked(timedelta(days=6))
    first = attribute_order(NEW_ORDER, shopper, messages=messages, rules=RULES, now=NOW)
    again = attribute_order(NEW_ORDER, shopper, messages=messages, rules=RULES, now=NOW)
    assert first == again == messages.get("1001", "m1")
    assert first
    assert first.reaction.orders == ("2002",)


def test_a_second_order_counts_beside_the_first(messages: InMemoryMessages) -> None:
    for order_id in ("2002", "2003"):
        another = replace(NEW_ORDER, order_id=order_id)
        attribute_order(another, clicked(timedelta(hours=1)), messages=messages, rules=RULES, now=NOW)
    kept = messages.get("1001", "m1")
    assert kept
    assert kept.reaction.orders == ("2002", "2003")


@pytest.mark.parametrize(
    ("shopper", "placed_at"),
    [
        (Shopper("5f0c"), NOW),
        (clicked(timedelta(days=7, seconds=1)), NOW),
        (clicked(timedelta(seconds=-1)), NOW),
        (clicked(timedelta(hours=1)), NOW - timedelta(days=30)),
        (clicked(timedelta(hours=1), order_id="2002"), NOW),
    ],
    ids=["no click", "too long ago", "clicked later", "placed before the click", "its own order"],
)
def test_no_other_order_counts(messages: InMemoryMessages, shopper: Shopper, placed_at: datetime) -> None:
    other = replace(NEW_ORDER, placed_at=placed_at)
    assert attribute_order(other, shopper, messages=messages, rules=RULES, now=NOW) is None
    assert messages.get("1001", "m1") == replace(MESSAGE, version=1)


def test_a_message_that_is_not_kept_any_more_gets_nothing() -> None:
    found = attribute_order(NEW_ORDER, clicked(timedelta(hours=1)), messages=InMemoryMessages(), rules=RULES, now=NOW)
    assert found is None
