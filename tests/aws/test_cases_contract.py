"""What a store of cases must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.aws.dynamodb_cases import DynamoCases
from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.cases.ports import Cases, StaleCase
from shared.promise.money import Price
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryCases
from tests.samples import NOW

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
