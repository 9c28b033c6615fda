"""Cases over HTTP: every piece of news taken once, given back whole, published, and refused with its field."""

from __future__ import annotations

from typing import Any

import pytest

from functions.publish_events import handler as publish_events
from shared.aws.dynamodb_cases import DynamoCases
from shared.cases.ports import StaleCase
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER
from tests.functions.triggers import from_stream

Headers = dict[str, str]
URL = "/v1/orders/A-1001/cases/RMA-7"
CASE: dict[str, Any] = {
    "kind": "return",
    "news": "requested",
    "happened_at": "2026-11-23T09:00:00+09:00",
    "lines": [{"sku": "KB-01", "quantity": 1}],
}
REFUNDED = {
    "kind": "return",
    "news": "refunded",
    "happened_at": "2026-11-24T09:00:00+09:00",
    "amount": {"amount": 2200, "currency": "JPY"},
    "until": "2026-12-08",
    "day": "2026-11-26",
    "reason": "changed_mind",
    "url": "https://returns.example.com/r/RMA-7",
}


@pytest.fixture(autouse=True)
def order(api: HttpApi, merchant: Headers) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)


def put(api: HttpApi, merchant: Headers, body: dict[str, Any], url: str = URL) -> Any:
    return api.request("PUT", url, headers=merchant, body=body)


def test_the_news_of_a_case_are_taken_and_given_back(api: HttpApi, merchant: Headers) -> None:
    first, second = put(api, merchant, CASE), put(api, merchant, REFUNDED)
    assert (first.status, second.status) == (201, 200)
    case = second.json()
    assert {key: case[key] for key in ("order_id", "case_id", "kind", "is_open", "lines")} == {
        "order_id": "A-1001",
        "case_id": "RMA-7",
        "kind": "return",
        "is_open": True,
        "lines": CASE["lines"],
    }
    assert [piece["news"] for piece in case["news"]] == ["requested", "refunded"]
    said = {key: value for key, value in REFUNDED.items() if key != "kind"}
    assert case["news"][1] == {**said, "happened_at": "2026-11-24T00:00:00Z", "lines": []}
    listed = api.request("GET", "/v1/orders/A-1001/cases", headers=merchant)
    assert (listed.status, listed.json()) == (200, {"cases": [case]})
    assert listed.headers["cache-control"] == "no-store"


def test_the_same_news_again_changes_nothing(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    put(api, merchant, CASE)
    before = cloud.items()
    assert put(api, merchant, CASE).status == 200
    assert cloud.items() == before


def test_what_is_saved_is_published_once(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    for body in ({**CASE, "happened_at": "2000-01-01T00:00:00+09:00"}, REFUNDED, REFUNDED):
        assert put(api, merchant, body).status < 300
    changes = cloud.changes("CASE#")
    assert publish_events.handler(from_stream(changes), None) == {"batchItemFailures": []}
    published = [event for event in cloud.published() if event["detail-type"] == "CaseChanged"]
    assert [event["detail"]["data"]["news"] for event in published] == ["requested", "refunded"]
    assert published[1]["detail"]["data"]["lines"] == CASE["lines"]
    assert {event["source"] for event in published} == {"postpurchase.cases"}


def test_a_case_of_another_kind_is_refused(api: HttpApi, merchant: Headers) -> None:
    put(api, merchant, CASE)
    answer = put(api, merchant, {**REFUNDED, "kind": "claim"})
    assert (answer.status, answer.code, answer.json()["field"]) == (422, "case_of_another_kind", "kind")


def test_a_case_needs_its_order(api: HttpApi, merchant: Headers) -> None:
    for method, path in (("PUT", "/v1/orders/A-404/cases/RMA-7"), ("GET", "/v1/orders/A-404/cases")):
        answer = api.request(method, path, headers=merchant, body=CASE if method == "PUT" else None)
        assert (answer.status, answer.code) == (404, "order_unknown")


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"kind": "loan"}, "kind"),
    ({"news": "canary"}, "news"),
    ({"happened_at": "2026-11-23T09:00:00"}, "happened_at"),
    ({"happened_at": "2026-12-24T09:00:00Z"}, "happened_at"),
    ({"lines": [{"sku": ""}]}, "lines.0.sku"),
    ({"amount": {"amount": 1.5, "currency": "JPY"}}, "amount.amount"),
    ({"amount": {"amount": 1, "currency": "yen"}}, "amount.currency"),
    ({"reason": "It broke when I opened it"}, "reason"),
    ({"url": "http://returns.example.com/r/1"}, "url"),
    ({"url": "https://someone@returns.example.com/"}, "url"),
    ({"url": "https://returns.example.com/<script>"}, "url"),
    ({"until": "0001-01-01"}, "until"),
    ({"day": "9999-12-31"}, "day"),
    ({"note": "canary"}, "note"),
]


def test_what_does_not_fit_is_refused_with_its_field(api: HttpApi, merchant: Headers) -> None:
    for change, field in REFUSED:
        answer = put(api, merchant, {**CASE, **change})
        assert (answer.status, answer.json()["field"]) == (422, field)
        assert "canary" not in answer.json()["detail"]


def test_an_id_that_is_none_is_refused(api: HttpApi, merchant: Headers) -> None:
    answer = put(api, merchant, CASE, "/v1/orders/A-1001/cases/-RMA")
    assert (answer.status, answer.json()["field"]) == (400, "case_id")


def test_a_storefront_may_not_read_cases(api: HttpApi, storefront_key: str) -> None:
    answer = api.request("GET", "/v1/orders/A-1001/cases", headers={"authorization": f"Bearer {storefront_key}"})
    assert answer.status == 403


def test_a_lost_race_is_a_conflict(api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(*_: object) -> None:
        raise StaleCase("The case changed in between: try again.")

    monkeypatch.setattr(DynamoCases, "save", stale)
    answer = put(api, merchant, CASE)
    assert (answer.status, answer.code) == (409, "stale_case")


def test_ids_and_counts_are_logged_and_no_address(api: HttpApi, merchant: Headers, logs: Any) -> None:
    put(api, merchant, REFUNDED)
    assert "RMA-7" in logs()
    assert "returns.example.com" not in logs()


def test_those_that_wait_are_listed_over_all_orders_and_by_kind(api: HttpApi, merchant: Headers) -> None:
    api.request("PUT", "/v1/orders/A-1002", headers=merchant, body=ORDER)
    put(api, merchant, CASE)
    claim = put(api, merchant, {**CASE, "kind": "claim"}, "/v1/orders/A-1001/cases/CL-1").json()
    older = {**CASE, "kind": "support", "happened_at": "2026-11-20T09:00:00Z"}
    question = put(api, merchant, older, "/v1/orders/A-1002/cases/Q-1").json()

    first = api.request("GET", "/v1/cases?state=waiting&limit=1", headers=merchant)
    assert (first.status, first.json()["cases"], first.headers["cache-control"]) == (200, [question], "no-store")
    rest = api.request("GET", f"/v1/cases?state=waiting&limit=2&cursor={first.json()['cursor']}", headers=merchant)
    assert rest.json() == {"cases": [claim], "cursor": None}
    of_kind = api.request("GET", "/v1/cases?state=waiting&kind=claim", headers=merchant)
    assert of_kind.json() == {"cases": [claim], "cursor": None}
    elsewhere = f"/v1/cases?state=waiting&kind=claim&cursor={first.json()['cursor']}"
    assert api.request("GET", elsewhere, headers=merchant).code == "invalid_cursor"

    answered = {**CASE, "kind": "claim", "news": "approved", "happened_at": "2026-11-23T10:00:00Z"}
    put(api, merchant, answered, "/v1/orders/A-1001/cases/CL-1")
    assert api.request("GET", "/v1/cases?state=waiting", headers=merchant).json()["cases"] == [question]


def test_a_list_of_waiting_cases_is_the_merchants_and_asked_for_as_such(
    api: HttpApi, merchant: Headers, storefront_key: str
) -> None:
    for query, field in (("", "state"), ("?state=open", "state"), ("?state=waiting&kind=return", "kind")):
        answer = api.request("GET", f"/v1/cases{query}", headers=merchant)
        assert (answer.status, answer.json()["field"]) == (422, field)
    refused = api.request("GET", "/v1/cases?state=waiting", headers={"authorization": f"Bearer {storefront_key}"})
    assert refused.status == 403
