"""The same announcement, five times at once, to senders that die at every step: one message for the shopper.

For a service that cannot tell repeats, one repeat may happen, and only where a sender died, or an answer was lost,
after the service had taken the message and before that was marked.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.notifications.gateway import FORGETS
from shared.notifications.message import MessageState, Outcome
from shared.shoppers.channel import Channel
from tests.notifications.interleaved import Service, World

FORGETFUL = {Channel.EMAIL: FORGETS, Channel.SMS: FORGETS, Channel.WHATSAPP: FORGETS, Channel.PUSH: FORGETS}
EVERY_CHANNEL = {**FORGETFUL, Channel.LINE: timedelta(hours=24)}
PAUSES_OF_ONE = 12
"""Pauses of a sender that is alone: message, order, shopper, claim, hand-over, mark; before and after each."""


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
def test_five_copies_at_once_send_one_message(channel: Channel) -> None:
    for seed in range(12):
        service = Service(EVERY_CHANNEL[channel])
        sent = World({channel: service}, seed).run()
        assert (sent.state, service.shown, service.asked) == (MessageState.SENT, 1, 1), seed


def test_a_sender_takes_twelve_pauses() -> None:
    world = World({Channel.EMAIL: Service()}, 0, copies=1)
    world.run()
    assert world.pauses == PAUSES_OF_ONE


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
def test_wherever_a_sender_dies_alone_the_message_is_sent_and_repeated_only_after_the_hand_over(
    channel: Channel,
) -> None:
    repeated = []
    for pause in range(PAUSES_OF_ONE):
        service = Service(EVERY_CHANNEL[channel])
        sent = World({channel: service}, 0, copies=1, dies_at=pause).run()
        assert sent.state is MessageState.SENT
        assert service.shown >= 1
        if service.shown > 1:
            repeated.append(pause)
    # The pause behind the hand-over, and the one before the mark.
    assert repeated == ([9, 10] if channel in FORGETFUL else [])


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LINE])
def test_wherever_one_of_five_dies_there_is_one_message_or_the_one_repeat(channel: Channel) -> None:
    repeats = 0
    for dies_at in range(5 * PAUSES_OF_ONE):
        service = Service(EVERY_CHANNEL[channel])
        world = World({channel: service}, seed=dies_at, dies_at=dies_at)
        sent = world.run()
        assert sent.state is MessageState.SENT, dies_at
        allowed = 2 if world.died_between and channel in FORGETFUL else 1
        assert 1 <= service.shown <= allowed, dies_at
        repeats += service.shown - 1
    assert bool(repeats) == (channel in FORGETFUL)


@pytest.mark.parametrize(("lost", "shown", "outcome"), [(1, 2, Outcome.SENT), (2, 2, Outcome.UNCONFIRMED)])
def test_however_many_answers_are_lost_a_forgetful_service_repeats_once(
    lost: int, shown: int, outcome: Outcome
) -> None:
    for seed in range(8):
        service = Service(loses=lost)
        sent = World({Channel.SMS: service}, seed).run()
        assert (sent.state, service.shown) == (MessageState.SENT, shown), seed
        assert sent.attempts[-1].outcome is outcome


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_however_many_answers_are_lost_line_shows_it_once(lost: int) -> None:
    for seed in range(8):
        service = Service(timedelta(hours=24), loses=lost)
        sent = World({Channel.LINE: service}, seed).run()
        assert (sent.state, service.shown) == (MessageState.SENT, 1), seed


def test_what_is_certainly_not_taken_is_retried_and_shown_once() -> None:
    for seed in range(8):
        service = Service(declines=3)
        sent = World({Channel.EMAIL: service}, seed).run()
        assert (sent.state, service.shown) == (MessageState.SENT, 1), seed


def test_refused_on_the_first_channel_it_is_shown_once_on_the_second() -> None:
    for seed in range(12):
        mail, text = Service(refuses=True), Service()
        world = World({Channel.EMAIL: mail, Channel.SMS: text}, seed)
        sent = world.run()
        assert (sent.state, sent.channel, mail.shown, text.shown) == (MessageState.SENT, Channel.SMS, 0, 1), seed
        assert [attempt.outcome for attempt in sent.attempts] == [Outcome.REFUSED, Outcome.SENT]
        assert list(world.office.shopper.dead.values()) == ["invalid"]


def test_wherever_a_sender_dies_on_the_way_to_the_second_channel_the_shopper_hears_once() -> None:
    for dies_at in range(60):
        mail, line = Service(refuses=True), Service(timedelta(hours=24))
        sent = World({Channel.EMAIL: mail, Channel.LINE: line}, seed=dies_at, copies=2, dies_at=dies_at).run()
        assert (sent.state, sent.channel, mail.shown, line.shown) == (MessageState.SENT, Channel.LINE, 0, 1), dies_at
