"""What docs/returns-api.md shows is what the functions take and answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from functions.openapi import FILE
from functions.returns_api.handler import ROUTES
from shared.evidence.evidence_files import KINDS, MEGABYTE
from shared.returns.view.links import _PAYING, _PLACES
from tests.functions.documented_calls import blocks_of, call
from tests.functions.http_api import HttpApi, Reply
from tests.functions.sold import Headers, draw_nothing, sell

PAGE = (Path(__file__).parents[2] / "docs" / "returns-api.md").read_text("utf-8")
EXPECTED = (200, 201, 200, 200, 200, 200, 200, 200, 409, 200)


def test_what_is_shown_is_taken_and_answered(
    api: HttpApi, merchant: Headers, merchant_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    sell(api, merchant)
    known, statuses = {"MERCHANT_KEY": merchant_key}, []
    reply: Reply | None = None
    for kind, text in blocks_of("returns-api.md"):
        if kind == "json":
            assert reply is not None
            shown = json.loads(text)
            assert {name: reply.json()[name] for name in shown} == shown
            continue
        reply = call(api, text, known)
        statuses.append(reply.status)
        known |= learned(reply)
    assert tuple(statuses) == EXPECTED


def learned(reply: Reply) -> dict[str, str]:
    """What the next examples stand in for."""
    answer = reply.json()
    found = {"SHOPPER_TOKEN": answer.get("shopper_token"), "RETURN": answer.get("return_id")}
    settlements = answer.get("settlements") or []
    found["SETTLEMENT"] = settlements[0]["settlement_id"] if settlements else None
    return {name: value for name, value in found.items() if value}


def test_every_action_and_every_type_has_its_words() -> None:
    for action in (*_PLACES, *_PAYING):
        assert f"`{action}`" in PAGE
    for content_type, (_, _, most) in KINDS.items():
        (row,) = [line for line in PAGE.splitlines() if f"`{content_type}`" in line]
        assert f"| {most // MEGABYTE} MB |" in row


def test_every_route_of_an_order_is_told() -> None:
    told = {path.rpartition("/")[2] for path in ROUTES if path.startswith("/v1/orders/")}
    assert all(part in PAGE or part == "returns" for part in told)
    assert "/v1/return-policy" in json.loads(FILE.read_text("utf-8"))["paths"]
