"""Limits on how often somebody may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.access.limits import (
    AskedTooOften,
    Limit,
    caller_key,
    contact_key,
    nearby_key,
    order_key,
    window_of,
)
from tests.fakes.limits import InMemoryCounters

NOW = datetime(2026, 11, 24, 3, 40, 20, tzinfo=UTC)


def limit(most: int = 2) -> Limit:
    return Limit("look_up", most, InMemoryCounters())


def test_who_asks_too_often_is_told_when_the_hour_is_over() -> None:
    tried = limit()
    tried.check("a", NOW)
    tried.check("a", NOW)
    with pytest.raises(AskedTooOften) as refused:
        tried.check("a", NOW)
    assert refused.value.retry_after == 19 * 60 + 40
    assert refused.value.code == "asked_too_often"


def test_the_last_moment_of_the_hour_waits_for_a_whole_second() -> None:
    tried = limit(0)
    with pytest.raises(AskedTooOften) as refused:
        tried.check("a", NOW.replace(minute=59, second=59, microsecond=999_999))
    assert refused.value.retry_after == 1


def test_a_new_hour_begins_anew_and_others_are_not_bothered() -> None:
    tried = limit(1)
    tried.check("a", NOW)
    tried.check("b", NOW)
    tried.check("a", NOW + timedelta(minutes=20))
    with pytest.raises(AskedTooOften):
        tried.check("a", NOW + timedelta(minutes=21))


def test_limits_of_different_things_do_not_add_up() -> None:
    counters = InMemoryCounters()
    Limit("look_up", 1, counters).check("a", NOW)
    Limit("claim", 1, counters).check("a", NOW)


def test_what_was_asked_in_the_hour_before_is_still_seen() -> None:
    tried = limit(5)
    for _ in range(3):
        tried.check("a", NOW - timedelta(hours=1))
    tried.check("a", NOW)
    assert tried.asked("a", NOW) == 4
    assert tried.asked("a", NOW + timedelta(hours=2)) == 0


def test_windows_are_full_hours_wherever_the_clock_is() -> None:
    india = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert window_of(india) == window_of(NOW) == datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_a_caller_is_known_by_a_keyed_hash_and_nothing_of_the_address_is_in_it() -> None:
    key = caller_key("203.0.113.9", "secret")
    assert len(key) == 32
    assert key == caller_key(" 203.0.113.9", "secret") == caller_key("::ffff:203.0.113.9", "secret")
    assert len({key, caller_key("203.0.113.10", "secret"), caller_key("203.0.113.9", "other")}) == 3


def test_one_household_has_one_ipv6_network_and_so_one_count() -> None:
    assert caller_key("2001:db8:1:2::1", "s") == caller_key("2001:db8:1:2:ffff::9", "s")
    assert caller_key("2001:db8:1:2::1", "s") != caller_key("2001:db8:1:3::1", "s")


def test_a_number_is_counted_apart_in_every_network_and_of_every_other_number() -> None:
    here = nearby_key("A-1", "203.0.113.9", "s")
    assert here == nearby_key("A-1", "203.0.113.250", "s") == nearby_key("A-1", "::ffff:203.0.113.1", "s")
    assert nearby_key("A-1", "2001:db8:1:2::1", "s") == nearby_key("A-1", "2001:db8:1:ffff::9", "s")
    others = {nearby_key("A-2", "203.0.113.9", "s"), nearby_key("A-1", "203.0.114.9", "s")}
    others |= {nearby_key("A-1", "2001:db8:1::1", "s"), nearby_key("A-1", "2001:db8:2::1", "s")}
    assert len(others | {here}) == 5


def test_an_address_that_is_none_is_counted_all_the_same() -> None:
    assert caller_key("", "s") == caller_key("", "s") != caller_key("what", "s")


def test_callers_orders_and_contacts_of_one_name_are_told_apart() -> None:
    assert len({caller_key("a", "s"), order_key("a", "s"), contact_key("a", "s")}) == 3
    assert contact_key(" Hana@Example.com", "s") == contact_key("hana@example.com", "s")
