"""Batches: what is hopeless is parked, what failed is tried again, and in a stream nothing overtakes a failure."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Unavailable
from shared.runtime.batch import Record, each_message, one_by_one, until_failure


class Hopeless(Invalid):
    code = "hopeless"


def queue(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": f"m{n}", "body": body} for n, body in enumerate(bodies)]}


def stream(*names: str) -> dict[str, Any]:
    return {"Records": [{"eventID": name, "dynamodb": {"Keys": {}, "SequenceNumber": f"seq-{name}"}} for name in names]}


def failures(answer: Any) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def never(_: str, __: Invalid) -> None:
    raise AssertionError("nothing should be parked")


def handle(body: str) -> None:
    errors = {"hopeless": Hopeless("why", field="f"), "early": NotFound("why"), "broken": RuntimeError("canary")}
    if body in errors:
        raise errors[body]


@given(bodies=st.lists(st.sampled_from(["good", "hopeless", "early", "broken"])))
def test_each_message_has_its_own_fate(bodies: list[str]) -> None:
    parked: list[tuple[str, str]] = []
    answer = each_message(queue(*bodies), handle, lambda body, error: parked.append((body, error.code)))
    assert failures(answer) == [f"m{n}" for n, body in enumerate(bodies) if body in ("early", "broken")]
    assert parked == [("hopeless", "hopeless")] * bodies.count("hopeless")


@pytest.mark.parametrize("kind", [NotFound, Conflict, Unavailable, Refused, Forbidden, RuntimeError, RecursionError])
def test_only_what_is_invalid_is_parked(kind: type[Exception]) -> None:
    def fail(_: str) -> None:
        raise kind("why")

    def park(_: str, __: Invalid) -> None:
        pytest.fail("parked")

    assert failures(each_message(queue("a"), fail, park)) == ["m0"]


def test_who_was_slower_reads_anew_at_once_and_does_not_wait_for_the_queue() -> None:
    faster = iter(range(4))

    def lose(_: str) -> None:
        if next(faster, None) is not None:
            raise Conflict("somebody was faster")

    assert failures(each_message(queue("a"), lose, never)) == []
    assert next(faster, None) is None


def test_who_always_comes_too_late_and_who_fails_otherwise_is_left_for_the_queue() -> None:
    for kind, times in ((Conflict, 5), (Unavailable, 1), (NotFound, 1)):
        tried: list[str] = []

        def fail(body: str, kind: type[Exception] = kind, tried: list[str] = tried) -> None:
            tried.append(body)
            raise kind("why")

        assert failures(each_message(queue("a"), fail, never)) == ["m0"]
        assert len(tried) == times


def test_what_cannot_be_parked_is_tried_again() -> None:
    def park(_: str, __: Invalid) -> None:
        raise Unavailable("no queue")

    assert failures(each_message(queue("hopeless", "good"), handle, park)) == ["m0"]


def test_no_exceptions_text_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        each_message(queue("broken"), handle, lambda *_: None)
        until_failure(stream("a"), one_by_one(lambda _: handle("broken"), never))
    assert "RuntimeError" in caplog.text
    assert "canary" not in repr([record.__dict__ for record in caplog.records])


def test_a_stream_stops_at_the_first_failure() -> None:
    handled = []

    def fail_on_c(record: Record) -> None:
        if record["eventID"] == "c":
            raise Unavailable("no")
        handled.append(record["eventID"])

    assert failures(until_failure(stream(*"abcde"), one_by_one(fail_on_c, never))) == ["seq-c"]
    assert handled == ["a", "b"]


@pytest.mark.parametrize("done", range(4))
def test_a_stream_is_retried_from_the_first_unfinished_record(done: int) -> None:
    def handle_some(records: Sequence[Record]) -> int:
        return done

    left = failures(until_failure(stream(*"abc"), handle_some))
    assert left == [f"seq-{name}" for name in "abc"[done : done + 1]]


@pytest.mark.parametrize("error", [Hopeless("why"), ValueError("canary"), KeyError("canary")])
def test_a_record_that_can_never_be_read_is_parked_and_the_stream_goes_on(error: Exception) -> None:
    handled, parked = [], []

    def hopeless_b(record: Record) -> None:
        if record["eventID"] == "b":
            raise error
        handled.append(record["eventID"])

    def park(note: str, reason: Invalid) -> None:
        parked.append((json.loads(note)["sequence_number"], reason.code, reason.detail))

    assert failures(until_failure(stream(*"abc"), one_by_one(hopeless_b, park))) == []
    assert handled == ["a", "c"]
    assert [(number, code) for number, code, _ in parked] == [("seq-b", "unreadable_record")]
    assert "canary" not in str(parked)


def test_a_record_that_cannot_even_be_parked_is_tried_again() -> None:
    def hopeless(_: Record) -> None:
        raise Hopeless("why")

    def broken_park(_: str, __: Invalid) -> None:
        raise Unavailable("no")

    assert failures(until_failure(stream("a", "b"), one_by_one(hopeless, broken_park))) == ["seq-a"]
