"""What the place of the suggestion model must do, in memory and in DynamoDB."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from shared.aws import dynamodb_suggestions, keys
from shared.aws.dynamodb_suggestions import DynamoSuggestions
from shared.aws.stream_records import events_of
from shared.returns.reports.returned_item import ReturnedItem
from shared.returns.suggestions.fit import fit
from shared.returns.suggestions.model import ModelTooLarge, UnreadableModel
from shared.returns.suggestions.ports import Suggestions
from shared.returns.suggestions.put_in_force import put_in_force
from tests.aws.conftest import TABLE
from tests.fakes.suggestions import InMemorySuggestions
from tests.returns.suggestions.made_up_past import past


@pytest.fixture(params=["memory", "dynamodb"])
def suggestions(request: pytest.FixtureRequest) -> Suggestions:
    if request.param == "memory":
        return InMemorySuggestions()
    return DynamoSuggestions(request.getfixturevalue("dynamodb"), TABLE)


@pytest.fixture(scope="module")
def rows() -> Sequence[ReturnedItem]:
    return past(1, effect=True, rows=600)


def test_before_the_first_there_is_none(suggestions: Suggestions) -> None:
    assert suggestions.current() is None


def test_the_last_that_was_put_is_in_force(suggestions: Suggestions, rows: Sequence[ReturnedItem]) -> None:
    suggestions.put(fit(rows[:100]))
    model, smallest = put_in_force(suggestions, rows)
    assert suggestions.current() == model
    assert smallest == 10


def test_what_is_too_fine_to_be_kept_is_kept_coarser(
    dynamodb: Any, rows: Sequence[ReturnedItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DynamoSuggestions(dynamodb, TABLE)
    monkeypatch.setattr(dynamodb_suggestions, "LARGEST", 700)
    model, smallest = put_in_force(store, rows)
    assert smallest > 10
    assert 0 < len(model.cells) < len(fit(rows).cells)
    monkeypatch.setattr(dynamodb_suggestions, "LARGEST", 10)
    with pytest.raises(ModelTooLarge):
        put_in_force(store, rows)
    assert store.current() == model


def test_a_model_that_cannot_be_read_is_said_to_be_one(dynamodb: Any) -> None:
    dynamodb.put_item(TableName=TABLE, Item={**keys.suggestion_model(), "model": {"B": b"no model"}})
    with pytest.raises(UnreadableModel):
        DynamoSuggestions(dynamodb, TABLE).current()


def test_that_a_model_was_put_is_nobodys_event() -> None:
    key = keys.suggestion_model()
    record = {"eventName": "INSERT", "dynamodb": {"Keys": key, "NewImage": {**key, "model": {"B": "eJw="}}}}
    assert events_of(record, "m") == []
