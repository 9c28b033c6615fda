"""When a webhook is sent again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.webhooks.schedule import LONGEST_ASKED, MOST_TRIES, next_try
from tests.samples import NOW

NAMES = st.text(max_size=40)


def waits(name: str) -> list[timedelta]:
    """Every wait between two tries."""
    found = []
    for tries in range(1, MOST_TRIES):
        again = next_try(name, tries, NOW)
        assert again is not None
        found.append(again - NOW)
    return found


def test_there_are_fourteen_tries_and_no_more() -> None:
    assert MOST_TRIES == 14
    assert next_try("m", 13, NOW) is not None
    assert next_try("m", 14, NOW) is None
    assert next_try("m", 15, NOW) is None


@given(NAMES)
def test_they_are_spread_over_about_three_days(name: str) -> None:
    assert timedelta(hours=68) <= sum(waits(name), timedelta(0)) <= timedelta(hours=76)
    assert waits(name) == sorted(waits(name))
    assert waits(name)[0] <= timedelta(seconds=12)


@given(NAMES)
def test_the_same_webhook_waits_the_same_each_time_it_is_asked(name: str) -> None:
    assert waits(name) == waits(name)


def test_what_failed_together_does_not_come_back_together() -> None:
    again = {next_try(f"message {number}", 8, NOW) for number in range(100)}
    assert len(again) > 90


def test_an_endpoint_may_ask_to_be_left_alone_for_longer_but_not_for_ever() -> None:
    usual = next_try("m", 1, NOW)
    assert next_try("m", 1, NOW, timedelta(minutes=3)) == NOW + timedelta(minutes=3)
    assert next_try("m", 1, NOW, timedelta(days=300)) == NOW + LONGEST_ASKED
    assert next_try("m", 1, NOW, timedelta(seconds=1)) == usual
    assert next_try("m", 1, NOW, timedelta(days=-1)) == usual


def test_a_try_is_due_at_a_whole_second_and_never_before_the_last() -> None:
    at = NOW + timedelta(microseconds=1)
    again = next_try("m", 1, at, timedelta(seconds=30))
    assert again == NOW + timedelta(seconds=31)
