"""Several things at once: all are done, in any order, and what fails is told once the others are done."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from shared.errors import Invalid, Unavailable
from shared.runtime.side_by_side import each_message_at_once, side_by_side


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert side_by_side([lambda number=number: number for number in range(9)]) == list(range(9))  # type: ignore[misc]
    assert side_by_side([]) == []


def test_they_run_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=5)
    assert sorted(side_by_side([together.wait] * 3)) == [0, 1, 2]


def test_a_failure_is_raised_when_all_the_others_are_done() -> None:
    done: list[int] = []

    def fails() -> None:
        raise Unavailable("down")

    with pytest.raises(Unavailable):
        side_by_side([fails, lambda: done.append(1), lambda: done.append(2)])
    assert sorted(done) == [1, 2]


def test_of_a_batch_each_message_is_handled_parked_or_left_for_itself() -> None:
    together = threading.Barrier(3, timeout=5)
    parked: list[tuple[str, str]] = []

    def handle(body: str) -> None:
        together.wait()
        if body == "b":
            raise Invalid("never")
        if body == "c":
            raise Unavailable("not now")

    event: dict[str, Any] = {"Records": [{"messageId": f"m-{body}", "body": body} for body in "abc"]}
    answer = each_message_at_once(event, handle, lambda body, error: parked.append((body, error.code)))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-c"}]}
    assert parked == [("b", "invalid")]
