"""The promise over HTTP: an answer a CDN may hold, for whoever shows the shop's publishable key."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from functions.promise_api import handler as promise_api
from shared.access.api_key import KeyKind, new_key
from shared.aws import clients
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_promise_model import DynamoPromiseModel
from shared.aws.lean.bucket import StoreUnavailable
from shared.aws.s3_promise_bucket import S3PromiseBucket
from shared.promise.snapshot import ModelPointer
from tests.functions.conftest import BUCKET, NOW, Cloud
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


def test_neither_table_nor_bucket_is_read_for_a_second_question(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(country="JP")
    monkeypatch.setattr(clients.dynamodb(), "get_item", lambda **_: pytest.fail("the table was read"))
    monkeypatch.setattr(clients.s3(), "get_object", lambda **_: pytest.fail("the bucket was read"))
    assert ask(country="US", postal="9").status == 200


def test_the_last_configuration_stands_while_the_bucket_is_down(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(country="JP")

    def down(**_: object) -> None:
        raise StoreUnavailable("S3 did not answer.")

    monkeypatch.setattr(clients.s3(), "get_object", down)
    monkeypatch.setattr(promise_api.data(), "_due_at", float("-inf"))
    assert ask(country="JP").status == 200


def test_a_key_made_just_now_is_known(cloud: Cloud, ask: Ask, api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(country="JP")
    monkeypatch.setattr(promise_api.data(), "_looked_at", float("-inf"))  # as if a second had passed
    key = new_key(KeyKind.STOREFRONT, b"\x09" * 32)
    DynamoKeys(clients.dynamodb(), cloud.table).add(key)
    assert api.request("GET", f"/v1/promise?country=JP&key={key.plain}").status == 200


def test_whoever_guesses_keys_makes_nobody_read_the_bucket_all_the_time(
    ask: Ask, api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(country="JP")
    monkeypatch.setattr(clients.s3(), "get_object", lambda **_: pytest.fail("the bucket was read"))
    guessed = new_key(KeyKind.STOREFRONT, b"\x08" * 32).plain
    assert {api.request("GET", f"/v1/promise?country=JP&key={guessed}").status for _ in range(20)} == {401}


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
    assert detail.startswith('There is no parameter "postcode". Known are: as_of, confidence, country,')
    assert "150" not in detail


def test_a_long_name_is_not_told_again_in_full(ask: Ask) -> None:
    assert "x" * 33 not in ask(country="JP", **{"x" * 1000: ""}).text


def test_a_whole_postal_code_is_not_told_again_when_nothing_goes_there(ask: Ask) -> None:
    assert "10115" not in ask(country="DE", postal="10115").text


def test_head_is_answered_like_get_without_the_body(ask: Ask) -> None:
    answer = ask("HEAD", country="JP")
    assert (answer.status, answer.body) == (200, b"")


def test_a_batch_is_answered_question_by_question(api: HttpApi, storefront_key: str) -> None:
    questions = [{"country": "JP", "postal": "150"}, {"country": "ZZ"}, {"country": "US", "postal": "787"}]
    answer = api.request("POST", f"/v1/promise:batch?key={storefront_key}", body={"questions": questions})
    japan, nowhere, texas = answer.json()["answers"]
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert (japan["country"], texas["country"]) == ("JP", "US")
    assert nowhere["problem"]["field"] == "country"


def test_scripts_of_every_page_may_read_answers_and_problems_without_asking_before(
    ask: Ask, api: HttpApi, storefront_key: str
) -> None:
    question = '{"questions":[{"country":"JP"}]}'
    plain = {"content-type": "text/plain;charset=UTF-8"}  # what a browser sends without a preflight
    several = api.request("POST", f"/v1/promise:batch?key={storefront_key}", headers=plain, body=question)
    answers = [ask(country="JP"), ask(country="BR"), ask(country="JP", key="pk_no"), several]
    assert [answer.status for answer in answers] == [200, 404, 401, 200]
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {"*"}


def test_a_batch_needs_a_key_and_json(api: HttpApi, storefront_key: str) -> None:
    assert api.request("POST", "/v1/promise:batch", body={"questions": []}).status == 401
    assert api.request("POST", f"/v1/promise:batch?key={storefront_key}", body="{").code == "malformed_json"
    assert api.request("POST", f"/v1/promise:batch?key={storefront_key}", body={"questions": []}).status == 422


def test_a_damaged_model_costs_no_answer(ask: Ask, cloud: Cloud) -> None:
    pointer = ModelPointer("damaged.bin", NOW)
    S3PromiseBucket(clients.s3(), BUCKET).put_model(pointer.name, b"not a model")
    DynamoPromiseModel(clients.dynamodb(), cloud.table).put(pointer)
    answer = ask(country="JP")
    assert (answer.status, answer.json()["options"][0]["source"]) == (200, "carrier_table")


def test_a_model_that_is_not_there_costs_no_answer(ask: Ask, cloud: Cloud) -> None:
    DynamoPromiseModel(clients.dynamodb(), cloud.table).put(ModelPointer("gone.bin", NOW))
    assert ask(country="JP").json()["options"][0]["source"] == "carrier_table"


HEAVY = (
    "boto3", "botocore", "pydantic", "aws_lambda_powertools", "jinja2", "http.client", "email", "secrets", "random",
    "xml.etree", "shared.tracking", "shared.promise.export", "shared.promise.network_json",
)  # fmt: skip
MODULES = 240


def test_importing_the_handler_takes_little_and_nothing_heavy() -> None:
    code = "import sys; import functions.promise_api.handler; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [module for module in modules if module.startswith(HEAVY)] == []
    assert len(modules) <= MODULES
