"""Advisories over HTTP: taken in both forms, listed while in force, ended by the merchant."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.promise_api import handler as promise_api
from functions.publish_events.handler import handler as publish
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.triggers import failed, from_stream

FILES = Path(__file__).parents[2] / "events" / "advisories"
UNTIL = (NOW + timedelta(days=2)).isoformat()
SNOW = {"id": "snow-1", "kind": "snow", "severity": "severe", "area": [{"region": "JP-01"}], "until": UNTIL}


@pytest.fixture
def ask(api: HttpApi, merchant_key: str) -> Any:
    def call(method: str, target: str, body: object = b"", content_type: str = "application/json") -> Reply:
        headers = {"authorization": f"Bearer {merchant_key}", "content-type": content_type}
        return api.request(method, target, headers=headers, body=body)

    return call


def alert(name: str) -> bytes:
    """A CAP file, about the days after NOW."""
    text = (FILES / f"{name}.xml").read_text("utf-8")
    return text.replace("2026-01-2", "2026-11-2").replace("2026-11-20T", "2026-11-24T").encode()


def listed(ask: Any) -> list[str]:
    return [advisory["id"] for advisory in ask("GET", "/v1/advisories").json()["advisories"]]


def test_an_advisory_is_taken_listed_and_says_what_it_does(ask: Any) -> None:
    reply = ask("POST", "/v1/advisories", SNOW)
    assert (reply.status, reply.json()["outcome"]) == (201, "recorded")
    [advisory] = ask("GET", "/v1/advisories").json()["advisories"]
    assert advisory == reply.json()["advisory"]
    [hazard] = advisory["hazards"]
    assert hazard["days"] == {"least": 1, "most": 3}
    assert hazard["headlines"]["ja"] == "北海道：大雪のため最大3日の遅れ"
    assert "JP-06" in hazard["areas"][0]["places"]
    assert hazard["slows"] is True


def test_the_same_sent_again_changes_nothing(ask: Any, cloud: Cloud) -> None:
    ask("POST", "/v1/advisories", SNOW)
    before = cloud.items()
    again = ask("POST", "/v1/advisories", SNOW)
    assert (again.status, again.json()["outcome"]) == (200, "unchanged")
    assert cloud.items() == before


@pytest.mark.parametrize("content_type", ["application/cap+xml", "application/xml; charset=utf-8", "TEXT/XML"])
def test_a_cap_alert_is_taken_as_it_is(ask: Any, content_type: str) -> None:
    reply = ask("POST", "/v1/advisories", alert("winter_storm_update"), content_type)
    assert (reply.status, reply.json()["outcome"]) == (201, "recorded")
    assert listed(ask) == [reply.json()["advisory"]["id"]]
    assert len(reply.json()["ended"]) == 1


def test_a_cancel_ends_what_it_refers_to_and_a_test_is_ignored_with_its_reason(ask: Any) -> None:
    ask("POST", "/v1/advisories", alert("winter_storm_update"), "application/cap+xml")
    ended = ask("POST", "/v1/advisories", alert("winter_storm_cancel"), "application/cap+xml")
    assert (ended.status, ended.json()["outcome"], ended.json()["advisory"]) == (200, "ended", None)
    assert listed(ask) == []
    exercise = alert("winter_storm").replace(b"Actual", b"Exercise")
    ignored = ask("POST", "/v1/advisories", exercise, "application/cap+xml")
    assert (ignored.status, ignored.json()["outcome"]) == (200, "ignored")
    assert "status" in ignored.json()["reason"]


def test_the_merchant_ends_an_advisory_before_its_time(ask: Any) -> None:
    ask("POST", "/v1/advisories", SNOW)
    ended = ask("POST", "/v1/advisories/snow-1/end")
    assert ended.status == 200
    assert (ended.json()["in_force"], ended.json()["end"]["reason"]) == (False, "ended")
    assert ask("POST", "/v1/advisories/snow-1/end").json() == ended.json()
    assert listed(ask) == []


def test_a_list_comes_in_pages(ask: Any) -> None:
    for number in range(3):
        ask("POST", "/v1/advisories", {"id": f"a{number}", "carriers": ["ups"]})
    first = ask("GET", "/v1/advisories?limit=2").json()
    rest = ask("GET", f"/v1/advisories?limit=2&cursor={first['cursor']}").json()
    assert [[a["id"] for a in page["advisories"]] for page in (first, rest)] == [["a0", "a1"], ["a2"]]
    assert rest["cursor"] is None


def test_the_published_rules_count(ask: Any, cloud: Cloud) -> None:
    store = DynamoConfiguration(clients.dynamodb(), cloud.table)
    document = json.loads(store.current().document) | {"disruptions": {"days": {"severe": {"most": 9}}}}
    store.publish(json.dumps(document), store.current().network, now=NOW)
    reply = ask("POST", "/v1/advisories", SNOW)
    assert reply.json()["advisory"]["hazards"][0]["days"] == {"least": 0, "most": 9}


@pytest.mark.parametrize(
    ("method", "target", "body", "content_type", "status", "code"),
    [
        ("POST", "/v1/advisories", b"{", "application/json", 400, "malformed_json"),
        ("POST", "/v1/advisories", b"<a", "application/cap+xml", 400, "malformed_xml"),
        ("POST", "/v1/advisories", b"<feed/>", "application/cap+xml", 422, "unreadable_alert"),
        ("POST", "/v1/advisories", {"kind": "meteor"}, "application/json", 422, "invalid_body"),
        ("POST", "/v1/advisories", {"kind": "snow"}, "application/json", 422, "invalid_advisory"),
        ("GET", "/v1/advisories?limit=0", b"", "", 422, "invalid_query"),
        ("GET", "/v1/advisories?cursor=x", b"", "", 422, "invalid_cursor"),
        ("GET", "/v1/advisories?kind=snow", b"", "", 422, "invalid_query"),
        ("POST", "/v1/advisories/unknown/end", b"", "", 404, "advisory_unknown"),
        ("POST", "/v1/advisories/a%2Fb/end", b"", "", 400, "bad_request"),
        ("PUT", "/v1/advisories", b"", "", 405, "method_not_allowed"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_code(
    ask: Any, method: str, target: str, body: object, content_type: str, status: int, code: str
) -> None:
    reply = ask(method, target, body, content_type)
    assert (reply.status, reply.code) == (status, code)


def test_two_words_at_one_time_are_refused(ask: Any) -> None:
    said = SNOW | {"sent": NOW.isoformat()}
    ask("POST", "/v1/advisories", said)
    reply = ask("POST", "/v1/advisories", said | {"severity": "minor"})
    assert (reply.status, reply.code) == (422, "advisory_sent_twice")


@pytest.mark.parametrize(("method", "target"), [("POST", ""), ("GET", ""), ("POST", "/a/end")])
def test_only_the_merchant_may(api: HttpApi, storefront_key: str, method: str, target: str) -> None:
    for headers in ({}, {"authorization": f"Bearer {storefront_key}"}):
        reply = api.request(method, f"/v1/advisories{target}", headers=headers)
        assert reply.status in (401, 403)


def test_what_was_saved_is_published(ask: Any, cloud: Cloud) -> None:
    ask("POST", "/v1/advisories", SNOW)
    ask("POST", "/v1/advisories/snow-1/end")
    assert failed(publish(from_stream(cloud.changes("ADVISORY")), None)) == []
    published = cloud.published()
    assert [event["detail-type"] for event in published] == ["AdvisoryIssued", "AdvisoryEnded"]
    assert {event["detail"]["data"]["advisory_id"] for event in published} == {"snow-1"}


def test_an_advisory_slows_the_promise_until_it_is_ended_and_the_promise_says_so(
    ask: Any, api: HttpApi, storefront_key: str
) -> None:
    target = f"/v1/promise?key={storefront_key}&country=JP&postal=060&lang=ja"

    def promised() -> list[str]:
        promise_api.data.cache_clear()
        return [option["promised"] for option in api.request("GET", target).json()["options"]]

    before = promised()
    ask("POST", "/v1/advisories", SNOW)
    assert promised() > before
    assert "北海道：大雪のため最大3日の遅れ" in api.request("GET", target).text
    ask("POST", "/v1/advisories/snow-1/end")
    assert promised() == before
