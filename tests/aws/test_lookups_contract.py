"""What look-ups must do, in memory and in DynamoDB."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.access.lookup import KEPT_FOR, KeptLookup, Lookup, Lookups
from shared.access.target import Target
from shared.aws.dynamodb_lookups import DynamoLookups
from shared.aws.dynamodb_noted_codes import DynamoNotedCodes
from shared.errors import Unavailable
from shared.notifications.noted_code import NOTED_FOR, CodeOutcome, NotedCode
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryLookups
from tests.fakes.access import InMemoryNotedCodes
from tests.samples import NOW

ID = "a" * 22
ASKED = Lookup(ID, Target.RETURNS, NOW, number="1001", proof="f" * 64)


@pytest.fixture(params=["memory", "dynamodb"])
def lookups(request: pytest.FixtureRequest) -> Lookups:
    if request.param == "memory":
        return InMemoryLookups()
    return DynamoLookups(request.getfixturevalue("dynamodb"), TABLE)


def test_what_was_asked_comes_back_with_what_became_of_it(lookups: Lookups) -> None:
    lookups.keep(ASKED)
    assert lookups.get(ID) == KeptLookup(ASKED)
    assert [lookups.note_found(ID, link) for link in ("one", "other")] == [True, False]
    lookups.take_try(ID, 5)
    for moment in (NOW, NOW + KEPT_FOR):
        lookups.note_opened(ID, moment)
    assert lookups.get(ID) == KeptLookup(ASKED, found="one", tries=1, opened_at=NOW)


def test_tries_are_counted_up_to_the_last(lookups: Lookups) -> None:
    lookups.keep(ASKED)
    assert [kept and kept.tries for kept in (lookups.take_try(ID, 2) for _ in range(4))] == [1, 2, None, None]


def test_what_nobody_asked_can_neither_be_tried_nor_found_nor_made(lookups: Lookups) -> None:
    assert lookups.take_try(ID, 5) is None
    assert not lookups.note_found(ID, "link")
    lookups.note_opened(ID, NOW)
    assert lookups.get(ID) is None


def test_of_many_tries_at_once_no_more_get_through(dynamodb: Any) -> None:
    lookups = DynamoLookups(dynamodb, TABLE)
    lookups.keep(ASKED)
    with ThreadPoolExecutor(8) as at_once:
        tried = list(at_once.map(lambda _: lookups.take_try(ID, 5), range(24)))
    assert sorted(kept.tries for kept in tried if kept) == [1, 2, 3, 4, 5]


def test_a_look_up_goes_away_by_itself_and_holds_no_code(dynamodb: Any) -> None:
    DynamoLookups(dynamodb, TABLE).keep(replace(ASKED, number="", proof="", link="l" * 22))
    [item] = dynamodb.scan(TableName=TABLE)["Items"]
    assert item["expires_at"]["N"] == str(int((NOW + KEPT_FOR).timestamp()))
    assert set(item) == {"PK", "SK", "body", "tries", "expires_at"}


def test_what_became_of_codes_is_noted_once_per_moment_and_goes_away_by_itself(dynamodb: Any) -> None:
    store, memory = DynamoNotedCodes(dynamodb, TABLE), InMemoryNotedCodes()
    for codes in (store, memory):
        for minute, outcome in ((2, CodeOutcome.REFUSED), (0, CodeOutcome.SENT), (0, CodeOutcome.SENT)):
            codes.note("A-1", NotedCode(NOW + timedelta(minutes=minute), outcome))
        codes.note("A-11", NotedCode(NOW, CodeOutcome.SENT))
    assert list(store.of_order("A-1")) == list(memory.of_order("A-1"))
    assert [code.outcome for code in store.of_order("A-1")] == [CodeOutcome.SENT, CodeOutcome.REFUSED]
    first = min(dynamodb.scan(TableName=TABLE)["Items"], key=lambda item: (item["PK"]["S"], item["SK"]["S"]))
    assert first["expires_at"]["N"] == str(int((NOW + NOTED_FOR).timestamp()))
    assert set(first) == {"PK", "SK", "outcome", "expires_at"}


def test_a_table_that_does_not_answer_is_unavailable(dynamodb: Any) -> None:
    with pytest.raises(Unavailable):
        DynamoLookups(dynamodb, "no-such-table").take_try(ID, 5)
