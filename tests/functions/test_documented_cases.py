"""What docs/cases.md shows is what the function takes and answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from functions.record_reported_case import handler as record_reported_case
from shared.cases.case import CaseKind, CaseNews
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER
from tests.functions.triggers import failed, from_bus, on_bus

PAGE = (Path(__file__).parents[2] / "docs" / "cases.md").read_text("utf-8")
_TOLD = re.compile(r"curl -X PUT \"\$API(/v1/[^\"]*)\".*? -d '(.*?)'\n```", re.DOTALL)
_SHOWN = re.compile(r"```json\n(.*?)\n```", re.DOTALL)


def test_what_is_shown_is_taken_and_answered(api: HttpApi, merchant: dict[str, str], cloud: Cloud) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    answers = [api.request("PUT", path, headers=merchant, body=json.loads(body)) for path, body in _TOLD.findall(PAGE)]
    assert [answer.status for answer in answers] == [201, 200, 200]
    shown, event = (json.loads(text) for text in _SHOWN.findall(PAGE))
    assert {key: answers[-1].json()[key] for key in shown} == shown
    listed = api.request("GET", "/v1/orders/A-1001/cases", headers=merchant).json()["cases"]
    assert listed == [answers[-1].json()]

    put: dict[str, Any] = {"source": event["Source"], "detail-type": event["DetailType"], "detail": event["Detail"]}
    assert failed(record_reported_case.handler(from_bus(on_bus(put)), None)) == []
    assert cloud.parked() == []
    (case,) = api.request("GET", "/v1/orders/A-1001/cases", headers=merchant).json()["cases"]
    assert [piece["news"] for piece in case["news"]] == ["requested", "label_ready", "received", "refunded"]


def test_every_kind_and_every_news_has_its_words() -> None:
    for value in (*CaseKind, *CaseNews):
        assert f"`{value}`" in PAGE
