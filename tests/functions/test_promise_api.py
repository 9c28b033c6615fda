"""The promise over HTTP: an answer a CDN may hold, for whoever shows the shop's publishable key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from functions.promise_api import handler as promise_api
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.errors import AwsUnavailable
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi, Reply

Ask = Callable[..., Reply]


@pytest.fixture
def ask(api: HttpApi, storefront_key: str) -> Ask:
    """`ask(country="JP")` as the storefront."""

    def get(method: str = "GET", **query: str) -> Reply:
        parts = {"key": storefront_key, **query}
        return api.request(method, "/v1/promise?" + "&".join(f"{name}={quote(v)}" for name, v in parts.items()))

    return get


def test_a_promise_names_its_day_its_deadline_and_its_reasons(ask: Ask) -> None:
    answer = ask(country="JP", postal="150-0001", lang="ja")
    body = answer.json()
    soonest = body["options"][0]
    assert (answer.status, body["country"], body["postal"], body["language"]) == (200, "JP", "1500001", "ja")
    assert (soonest["method"], soonest["ship_date"], soonest["promised"]) == ("express", "2026-11-24", "2026-11-25")
    assert soonest["order_by"] == "2026-11-24T06:00:00Z"
    assert sum(reason["days"] for reason in soonest["explanation"]) == 1


def test_a_cdn_may_hold_the_answer_until_it_would_change(ask: Ask) -> None:
    answer = ask(country="JP")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["etag"].startswith('W/"')


def test_the_tag_changes_with_the_answer_and_not_with_the_minute(ask: Ask, at: Any) -> None:
    first = ask(country="JP").headers["etag"]
    at(NOW + timedelta(minutes=1))
    assert ask(country="JP").headers["etag"] == first
    at(NOW + timedelta(hours=6))
    assert ask(country="JP").headers["etag"] != first


def test_just_before_the_deadline_nothing_is_held_beyond_it(ask: Ask, at: Any) -> None:
    at(NOW.replace(hour=5, minute=59, second=50))
    assert ask(country="JP").headers["cache-control"] == "public, max-age=10"


def test_a_pretended_moment_is_not_cached(ask: Ask) -> None:
    answer = ask(country="JP", as_of="2026-11-24T16:00:00+09:00")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["options"][0]["ship_date"] == "2026-11-25"


def test_no_table_is_read_for_a_second_question(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(country="JP")
    monkeypatch.setattr(clients.dynamodb(), "get_item", lambda **_: pytest.fail("the table was read"))
    assert ask(country="US", postal="9").status == 200


def test_the_last_configuration_stands_while_the_table_is_down(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(country="JP")

    def down(_: object) -> None:
        raise AwsUnavailable("read configuration: AWS answered InternalServerError.")

    monkeypatch.setattr(DynamoConfiguration, "current", down)
    monkeypatch.setattr(promise_api.network(), "_loaded_at", float("-inf"))
    assert ask(country="JP").status == 200


def test_without_any_configuration_it_is_unavailable_for_now(ask: Ask, cloud: Cloud) -> None:
    key = {"PK": {"S": "CONFIGURATION"}, "SK": {"S": "CURRENT"}}
    clients.dynamodb().delete_item(TableName=cloud.table, Key=key)
    answer = ask(country="JP")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "nothing_published", "5")


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({}, 422, "country"),
        ({"country": "ZZ"}, 422, "country"),
        ({"country": "JP", "postal": "〒150%"}, 422, "postal"),
        ({"country": "JP", "as_of": "yesterday"}, 422, "as_of"),
        ({"country": "JP", "as_of": "2026-11-24T10:00:00"}, 422, "as_of"),
        ({"country": "JP", "as_of": "9999-12-31T23:59:59-12:00"}, 422, "as_of"),
        ({"country": "JP", "email": "canary-mail@shopper.example"}, 422, "query"),
        ({"country": "DE"}, 404, None),
    ],
)
def test_what_cannot_be_answered_names_its_part(
    ask: Ask, query: dict[str, str], status: int, field: str | None
) -> None:
    answer = ask(**query)
    assert (answer.status, answer.json().get("field")) == (status, field)
    assert answer.headers["cache-control"] == "no-store"
    assert "canary" not in answer.text
    assert answer.code


def test_a_parameter_nobody_knows_is_named_without_its_value(ask: Ask) -> None:
    detail = ask(country="JP", postcode="150-0001").json()["detail"]
    assert detail.startswith('There is no parameter "postcode". Known are: as_of, country,')
    assert "150" not in detail


def test_a_long_name_is_not_told_again_in_full(ask: Ask) -> None:
    assert "x" * 33 not in ask(country="JP", **{"x" * 1000: ""}).text


def test_a_whole_postal_code_is_not_told_again_when_nothing_goes_there(ask: Ask) -> None:
    assert "10115" not in ask(country="DE", postal="10115").text


def test_head_is_answered_like_get_without_the_body(ask: Ask) -> None:
    answer = ask("HEAD", country="JP")
    assert (answer.status, answer.body) == (200, b"")
