"""Many items in few calls, and none forgotten that DynamoDB left for later."""

from __future__ import annotations

import time
from typing import Any

import pytest

from shared.aws.batch_get import KEYS_PER_CALL, PAUSES, batch_get
from shared.aws.errors import AwsUnavailable
from tests.aws.conftest import TABLE

Asked = dict[str, dict[str, Any]]


def key(n: int) -> dict[str, Any]:
    return {"PK": {"S": f"P#{n}"}, "SK": {"S": "S"}}


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it slept, without sleeping."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


class Stingy:
    """A DynamoDB that answers at most `most` keys of a call, and none at all in the first `idle` calls."""

    def __init__(self, most: int, idle: int = 0) -> None:
        self.calls: list[int] = []
        self.strongly: list[bool] = []
        self._most = most
        self._idle = idle

    def batch_get_item(self, RequestItems: Asked) -> dict[str, Any]:
        keys = RequestItems[TABLE]["Keys"]
        self.strongly.append(RequestItems[TABLE]["ConsistentRead"])
        self.calls.append(len(keys))
        most = 0 if len(self.calls) <= self._idle else self._most
        answer: dict[str, Any] = {"Responses": {TABLE: keys[:most]}, "UnprocessedKeys": {}}
        if keys[most:]:
            answer["UnprocessedKeys"] = {TABLE: {"Keys": keys[most:]}}
        return answer


def test_more_keys_than_one_call_takes_are_asked_for_in_several(dynamodb: Any) -> None:
    for n in range(0, 250, 2):
        dynamodb.put_item(TableName=TABLE, Item=key(n))
    found = batch_get(dynamodb, TABLE, map(key, range(250)), "read")
    assert sorted(item["PK"]["S"] for item in found) == sorted(f"P#{n}" for n in range(0, 250, 2))


def test_what_was_left_out_is_asked_for_again_at_once(naps: list[float]) -> None:
    stingy = Stingy(most=60)
    found = batch_get(stingy, TABLE, map(key, range(150)), "read")  # type: ignore[arg-type]
    assert sorted(map(str, found)) == sorted(str(key(n)) for n in range(150))
    assert stingy.calls[0] == KEYS_PER_CALL
    assert naps == []


def test_a_dynamodb_that_answers_nothing_is_given_time_and_then_up(naps: list[float]) -> None:
    assert len(batch_get(Stingy(9, idle=len(PAUSES)), TABLE, map(key, range(9)), "read")) == 9  # type: ignore[arg-type]
    assert naps == list(PAUSES)
    with pytest.raises(AwsUnavailable, match=r"^read: "):
        batch_get(Stingy(9, idle=len(PAUSES) + 1), TABLE, map(key, range(9)), "read")  # type: ignore[arg-type]


def test_it_is_read_strongly_where_that_is_asked_for_also_again() -> None:
    stingy = Stingy(most=60)
    batch_get(stingy, TABLE, map(key, range(90)), "read", consistent=True)  # type: ignore[arg-type]
    batch_get(stingy, TABLE, map(key, range(9)), "read")  # type: ignore[arg-type]
    assert stingy.strongly == [True, True, False]


def test_nothing_is_asked_when_nothing_is_wanted() -> None:
    stingy = Stingy(9)
    assert batch_get(stingy, TABLE, [], "read") == []  # type: ignore[arg-type]
    assert stingy.calls == []
