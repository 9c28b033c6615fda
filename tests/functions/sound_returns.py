"""What JSON Schema cannot say of requests about returns, put right in those that are meant to be sound."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_OF_ORDERS = ("/cancellation", "/withdrawal")
_WITH_A_REASON = ("/settle", "/withhold", "/override")


def agree_about_returns(case: Any, body: dict[str, Any]) -> None:
    """How fields hang together, which files were uploaded, and that another request needs another key."""
    path: str = case.operation.path
    if not path.startswith("/v1/returns") and not path.endswith(_OF_ORDERS):
        return
    in_whole_numbers(body)
    if path.endswith(_OF_ORDERS):
        body["lines"] = (body.get("lines") or [])[:1] or [{"line": "L-1", "quantity": 1}]
    if path.endswith(_WITH_A_REASON):
        body["note"] = "Because."
    if path in ("/v1/returns", "/v1/returns/{return_id}"):
        _agree_about_drafts(body)
    for answered in body.get("items") or () if path.endswith("/answer") else ():
        answered["evidence"] = []
    if path.endswith("/unknown-parcels"):
        body["found"] = (body.get("found") or [])[:1]
        for found in body["found"]:
            found["quantity"] = 1
    case.headers["Idempotency-Key"] = hashlib.sha256(json.dumps([path, body], sort_keys=True).encode()).hexdigest()


def in_whole_numbers(value: Any) -> Any:
    """JSON Schema counts 1.0 among the integers."""
    if isinstance(value, dict):
        for name, part in value.items():
            value[name] = in_whole_numbers(part)
    elif isinstance(value, list):
        value[:] = [in_whole_numbers(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _agree_about_drafts(body: dict[str, Any]) -> None:
    body["items"] = body["items"][:1]
    for item in body["items"]:
        item |= {"quantity": 1, "outcome": None, "wanted": None, "evidence": []}
    if "gift_code" in body:
        body["gift_code"] = None
