"""One suite, the fake and DynamoDB: the policy of a moment is the one that was in force then, and stays what it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.aws import keys
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.merchant.configuration_file import read
from shared.merchant.return_policy import returns_of
from shared.returns.policy.stored import to_json
from shared.returns.ports import Policies
from shared.returns.published import PublishedReturns, ReturnsOff, UnknownPolicy, UnreadablePolicy
from tests.aws.conftest import TABLE
from tests.fakes.policies import InMemoryPolicies
from tests.merchant.returning import SHOP, shop

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def returns(days: int) -> PublishedReturns:
    found = returns_of(shop(f"window: {{ days: {days} }}"))
    assert found is not None
    return found


@dataclass(frozen=True, slots=True)
class Shop:
    """What is published to, and what reads it."""

    publish: Callable[[datetime, PublishedReturns | None], int]
    policies: Policies

    def days_at(self, moment: datetime) -> int | None:
        window = self.policies.at(moment).base.window
        assert window is not None
        return window.days


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Shop:
    """The fake, and the real one."""
    if request.param == "memory":
        memory = InMemoryPolicies()
        return Shop(memory.publish, memory)
    client = request.getfixturevalue("dynamodb")
    return Shop(lambda at, given: publish(client, at, given), DynamoPolicies(client, TABLE))


def publish(client: Any, at: datetime, given: PublishedReturns | None) -> int:
    written = "" if given is None else dumped(given)
    return DynamoConfiguration(client, TABLE).publish("{}", f"[{at.timestamp()}]", written, now=at)


def dumped(given: PublishedReturns) -> str:
    return json.dumps(to_json(given))


def test_nothing_is_in_force_where_nothing_was_published(store: Shop) -> None:
    with pytest.raises(ReturnsOff):
        store.policies.in_force()
    with pytest.raises(ReturnsOff):
        store.policies.at(NOON)


def test_what_was_published_comes_back_whole_with_its_version(store: Shop) -> None:
    version = store.publish(NOON, returns(30))
    assert store.policies.in_force() == replace(returns(30).policy, version=version)


def test_a_purchase_keeps_the_policy_of_its_moment(store: Shop) -> None:
    store.publish(NOON, returns(30))
    assert store.days_at(NOON + DAY) == 30
    store.publish(NOON + 2 * DAY, returns(14))
    assert store.days_at(NOON) == 30
    assert store.days_at(NOON + DAY) == 30
    assert store.days_at(NOON + 2 * DAY) == 14
    assert store.policies.in_force().version == 2


def test_before_the_first_policy_the_first_one_holds(store: Shop) -> None:
    store.publish(NOON, None)
    store.publish(NOON + DAY, returns(30))
    store.publish(NOON + 2 * DAY, returns(14))
    assert store.days_at(NOON - DAY) == 30
    assert store.days_at(NOON) == 30


def test_what_was_bought_while_returns_were_off_stays_so(store: Shop) -> None:
    store.publish(NOON, returns(30))
    store.publish(NOON + DAY, None)
    with pytest.raises(ReturnsOff):
        store.policies.in_force()
    store.publish(NOON + 2 * DAY, returns(14))
    with pytest.raises(ReturnsOff):
        store.policies.at(NOON + DAY)
    assert store.days_at(NOON) == 30


def test_a_version_never_changes_and_one_that_is_not_there_is_said_to_be_unknown(store: Shop) -> None:
    store.publish(NOON, returns(30))
    store.publish(NOON + DAY, returns(14))
    assert store.policies.version(1) == replace(returns(30).policy, version=1)
    with pytest.raises(UnknownPolicy):
        store.policies.version(3)


def test_a_version_is_not_older_than_the_one_before_whatever_the_clock_says(store: Shop) -> None:
    store.publish(NOON, returns(30))
    store.publish(NOON - DAY, returns(14))
    assert store.days_at(NOON) == 14
    assert store.policies.in_force().version == 2


def test_current_tells_of_ways_back_too(dynamodb: Any) -> None:
    given = returns_of(read(SHOP))
    assert given is not None
    publish(dynamodb, NOON, given)
    current = DynamoPolicies(dynamodb, TABLE).current()
    assert current == replace(given, policy=replace(given.policy, version=1))


def test_the_past_is_read_once(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(dynamodb, NOON, returns(30))
    publish(dynamodb, NOON + DAY, returns(14))
    policies = DynamoPolicies(dynamodb, TABLE)
    policies.at(NOON)
    for name in ("query", "get_item"):
        monkeypatch.setattr(dynamodb, name, lambda **_: pytest.fail("read again"))
    assert policies.at(NOON + DAY - timedelta(seconds=1)).version == 1


def test_more_publications_than_one_page_are_all_seen(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        publish(dynamodb, NOON + number * DAY, returns(10 + number))
    asked = dynamodb.query
    monkeypatch.setattr(dynamodb, "query", lambda **arguments: asked(**arguments, Limit=2))
    assert DynamoPolicies(dynamodb, TABLE).in_force().version == 5


def test_what_was_published_before_moments_were_kept_stays_readable(dynamodb: Any) -> None:
    attributes = {"version": {"N": "1"}, "document": {"S": "{}"}, "network": {"S": "[]"}}
    dynamodb.put_item(TableName=TABLE, Item={**keys.current_configuration(), **attributes})
    configuration = DynamoConfiguration(dynamodb, TABLE)
    assert configuration.current().published_at is None
    assert configuration.publish("{}", "[]", now=NOON) == 1
    assert publish(dynamodb, NOON, returns(30)) == 2
    assert DynamoPolicies(dynamodb, TABLE).at(NOON - DAY).version == 2


def test_a_change_of_returns_alone_is_published(dynamodb: Any) -> None:
    configuration = DynamoConfiguration(dynamodb, TABLE)
    assert configuration.publish("{}", "[]", dumped(returns(30)), now=NOON) == 1
    assert configuration.publish("{}", "[]", dumped(returns(30)), now=NOON + DAY) == 1
    assert configuration.publish("{}", "[]", dumped(returns(14)), now=NOON + DAY) == 2


@pytest.mark.parametrize("written", ["[]", "{}", "no JSON", '{"policy": {"base": 1}}'])
def test_what_another_software_published_is_unavailable_not_a_crash(dynamodb: Any, written: str) -> None:
    DynamoConfiguration(dynamodb, TABLE).publish("{}", "[]", written, now=NOON)
    with pytest.raises(UnreadablePolicy):
        DynamoPolicies(dynamodb, TABLE).in_force()
