"""A remembered value: read again after a while, and kept while its source is down."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from shared.errors import Unavailable
from shared.runtime.refreshing import Refreshing


class Source:
    """Answers what it holds; raises it when that is an error."""

    def __init__(self, value: int | Exception) -> None:
        self.value = value
        self.reads = 0

    def __call__(self) -> int:
        self.reads += 1
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def forward(seconds: float) -> None:
        clock[0] += seconds

    return forward


def test_a_value_is_read_once_and_again_when_it_is_old(pass_time: Callable[[float], None]) -> None:
    source = Source(1)
    value = Refreshing(source, 60)
    assert (value(), value(), source.reads) == (1, 1, 1)
    source.value = 2
    pass_time(59.9)
    assert (value(), source.reads) == (1, 1)
    pass_time(0.1)
    assert (value(), source.reads) == (2, 2)


def test_nothing_is_read_before_it_is_needed() -> None:
    source = Source(1)
    Refreshing(source, 60)
    assert source.reads == 0


def test_the_last_value_stands_while_the_source_is_down(pass_time: Callable[[float], None]) -> None:
    source = Source(1)
    value = Refreshing(source, 60)
    value()
    source.value = Unavailable("down")
    pass_time(61)
    assert value() == 1
    source.value = 2
    pass_time(61)
    assert value() == 2


def test_a_source_that_is_down_is_not_asked_with_every_call(pass_time: Callable[[float], None]) -> None:
    source = Source(1)
    value = Refreshing(source, 60)
    value()
    source.value = Unavailable("down")
    pass_time(61)
    assert [value() for _ in range(10)] == [1] * 10
    assert source.reads == 2


def test_without_an_earlier_value_the_error_is_told_and_the_next_call_tries_again() -> None:
    source = Source(Unavailable("down"))
    value = Refreshing(source, 60)
    with pytest.raises(Unavailable):
        value()
    source.value = 1
    assert value() == 1


def test_an_error_nobody_foresaw_is_not_hidden(pass_time: Callable[[float], None]) -> None:
    source = Source(1)
    value = Refreshing(source, 60)
    value()
    source.value = ValueError("not JSON")
    pass_time(61)
    with pytest.raises(ValueError, match="not JSON"):
        value()


def test_a_value_that_counts_as_false_is_a_value() -> None:
    source = Source(0)
    value = Refreshing(source, 60)
    assert (value(), value(), source.reads) == (0, 0, 1)
