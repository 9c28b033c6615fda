"""A value looked after in the background: no request waits, whatever happens to its source."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from shared.errors import Unavailable
from shared.runtime import kept_fresh
from shared.runtime.kept_fresh import KeptFresh


class Source:
    """Answers what it holds, or raises it; may be made to hang."""

    def __init__(self, value: int | Exception) -> None:
        self.value = value
        self.reads = 0
        self.goes_on = threading.Event()
        self.goes_on.set()

    def __call__(self, known: int | None) -> int:
        self.reads += 1
        self.goes_on.wait(10)
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.005)
    raise AssertionError("it never came to hold")


def test_the_first_call_loads_and_the_next_ones_do_not(clock: Clock) -> None:
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    assert [value(), value(), value()] == [1, 1, 1]
    clock.now += 59
    assert (value(), source.reads) == (1, 1)


def test_an_old_value_is_answered_at_once_while_the_source_hangs(clock: Clock) -> None:
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    value()
    source.goes_on.clear()
    source.value = 2
    clock.now += 61
    began = time.perf_counter()
    assert [value() for _ in range(100)] == [1] * 100
    assert time.perf_counter() - began < 5
    assert source.reads == 2  # one look at a time
    source.goes_on.set()
    until(lambda: value() == 2)


def test_the_first_request_after_a_long_freeze_gets_the_new_value(clock: Clock) -> None:
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    value()
    source.value = 2
    clock.now += 3600
    assert value() == 2


def test_but_it_waits_for_a_moment_only(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_fresh, "PATIENCE_SECONDS", 0.05)
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    value()
    source.goes_on.clear()
    clock.now += 3600
    began = time.perf_counter()
    assert value() == 1
    assert time.perf_counter() - began < 5
    source.goes_on.set()


@pytest.mark.parametrize("failure", [Unavailable("down"), RuntimeError("unforeseen"), KeyError("x")])
def test_the_value_stands_while_its_source_is_down_and_is_looked_for_again(clock: Clock, failure: Exception) -> None:
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    value()
    source.value = failure
    clock.now += 61
    value()
    until(lambda: source.reads == 2 and value() == 1)
    source.value = 3
    clock.now += kept_fresh.RETRY_SECONDS + 1
    value()
    until(lambda: value() == 3)


def test_without_any_value_the_failure_is_told_and_the_source_is_not_stormed(clock: Clock) -> None:
    source = Source(Unavailable("down"))
    value = KeptFresh(source, 60, clock=clock)
    for _ in range(10):
        with pytest.raises(Unavailable, match="down"):
            value()
    assert source.reads == 1
    source.value = 1
    clock.now += kept_fresh.AGAIN_SECONDS
    assert value() == 1


def test_a_clock_that_was_set_back_does_not_keep_the_value_for_ever(clock: Clock) -> None:
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    value()
    source.value = 2
    clock.now -= 86_400
    value()
    until(lambda: value() == 2)


def test_who_misses_something_makes_it_look_at_most_once_a_second(clock: Clock) -> None:
    source = Source(1)
    value = KeptFresh(source, 60, clock=clock)
    value()
    clock.now += kept_fresh.AGAIN_SECONDS
    source.value = 2
    assert [value.look_again() for _ in range(10)] == [2] * 10
    assert source.reads == 2
