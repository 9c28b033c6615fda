"""`todoku promise explain` prints what was promised, why, and what became of it; or a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.cli.api_client import Answer
from shared.receipts.receipt import PromiseReceipt, SignedReceipt
from shared.receipts.sign import Check
from tests.cli.conftest import Run
from tests.receipts.promises import HOME_DAY, RECEIPT, signed

KEY = "sk_canary"


class Api:
    """An API that answers from a table, and notes who asked."""

    def __init__(self, answers: Mapping[str, tuple[int, Any]]) -> None:
        self.answers = answers
        self.presented: list[str] = []

    def __call__(self, base_url: str) -> Api:
        assert base_url == "https://api.example.com"
        return self

    def call(self, method: str, path: str, *, headers: Mapping[str, str]) -> Answer:
        self.presented.append(headers["Authorization"])
        status, body = self.answers[path]
        return Answer(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode(), 1.0)


def published(receipt: PromiseReceipt, check: Check = Check.VALID) -> Any:
    kept: SignedReceipt = signed(receipt)
    return json.loads(kept.published(check))


def told(first: PromiseReceipt = RECEIPT, latest: PromiseReceipt = RECEIPT, **more: Check) -> tuple[int, Any]:
    return 200, {"order_id": "A-1001", "first": published(first, **more), "latest": published(latest, **more)}


def tracking(reached: Mapping[str, str]) -> tuple[int, Any]:
    parcel = {"carrier": "yamato", "tracking_number": "1", "milestone": "in_transit", "reached": reached}
    back = {"leg": "return", "parcels": [{**parcel, "tracking_number": "2"}]}
    return 200, {"time_zone": "Asia/Tokyo", "shipments": [{"leg": "outbound", "parcels": [parcel]}, back]}


NOT_FOUND = (404, {"code": "order_unknown", "detail": "There is no order with this id."})
LATER = replace(RECEIPT, id="pr_BBBBBBBBBBBBBBBBBBBBBB", promised=HOME_DAY + timedelta(days=2))


def explain(run: Run, monkeypatch: pytest.MonkeyPatch, promises: tuple[int, Any], order: tuple[int, Any]) -> Any:
    api = Api({"/v1/promises?order_id=A-1001": promises, "/v1/orders/A-1001/tracking": order})
    monkeypatch.setattr("shared.cli.promise.ApiClient", api)
    monkeypatch.setenv("API", "https://api.example.com")
    monkeypatch.setenv("MERCHANT_KEY", KEY)
    ended = run("promise", "explain", "A-1001")
    assert set(api.presented) == {f"Bearer {KEY}"}
    assert KEY not in ended.output
    return ended


def test_a_promise_is_printed_with_its_reasons_and_that_it_was_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = explain(run, monkeypatch, told(), tracking({"delivered": "2026-11-26T14:30:00Z"}))
    assert printed.exit_code == 0
    assert printed.stdout.splitlines() == [
        "Order A-1001 was promised: everything by Thu 2026-11-26.",
        "  pr_AAAAAAAAAAAAAAAAAAAAAA, made 2026-11-24 10:00 JST, shown 2026-11-24 09:58 JST",
        "  from version 7 of the configuration, model 2026-11-20-a",
        f"  the signature is valid (key {signed().signature.key_id})",
        "  item 1: CUP-1 × 2, home by ヤマト運輸 宅急便",
        "    ships Tue 2026-11-24 from tokyo, promised Thu 2026-11-26",
        "    computed: 2026-11-25 to 2026-11-26, likely 2026-11-25; at 90 %, own_history, 214 own deliveries",
        "    nominated: Thu 2026-11-26, 14:00–16:00",
        "      0 days  We ship on the day we take up your order.",
        "      2 days  The carrier does not deliver on Sundays.",
        "",
        "yamato 1: came Thu 2026-11-26, in time",
    ]


def test_the_day_of_arrival_is_the_shoppers_day(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = explain(run, monkeypatch, told(), tracking({"delivered": "2026-11-26T15:30:00Z"}))
    assert "yamato 1: came Fri 2026-11-27, late by 1 day" in printed.stdout


def test_the_first_promise_and_the_latest_are_both_measured(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    reached = {"available_for_pickup": "2026-11-28T01:00:00Z", "delivered": "2026-11-30T01:00:00Z"}
    printed = explain(run, monkeypatch, told(RECEIPT, LATER), tracking(reached))
    assert "Order A-1001 was first promised: everything by Thu 2026-11-26." in printed.stdout
    assert "and last promised: everything by Sat 2026-11-28." in printed.stdout
    assert "came Sat 2026-11-28; by the first promise late by 2 days, by the latest in time" in printed.stdout


def test_a_parcel_under_way_and_an_order_that_is_not_recorded_are_said_to_be(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "yamato 1: not there yet (in_transit)" in explain(run, monkeypatch, told(), tracking({})).stdout
    assert "The order is not recorded yet." in explain(run, monkeypatch, told(), NOT_FOUND).stdout
    empty = (200, {"time_zone": "Asia/Tokyo", "shipments": []})
    assert "No parcel has left yet." in explain(run, monkeypatch, told(), empty).stdout


def test_what_was_changed_in_the_store_is_said_loudly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = explain(run, monkeypatch, told(check=Check.INVALID), NOT_FOUND)
    assert "THE SIGNATURE IS NOT VALID" in printed.stdout


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {"detail": "No promise was made for this order."}), "✗ No promise was made for this order."),
        ((401, {"detail": "A valid API key is needed."}), "✗ A valid API key is needed."),
        ((503, {"detail": "Try again."}), "✗ Try again."),
        ((502, b"<html>"), "✗ The API did not answer (JSONDecodeError)."),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, Any], words: str
) -> None:
    refused = explain(run, monkeypatch, answer, NOT_FOUND)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(words)


def test_every_reason_of_a_promise_without_extras_is_printed_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    [item] = RECEIPT.items
    bare = replace(item, sku=None, day=None, slot=None, promised=date(2026, 11, 27))
    printed = explain(run, monkeypatch, told(*[replace(RECEIPT, items=(bare,), model=None)] * 2), NOT_FOUND)
    assert "item 1: × 2, home by ヤマト運輸 宅急便" in printed.stdout
    assert ", no model" in printed.stdout
    assert "nominated" not in printed.stdout
