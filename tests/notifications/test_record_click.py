"""A link that was followed is noted once, on the message and with its shopper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.notifications.message import Message, MessageState, message_id
from shared.notifications.record_click import record_click
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Click
from tests.fakes import InMemoryMessages, InMemoryShoppers
from tests.samples import NOW

SENT = Message(
    message_id=message_id("A-1", "shipped", "order"),
    order_id="A-1",
    trigger="shipped",
    subject="order",
    kind=Kind.SERVICE,
    shopper="abc",
    language="ja",
    state=MessageState.SENT,
    reason="told",
    occurred_at=NOW,
    decided_at=NOW,
    channel=Channel.EMAIL,
    sent_at=NOW,
)


def test_the_first_click_is_noted_and_later_ones_are_not() -> None:
    messages, shoppers = InMemoryMessages(), InMemoryShoppers()
    messages.save(SENT)
    later = NOW + timedelta(hours=1)
    assert record_click(messages, shoppers, "A-1", SENT.message_id, NOW)
    assert not record_click(messages, shoppers, "A-1", SENT.message_id, later)
    kept = messages.get("A-1", SENT.message_id)
    assert kept is not None
    assert kept.reaction.clicked_at == NOW
    assert shoppers.get("abc").last_click == Click(SENT.message_id, "A-1", NOW)


def test_a_message_of_another_order_or_one_that_was_never_sent_is_not_noted() -> None:
    messages, shoppers = InMemoryMessages(), InMemoryShoppers()
    messages.save(replace(SENT, sent_at=None, state=MessageState.DECIDED))
    for order, named in (("A-1", SENT.message_id), ("A-2", SENT.message_id), ("A-1", "x"), ("A-1", "0" * 26)):
        assert not record_click(messages, shoppers, order, named, NOW)
    assert shoppers.shoppers == {}
