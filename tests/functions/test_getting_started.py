"""The first steps work as they are written: each command is taken, and answers what is shown of it."""

from __future__ import annotations

import json
from typing import Any

from tests.functions.documented_calls import blocks_of, call, is_call
from tests.functions.http_api import HttpApi

STATUSES = (200, 201, 201, 200, 201, 201, 200, 201)
"""Asked, ordered, sent, listed; ordered, sent, asked what may come back, put together."""
_NEEDS_MORE_THAN_HTTP = "todoku "


def test_every_step_is_taken_and_answers_what_is_shown(api: HttpApi, merchant_key: str, storefront_key: str) -> None:
    known = {"MERCHANT_KEY": merchant_key, "STOREFRONT_KEY": storefront_key}
    statuses: list[int] = []
    answer: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for kind, text in blocks_of("getting-started.md"):
        if kind == "json":
            shown = json.loads(text)
            assert set(shown) <= {*answer, "type", "title", "status", "code", "detail"}
        elif is_call(text) and _NEEDS_MORE_THAN_HTTP not in text:
            reply = call(api, text, known)
            statuses.append(reply.status)
            answer = reply.json()
            known["SHOPPER_TOKEN"] = answer.get("shopper_token", known.get("SHOPPER_TOKEN", ""))
    assert tuple(statuses) == STATUSES
    entries = zip(shown["money"]["entries"], answer["money"]["entries"], strict=True)
    assert all(one.items() <= other.items() for one, other in entries)
    assert [link["action"] for link in answer["links"]] == [link["action"] for link in shown["links"]]
