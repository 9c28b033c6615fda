"""What the merchant reads of claims over HTTP: everything that was said and shown, and the way to what was shown."""

from __future__ import annotations

import re
from typing import Any

import pytest

from functions.claims_api.models import ClaimView
from shared.aws.stream_records import events_of
from shared.claims.claim import Claim
from shared.claims.problem import Problem, Wish
from shared.cli.checkout import ROOT
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.reported import FILE, report_chipped_bowls
from tests.functions.sold import Headers, sell, shopper_of

PLACE = "/v1/orders/A-1001/claims"
WORDS = "canary: 縁が欠けていました。"


@pytest.fixture
def claim(api: HttpApi, merchant: Headers, cloud: Cloud) -> Claim:
    """A chipped bowl, with a photo."""
    sell(api, merchant)
    return report_chipped_bowls(cloud, 2, WORDS)


def test_a_claim_is_read_with_all_that_was_said_and_shown_and_answered_by_its_case(
    api: HttpApi, merchant: Headers, claim: Claim
) -> None:
    reply = api.request("GET", PLACE, headers=merchant)
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    (read,) = reply.json()["claims"]
    at = "2026-11-24T01:30:00Z"
    case = read.pop("case")
    assert read == {
        "order_id": "A-1001",
        "claim_id": claim.claim_id,
        "problem": "damaged",
        "shipment_id": "S-1",
        "lines": [{"sku": "KB-01", "quantity": 2}],
        "wish": "replacement",
        "reported_at": at,
        "changed_at": at,
        "words": [{"at": at, "words": WORDS}],
        "evidence": [
            {"evidence_id": FILE, "kind": "photo", "added_at": at, "href": f"{PLACE}/{claim.claim_id}/evidence/{FILE}"}
        ],
    }
    assert (case["case_id"], case["kind"], case["is_open"]) == (claim.claim_id, "claim", True)
    answer = {"kind": "claim", "news": "resolved", "happened_at": "2026-11-24T11:00:00+09:00"}
    told = api.request("PUT", f"/v1/orders/A-1001/cases/{claim.claim_id}", headers=merchant, body=answer)
    assert told.status == 200
    assert api.request("GET", PLACE, headers=merchant).json()["claims"][0]["case"]["is_open"] is False


def test_a_file_is_led_to_for_a_minute_and_no_other_is(api: HttpApi, merchant: Headers, claim: Claim) -> None:
    href = f"{PLACE}/{claim.claim_id}/evidence/{FILE}"
    led = api.request("GET", href, headers=merchant)
    assert led.status == 302
    assert f"/evidence/{FILE}?" in led.headers["location"]
    assert "Expires=60" in led.headers["location"]
    other = href.replace("aaaa", "bbbb")
    for address, code in (
        (other, "evidence_unknown"),
        (href.replace(claim.claim_id, "CL-22222222"), "claim_unknown"),
        (href.replace("A-1001", "A-9"), "claim_unknown"),
    ):
        assert api.request("GET", address, headers=merchant).code == code


@pytest.mark.parametrize("below", ["", f"/CL-22222222/evidence/{FILE}"])
def test_only_the_merchants_key_opens_claims(api: HttpApi, merchant: Headers, claim: Claim, below: str) -> None:
    assert api.request("GET", PLACE + below).status == 401
    assert api.request("GET", PLACE + below, headers=shopper_of(api, merchant)).status in (401, 403)


def test_an_order_without_claims_has_none_and_one_that_is_not_there_is_unknown(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    assert api.request("GET", PLACE, headers=merchant).json() == {"claims": []}
    assert api.request("GET", "/v1/orders/A-9/claims", headers=merchant).code == "order_unknown"


def test_the_bus_hears_of_a_claim_and_of_its_photo_without_a_word_of_it(
    api: HttpApi, merchant: Headers, claim: Claim, cloud: Cloud, logs: Any
) -> None:
    events = [event for record in cloud.changes("CLAIM#", "CASE#") for event in events_of(record, "hanare")]
    assert [event.detail_type for event in events] == ["CaseChanged", "ClaimReported", "ClaimReported"]
    assert [event.data["files"] for event in events[1:]] == [0, 1]
    api.request("GET", PLACE, headers=merchant)
    assert "canary" not in str(events) + logs()


def test_the_documented_fields_are_those_of_the_answer() -> None:
    rows = (ROOT / "docs" / "claims.md").read_text().partition("| field | is |")[2].partition("\n\n")[0]
    named = {field for row in rows.splitlines() if row for field in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {*ClaimView.model_fields} - {"order_id"}
    said = {word for row in rows.splitlines() for word in re.findall(r"`(\w+)`", row)}
    assert said >= {*Problem} | {*Wish}
