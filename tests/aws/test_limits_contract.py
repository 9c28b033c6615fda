"""What counts must do, in memory and in DynamoDB."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.access.limits import Counters, window_of
from shared.aws.dynamodb_limits import DynamoContacts, DynamoCounters
from shared.errors import Unavailable
from shared.returns.abuse.watching import Contacts
from tests.aws.conftest import TABLE
from tests.fakes.limits import InMemoryContacts, InMemoryCounters
from tests.samples import NOW

HOUR = window_of(NOW)
GONE = NOW + timedelta(hours=2)


@pytest.fixture(params=["memory", "dynamodb"])
def counters(request: pytest.FixtureRequest) -> Counters:
    if request.param == "memory":
        return InMemoryCounters()
    return DynamoCounters(request.getfixturevalue("dynamodb"), TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def contacts(request: pytest.FixtureRequest) -> Contacts:
    if request.param == "memory":
        return InMemoryContacts()
    return DynamoContacts(request.getfixturevalue("dynamodb"), TABLE)


def test_so_many_get_through_and_none_beyond(counters: Counters) -> None:
    assert [counters.take("look_up#a", HOUR, 2, GONE) for _ in range(4)] == [True, True, False, False]
    assert counters.counted("look_up#a", HOUR) == 2


def test_where_none_may_the_first_does_not_get_through(counters: Counters) -> None:
    assert not counters.take("look_up#a", HOUR, 0, GONE)
    assert counters.counted("look_up#a", HOUR) == 0


def test_callers_and_windows_are_counted_apart(counters: Counters) -> None:
    other_window: datetime = HOUR + timedelta(hours=1)
    assert counters.take("look_up#a", HOUR, 1, GONE)
    assert counters.take("look_up#b", HOUR, 1, GONE)
    assert counters.take("look_up#a", other_window, 1, GONE)
    assert counters.counted("look_up#c", HOUR) == 0


def test_customers_of_a_contact_are_counted_once_each_and_no_further_than_asked(contacts: Contacts) -> None:
    assert contacts.known("h") == 0
    assert [contacts.seen("h", customer, 3, GONE) for customer in ("C-1", "C-1", "C-2")] == [1, 1, 2]
    assert [contacts.seen("h", customer, 3, GONE) for customer in ("C-3", "C-4", "C-1")] == [3, 3, 3]
    assert (contacts.known("h"), contacts.known("other")) == (3, 0)


def test_what_was_counted_goes_away_by_itself(dynamodb: Any) -> None:
    DynamoCounters(dynamodb, TABLE).take("look_up#a", HOUR, 2, GONE)
    DynamoContacts(dynamodb, TABLE).seen("h", "C-1", 3, GONE)
    items = dynamodb.scan(TableName=TABLE)["Items"]
    assert [item["expires_at"]["N"] for item in items] == [str(int(GONE.timestamp()))] * 2


def test_a_table_that_does_not_answer_is_unavailable(dynamodb: Any) -> None:
    with pytest.raises(Unavailable):
        DynamoCounters(dynamodb, "no-such-table").take("a", HOUR, 2, GONE)
    with pytest.raises(Unavailable):
        DynamoContacts(dynamodb, "no-such-table").seen("a", "C", 2, GONE)
