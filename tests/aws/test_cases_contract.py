"""What a store of cases must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from shared.aws.dynamodb_cases import DynamoCases
from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.cases.ports import Cases, StaleCase
from shared.promise.money import Price
from shared.tracking.cursor import InvalidCursor
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryCases
from tests.samples import NOW

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TOLD = Told(
    NOW,
    Price(2200, "JPY"),
    date(2026, 12, 8),
    date(2026, 11, 26),
    "worn",
    "https://r.example/1",
    (CaseLine("SKU-1", 2),),
)
CASE = (
    Case("A-1", "RMA-1", CaseKind.RETURN)
    .hearing(CaseNews.REQUESTED, Told(NOW - timedelta(hours=1)))
    .hearing(CaseNews.REFUNDED, TOLD)
)


@pytest.fixture(params=["memory", "dynamodb"])
def cases(request: pytest.FixtureRequest) -> Cases:
    if request.param == "memory":
        return InMemoryCases()
    return DynamoCases(request.getfixturevalue("dynamodb"), TABLE)


def test_every_field_comes_back_one_version_on(cases: Cases) -> None:
    assert cases.get("A-1", "RMA-1") is None
    assert cases.save(CASE) == replace(CASE, version=1)
    assert cases.get("A-1", "RMA-1") == replace(CASE, version=1)


def test_what_was_stored_and_is_told_again_says_nothing_new(cases: Cases) -> None:
    stored = cases.save(CASE)
    read = cases.get("A-1", "RMA-1")
    assert read is not None
    assert read.hearing(CaseNews.REFUNDED, TOLD) == stored
    contradicted = replace(TOLD, reason="broken")
    assert read.hearing(CaseNews.REFUNDED, contradicted) == stored.hearing(CaseNews.REFUNDED, contradicted)


def test_of_two_who_save_only_the_first_may(cases: Cases) -> None:
    cases.save(CASE)
    with pytest.raises(StaleCase):
        cases.save(CASE)
    assert cases.save(replace(CASE, version=1)).version == 2
    with pytest.raises(StaleCase):
        cases.save(replace(CASE, version=1))


def test_the_cases_of_an_order_are_its_own_and_all(cases: Cases) -> None:
    for order_id, case_id in (("A-1", "RMA-1"), ("A-1", "CLAIM.1"), ("A-10", "RMA-1")):
        cases.save(replace(CASE, order_id=order_id, case_id=case_id))
    assert sorted(case.case_id for case in cases.of_order("A-1")) == ["CLAIM.1", "RMA-1"]
    assert cases.of_order("A-2") == []


def asked(order_id: str, kind: CaseKind = CaseKind.CLAIM, hours_ago: int = 0) -> Case:
    return Case(order_id, "C-1", kind).hearing(CaseNews.REQUESTED, Told(NOW - timedelta(hours=hours_ago)))


def ids(found: tuple[Sequence[Case], str]) -> list[str]:
    return [case.order_id for case in found[0]]


def test_those_that_wait_are_listed_the_longest_first_in_pages(cases: Cases) -> None:
    cases.save(asked("A-1", CaseKind.SUPPORT, 1))
    cases.save(asked("A-2", CaseKind.WARRANTY, 3))
    cases.save(asked("A-3", CaseKind.CLAIM, 2))
    for kind in (CaseKind.RETURN, CaseKind.EXCHANGE):
        cases.save(asked(f"B-{kind}", kind))
    first = cases.waiting(2)
    assert (ids(first), first[0][0]) == (["A-2", "A-3"], replace(asked("A-2", CaseKind.WARRANTY, 3), version=1))
    last = cases.waiting(2, first[1])
    assert (ids(last), last[1]) == (["A-1"], "")


def test_one_leaves_the_list_when_it_is_answered_and_comes_back_when_it_is_opened_again(cases: Cases) -> None:
    waits = cases.save(asked("A-1", hours_ago=9))
    cases.save(asked("A-2", hours_ago=5))
    answered = cases.save(waits.hearing(CaseNews.NEEDS_MORE, Told(NOW - timedelta(hours=4))))
    assert ids(cases.waiting(9)) == ["A-2"]
    cases.save(answered.hearing(CaseNews.REOPENED, Told(NOW)))
    assert ids(cases.waiting(9)) == ["A-2", "A-1"]


@pytest.mark.parametrize("cursor", ["canary", "2026#A-1"])
def test_a_cursor_of_no_list_is_refused(cases: Cases, cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        cases.waiting(2, cursor)


def test_what_waits_is_listed_by_the_one_put_that_saves_it(dynamodb: DynamoDBClient) -> None:
    cases = DynamoCases(dynamodb, TABLE)
    waits = cases.save(asked("A-1"))
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert (item["SK"], item["listed_in"]) == ({"S": "CASE#C-1"}, {"S": "CASES_WAITING"})
    cases.save(waits.hearing(CaseNews.RESOLVED, Told(NOW + timedelta(hours=1))))
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert not {"listed_in", "listed_as"} & item.keys()
