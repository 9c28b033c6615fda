"""What the mail service reports is kept once, in whatever order it comes, and a mail that did not arrive goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.notifications.mail_report import MailNews, MailReport
from shared.notifications.message import Message, MessageState, Outcome
from shared.notifications.ports import StaleMessage
from shared.notifications.record_feedback import hearing, record_feedback
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, Click
from tests.fakes import InMemoryMessages, InMemoryShoppers

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
ADDRESS = "shopper@example.com"
SHOPPER = "5f0c"
MESSAGE = Message(
    message_id="m1",
    order_id="1001",
    trigger="shipped",
    subject="order",
    kind=Kind.SERVICE,
    shopper=SHOPPER,
    language="en",
    state=MessageState.SENT,
    reason="told",
    occurred_at=NOW - timedelta(hours=1),
    decided_at=NOW - timedelta(hours=1),
    channel=Channel.EMAIL,
    next_channels=(Channel.SMS,),
    sent_at=NOW - timedelta(minutes=30),
    provider_id="ses-1",
)
NEWS = st.builds(
    MailReport,
    order_id=st.just("1001"),
    message_id=st.just("m1"),
    news=st.sampled_from(MailNews),
    at=st.integers(0, 5).map(lambda hours: NOW + timedelta(hours=hours)),
    provider_id=st.just("ses-1"),
    addresses=st.just((ADDRESS,)),
)


class World:
    """The stores, with one message in them."""

    def __init__(self, message: Message = MESSAGE) -> None:
        self.messages, self.shoppers = InMemoryMessages(), InMemoryShoppers()
        self.messages.save(message)

    def hear(self, news: MailNews, *, at: datetime = NOW) -> Message:
        self.record(MailReport("1001", "m1", news, at, "ses-1", (ADDRESS,)))
        return self.message

    def record(self, report: MailReport) -> None:
        record_feedback(report, messages=self.messages, shoppers=self.shoppers, now=NOW)

    @property
    def message(self) -> Message:
        kept = self.messages.get("1001", "m1")
        assert kept
        return kept


@pytest.fixture
def world() -> World:
    return World()


def test_what_happened_is_kept_with_its_first_time(world: World) -> None:
    world.hear(MailNews.DELIVERED)
    world.hear(MailNews.OPENED, at=NOW + timedelta(hours=2))
    world.hear(MailNews.OPENED, at=NOW + timedelta(hours=1))
    reaction = world.hear(MailNews.CLICKED, at=NOW + timedelta(hours=3)).reaction
    assert (reaction.delivered_at, reaction.opened_at) == (NOW, NOW + timedelta(hours=1))
    assert reaction.clicked_at == NOW + timedelta(hours=3)


def test_what_is_known_is_not_written_again(world: World) -> None:
    version = world.hear(MailNews.OPENED).version
    assert world.hear(MailNews.OPENED).version == version
    assert world.hear(MailNews.DELAYED).version == version


def test_a_permanent_bounce_has_the_message_decided_anew_for_its_next_channel_once(world: World) -> None:
    after = world.hear(MailNews.BOUNCED)
    assert (after.state, after.channel, after.next_channels) == (MessageState.PLANNED, Channel.SMS, ())
    assert (after.due_at, after.reason) == (NOW, "bounced")
    assert (after.sent_at, after.provider_id, after.handed_over) == (None, "", 0)
    assert [(a.channel, a.outcome, a.reason) for a in after.attempts] == [(Channel.EMAIL, Outcome.REFUSED, "bounced")]
    assert (after.reaction.bounced_at, after.reaction.bounce) == (NOW, "permanent")
    assert world.hear(MailNews.BOUNCED) == after
    world.messages.save(replace(after, state=MessageState.SENT, sent_at=NOW))
    again = world.hear(MailNews.BOUNCED, at=NOW + timedelta(hours=1))
    assert (again.channel, again.state, len(again.attempts)) == (Channel.SMS, MessageState.SENT, 1)


def test_a_bounce_without_another_channel_fails_the_message() -> None:
    world = World(replace(MESSAGE, next_channels=()))
    after = world.hear(MailNews.BOUNCED)
    assert (after.state, after.reason, after.due_at) == (MessageState.FAILED, "bounced", None)


@pytest.mark.parametrize(
    ("news", "why"),
    [(MailNews.BOUNCED, "bounced"), (MailNews.HELD_BACK, "blocked"), (MailNews.COMPLAINED, "complained")],
)
def test_an_address_where_nothing_arrives_is_dead(world: World, news: MailNews, why: str) -> None:
    world.hear(news)
    assert world.shoppers.get(SHOPPER).why_dead(ADDRESS) == why


@pytest.mark.parametrize("news", [MailNews.RETURNED, MailNews.DELAYED, MailNews.REJECTED, MailNews.DELIVERED])
def test_what_says_nothing_of_the_address_leaves_it_alone(world: World, news: MailNews) -> None:
    world.hear(news)
    assert world.shoppers.get(SHOPPER).why_dead(ADDRESS) is None


def test_a_full_mailbox_is_noted_and_the_message_stays_where_it_is(world: World) -> None:
    after = world.hear(MailNews.RETURNED)
    assert (after.reaction.bounce, after.state, after.channel) == ("transient", MessageState.SENT, Channel.EMAIL)


def test_a_mail_the_service_did_not_send_goes_on_without_a_bounce(world: World) -> None:
    after = world.hear(MailNews.REJECTED)
    assert (after.channel, after.reaction.bounced_at) == (Channel.SMS, None)


def test_a_complaint_refuses_feedback_and_promotions_by_mail_and_nothing_else(world: World) -> None:
    world.hear(MailNews.COMPLAINED)
    shopper = world.shoppers.get(SHOPPER)
    refused = Choice(allowed=False, at=NOW, source="complaint")
    assert shopper.choice(Channel.EMAIL, Kind.FEEDBACK) == shopper.choice(Channel.EMAIL, Kind.PROMOTION) == refused
    assert shopper.choice(Channel.EMAIL, Kind.SERVICE) is None
    assert shopper.choice(Channel.SMS, Kind.PROMOTION) is None
    assert world.message.state is MessageState.SENT


def test_a_yes_that_came_after_a_complaint_stands(world: World) -> None:
    yes = Choice(allowed=True, at=NOW + timedelta(days=1), source="preference_page")
    world.shoppers.save(world.shoppers.get(SHOPPER).choosing(Channel.EMAIL, Kind.PROMOTION, yes))
    world.hear(MailNews.COMPLAINED)
    assert world.shoppers.get(SHOPPER).choice(Channel.EMAIL, Kind.PROMOTION) == yes


@pytest.mark.parametrize("news", [MailNews.SENT, MailNews.DELIVERED, MailNews.OPENED])
def test_a_mail_whose_sender_died_is_marked_sent(news: MailNews) -> None:
    dead_sender = replace(
        MESSAGE, state=MessageState.SENDING, sent_at=None, provider_id="", lease_until=NOW + timedelta(minutes=2)
    )
    after = World(dead_sender).hear(news)
    assert (after.state, after.sent_at, after.provider_id) == (MessageState.SENT, NOW, "ses-1")
    assert after.lease_until is None


def test_a_report_of_the_mail_does_not_mark_another_channels_message_sent() -> None:
    on_sms = replace(MESSAGE, state=MessageState.SENDING, channel=Channel.SMS, next_channels=(), sent_at=None)
    assert World(on_sms).hear(MailNews.DELIVERED).state is MessageState.SENDING


def test_the_newest_click_is_the_shoppers_last(world: World) -> None:
    world.hear(MailNews.CLICKED, at=NOW + timedelta(hours=1))
    world.hear(MailNews.CLICKED)
    assert world.shoppers.get(SHOPPER).last_click == Click("m1", "1001", NOW + timedelta(hours=1))


def test_a_message_that_is_not_kept_any_more_is_passed_over(world: World) -> None:
    world.record(MailReport("1001", "other", MailNews.BOUNCED, NOW, addresses=(ADDRESS,)))
    assert world.shoppers.get(SHOPPER).dead == {}


def test_a_message_that_changes_in_between_is_read_anew(world: World) -> None:
    class Overtaken(InMemoryMessages):
        overtaken = 0

        def save(self, message: Message) -> Message:
            if self.overtaken < 2:
                self.overtaken += 1
                raise StaleMessage("stale")
            return super().save(message)

    store = Overtaken()
    store.messages = world.messages.messages
    world.messages = store
    assert world.hear(MailNews.OPENED).reaction.opened_at == NOW


@given(st.lists(NEWS, max_size=8), st.randoms(use_true_random=False))
def test_reports_in_any_order_and_number_leave_the_same(reports: list[MailReport], random: object) -> None:
    shuffled = [*reports, *reports]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = after_all(reports), after_all(shuffled)
    assert one.reaction == other.reaction
    assert (one.state, one.channel) == (other.state, other.channel)
    assert len(one.attempts) == len(other.attempts) <= 1


def after_all(reports: Sequence[MailReport]) -> Message:
    message = MESSAGE
    for report in reports:
        message = hearing(message, report, NOW)
    return message
