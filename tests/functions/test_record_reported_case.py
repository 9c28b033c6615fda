"""Queued news of cases: recorded once, from whatever source; the hopeless parked, the early retried."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.record_reported_case.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.errors import AwsUnavailable
from shared.cases.case import CaseNews
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_cases_api import CASE, REFUNDED
from tests.functions.test_orders_api import ORDER
from tests.functions.triggers import failed, from_bus, from_queue, on_bus


def reported(news: Any, source: str = "partner.returns", **changes: Any) -> dict[str, Any]:
    metadata = {
        "event_id": "r-1",
        "version": 1,
        "occurred_at": NOW.isoformat(),
        "merchant_id": "hanare",
        "correlation_id": "A-1001",
    }
    data = {**news, "order_id": "A-1001", "case_id": "RMA-7", **changes} if isinstance(news, dict) else news
    return on_bus({"detail-type": "CaseReported", "source": source, "detail": {"metadata": metadata, "data": data}})


@pytest.fixture
def order(api: HttpApi, merchant: dict[str, str]) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)


def test_news_from_any_source_are_recorded_in_any_order(cloud: Cloud, order: None) -> None:
    events = [reported(REFUNDED), reported(CASE, source="postpurchase.cases"), reported(REFUNDED)]
    assert failed(handler(from_bus(*events), None)) == []
    case = DynamoCases(clients.dynamodb(), cloud.table).get("A-1001", "RMA-7")
    assert case is not None
    assert set(case.news) == {CaseNews.REQUESTED, CaseNews.REFUNDED}
    before = cloud.items()
    assert failed(handler(from_bus(*events), None)) == []
    assert cloud.items() == before


def test_news_that_overtakes_its_order_is_tried_again(cloud: Cloud) -> None:
    assert failed(handler(from_bus(reported(CASE)), None)) == ["m0"]
    assert cloud.parked() == []


POISON = [
    ("{canary", "malformed_json"),
    (json.dumps(reported(None)), "unreadable_event"),
    (json.dumps(reported({"kind": "canary"})), "unreadable_event"),
    (json.dumps(reported(CASE, order_id="../canary")), "unreadable_event"),
    (json.dumps(reported(CASE, url="javascript:canary")), "unreadable_event"),
    (json.dumps(reported(CASE, reason="A Canary")), "unreadable_event"),
    (json.dumps(reported(CASE, happened_at="2027-11-24T00:00:00Z")), "not_yet_happened"),
]


def test_poison_is_parked_untouched_with_its_reason(cloud: Cloud, order: None, logs: Any) -> None:
    for body, code in POISON:
        assert failed(handler(from_queue(body), None)) == []
        ((parked, parked_code, reason),) = cloud.parked()
        assert (parked, parked_code) == (body, code)
        assert reason
        assert "canary" not in (reason + logs()).lower()


def test_a_case_of_another_kind_is_parked(cloud: Cloud, order: None) -> None:
    handler(from_bus(reported(CASE), reported({**REFUNDED, "kind": "claim"})), None)
    assert [code for _, code, _ in cloud.parked()] == ["case_of_another_kind"]


def test_what_may_succeed_later_is_left_for_another_try(
    cloud: Cloud, order: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("save case: AWS answered InternalError.")

    monkeypatch.setattr(DynamoCases, "save", down)
    assert failed(handler(from_bus(reported(CASE)), None)) == ["m0"]
    assert cloud.parked() == []


def test_news_told_side_by_side_are_all_recorded_without_waiting_for_the_queue(
    cloud: Cloud, order: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two of the function's environments do when a return's steps follow one another within a second."""
    read = DynamoCases.get
    others = iter([reported(REFUNDED)])

    def read_and_lose(cases: DynamoCases, order_id: str, case_id: str) -> Any:
        known = read(cases, order_id, case_id)
        for event in others:  # the other one comes between our reading and our saving
            assert failed(handler(from_bus(event), None)) == []
        return known

    monkeypatch.setattr(DynamoCases, "get", read_and_lose)
    assert failed(handler(from_bus(reported(CASE)), None)) == []
    case = read(DynamoCases(clients.dynamodb(), cloud.table), "A-1001", "RMA-7")
    assert case is not None
    assert set(case.news) == {CaseNews.REQUESTED, CaseNews.REFUNDED}
