"""Carriers' pushes at the door: proven, kept and answered; everything else is turned away before it costs anything."""

from __future__ import annotations

import base64
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from shared.aws import clients
from shared.carriers.receive_update import MAX_IN_EVENT
from tests.functions.conftest import EASYPOST_SECRET, Cloud, easypost_signature
from tests.functions.http_api import HttpApi, Reply

CARRIERS = Path(__file__).parents[2] / "events" / "carriers"
PUSH = (CARRIERS / "easypost" / "out_for_delivery.json").read_bytes()


def push(api: HttpApi, body: bytes = PUSH, signature: str | None = None, kind: str = "application/json") -> Reply:
    headers = {"content-type": kind, "X-Hmac-Signature": signature or easypost_signature(body)}
    return api.request("POST", "/v1/carriers/easypost/webhook", headers=headers, body=body)


def test_a_signed_push_is_on_the_bus_as_it_came(api: HttpApi, cloud: Cloud) -> None:
    answer = push(api)
    assert (answer.status, answer.json()) == (202, {"status": "accepted"})
    (event,) = cloud.published()
    assert (event["source"], event["detail-type"]) == ("postpurchase.carriers", "CarrierUpdateReceived")
    assert event["detail"]["data"]["carrier"] == "easypost"
    assert event["detail"]["data"]["payload"].encode() == PUSH
    assert event["detail"]["metadata"]["merchant_id"] == "hanare"


def test_every_carrier_signs_in_its_own_way(api: HttpApi, cloud: Cloud) -> None:
    body = (CARRIERS / "fedex" / "delivered.json").read_bytes()
    signature = base64.b64encode(hmac.digest(b"a-fedex-secret", body, "sha256")).decode()
    headers = {"content-type": "application/json", "fdx-signature": signature}
    assert api.request("POST", "/v1/carriers/fedex/webhook", headers=headers, body=body).status == 202
    assert cloud.published()[0]["detail"]["data"]["carrier"] == "fedex"


def test_a_push_that_travels_as_base64_is_the_same_push(api: HttpApi, cloud: Cloud) -> None:
    assert push(api, kind="application/octet-stream").status == 202
    assert cloud.published()[0]["detail"]["data"]["payload"].encode() == PUSH


def test_a_repeated_push_carries_the_same_event_id(api: HttpApi, cloud: Cloud) -> None:
    push(api), push(api), push(api, PUSH + b" ")
    ids = [event["detail"]["metadata"]["event_id"] for event in cloud.published()]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "signature",
    [
        "x",
        easypost_signature(PUSH, "another secret"),
        easypost_signature(PUSH + b" "),
        easypost_signature(PUSH, ""),
        "hmac-sha256-hex=",
        "届",
    ],
)
def test_a_forged_push_is_turned_away_without_a_hint(api: HttpApi, cloud: Cloud, signature: str) -> None:
    answer = push(api, signature=signature)
    assert (answer.status, answer.code) == (401, "signature_refused")
    assert answer.json()["detail"] == "The request carries no valid signature of this carrier."
    assert cloud.published() == []


def test_an_unsigned_push_is_turned_away(api: HttpApi) -> None:
    assert api.request("POST", "/v1/carriers/easypost/webhook", body=PUSH).status == 401


def test_a_carrier_without_a_secret_is_not_believed(api: HttpApi) -> None:
    clients.secretsmanager().put_secret_value(SecretId="carriers", SecretString="{}")
    assert push(api, signature=easypost_signature(PUSH, "")).status == 401


def test_both_secrets_hold_during_a_rotation(api: HttpApi) -> None:
    secret = json.dumps({"easypost": ["new", EASYPOST_SECRET]})
    clients.secretsmanager().put_secret_value(SecretId="carriers", SecretString=secret)
    assert [push(api, signature=easypost_signature(PUSH, s)).status for s in ("new", EASYPOST_SECRET)] == [202, 202]


def test_an_unknown_carrier_is_told_which_there_are(api: HttpApi) -> None:
    answer = api.request("POST", "/v1/carriers/pigeon/webhook", body=PUSH)
    assert (answer.status, answer.code) == (404, "unknown_carrier")
    assert "easypost" in answer.json()["detail"]


def test_a_bus_that_refuses_makes_the_carrier_try_again(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}
    monkeypatch.setattr(clients.events(), "put_events", lambda **_: refusal)
    answer = push(api)
    assert (answer.status, answer.code) == (503, "aws_unavailable")


def test_what_a_push_says_is_in_no_log(api: HttpApi, logs: Any) -> None:
    body = json.dumps({"object": "Event", "name": "canary-name", "signed_by": "canary-mail@shopper.example"}).encode()
    push(api, body)
    push(api, body, signature="canary-forged")
    push(api, b'{"canary":')
    assert "carrier update received" in logs()
    assert "canary" not in logs()


def test_the_signature_is_checked_before_the_body_is_read(api: HttpApi) -> None:
    assert push(api, b"{", signature="forged").status == 401
    assert push(api, b"{").status == 400


def test_the_worst_body_that_is_taken_still_fits_an_entry_of_the_bus(cloud: Cloud, api: HttpApi) -> None:
    body = b'["' + b'\\"' * ((MAX_IN_EVENT - 4) // 2) + b'"]'
    assert len(body) <= MAX_IN_EVENT
    assert push(api, body).status == 202
    [event] = cloud.published()
    assert len(json.dumps(event, ensure_ascii=False).encode()) < 256 * 1024
