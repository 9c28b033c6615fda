"""Carriers over HTTP: which there are, and of which one a tracking number may be."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from shared.aws import clients
from shared.carriers.registry import SLUGS
from tests.functions.http_api import HttpApi, Reply

Ask = Callable[..., Reply]
UPS = "1Z999AA10123456784"


@pytest.fixture
def ask(api: HttpApi, storefront_key: str) -> Ask:
    """`ask(number="1Z…")` as the storefront."""

    def get(path: str = "/v1/carriers/detect", method: str = "GET", **query: str) -> Reply:
        parts = {"key": storefront_key, **query}
        return api.request(method, f"{path}?" + "&".join(f"{name}={quote(value)}" for name, value in parts.items()))

    return get


def test_a_number_is_answered_with_its_carrier_and_the_reason(ask: Ask) -> None:
    answer = ask(number="1z 999 aa1 01 2345 6784")
    assert answer.status == 200
    assert answer.json() == {
        "number": UPS,
        "candidates": [
            {
                "carrier": "ups",
                "name": "UPS",
                "format": "UPS 1Z",
                "certainty": "check_digit",
                "why": '"1Z" and 16 letters or digits; the check digit is right.',
            }
        ],
        "problems": [],
    }


def test_a_mistyped_number_has_no_candidate_but_a_problem(ask: Ask) -> None:
    body = ask(number="1Z999AA10123456785").json()
    assert body["candidates"] == []
    assert [problem["carrier"] for problem in body["problems"]] == ["ups"]
    assert "a digit may be mistyped" in body["problems"][0]["why"]


def test_the_country_orders_the_candidates(ask: Ask) -> None:
    candidates = ask(number="4000-0000-1030", country="jp").json()["candidates"]
    assert [candidate["carrier"] for candidate in candidates][:3] == ["yamato", "sagawa", "japan_post"]


def test_what_no_carrier_writes_has_no_candidate(ask: Ask) -> None:
    body = ask(number="123").json()
    assert (body["candidates"], body["problems"]) == ([], [])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "number"),
        ({"number": ""}, "number"),
        ({"number": "canary@shopper.example"}, "number"),
        ({"number": "1" * 51}, "number"),
        ({"number": UPS, "country": "JPN"}, "country"),
        ({"number": UPS, "postal": "150"}, "query"),
    ],
)
def test_what_cannot_be_answered_names_its_part_and_not_its_value(ask: Ask, query: dict[str, str], field: str) -> None:
    answer = ask(**query)
    assert (answer.status, answer.code, answer.json()["field"]) == (422, "undetectable", field)
    assert answer.headers["cache-control"] == "no-store"
    assert "canary" not in answer.text


def test_every_carrier_that_is_heard_is_listed_with_its_name(ask: Ask) -> None:
    listed = ask("/v1/carriers").json()["carriers"]
    assert [carrier["carrier"] for carrier in listed] == list(SLUGS)
    assert {"carrier": "fedex", "name": "FedEx"} in listed


def test_a_cdn_may_hold_what_a_storefront_asked(ask: Ask) -> None:
    assert ask(number=UPS).headers["cache-control"] == "public, max-age=86400"
    assert ask("/v1/carriers").headers["cache-control"] == "public, max-age=86400"


def test_the_merchants_server_may_ask_too_and_no_shared_cache_holds_its_answer(
    api: HttpApi, merchant: dict[str, str]
) -> None:
    answer = api.request("GET", f"/v1/carriers/detect?number={UPS}", headers=merchant)
    assert (answer.status, answer.headers["cache-control"]) == (200, "private, max-age=86400")


@pytest.mark.parametrize("path", ["/v1/carriers?", f"/v1/carriers/detect?number={UPS}&"])
def test_nobody_asks_without_a_key_of_the_right_kind(
    api: HttpApi, path: str, merchant_key: str, storefront_key: str
) -> None:
    assert api.request("GET", path).status == 401
    assert api.request("GET", f"{path}key={merchant_key}").status == 403
    assert api.request("GET", path, headers={"authorization": f"Bearer {storefront_key}"}).status == 403


def test_no_table_is_read_for_a_second_question(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(number=UPS)
    monkeypatch.setattr(clients.dynamodb(), "get_item", lambda **_: pytest.fail("the table was read"))
    assert ask(number="RB123456785GB").status == 200


def test_head_is_answered_like_get_without_the_body(ask: Ask) -> None:
    answer = ask(method="HEAD", number=UPS)
    assert (answer.status, answer.body) == (200, b"")
