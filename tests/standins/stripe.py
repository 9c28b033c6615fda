"""Stripe's refunds, as docs.stripe.com/api/refunds and /api/idempotent_requests describe them (2026-11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins.service import Asked, Objection, Reply, Service, needs


@dataclass
class Intent:
    """A payment."""

    amount: int
    refunds: list[dict[str, Any]] = field(default_factory=list)
    is_disputed: bool = False

    @property
    def left(self) -> int:
        dead = ("failed", "canceled")
        return self.amount - sum(each["amount"] for each in self.refunds if each["status"] not in dead)


class Stripe(Service):
    """One account with its payments."""

    def __init__(self, secret_key: str) -> None:
        super().__init__()
        self.intents: dict[str, Intent] = {}
        self.next_status = "succeeded"
        self.keys: dict[str, tuple[bytes, Reply]] = {}
        """Idempotency keys: what was asked, and what was answered."""
        self._secret_key = secret_key

    def take(self, asked: Asked) -> Reply:
        needs(asked.headers.get("authorization") == f"Bearer {self._secret_key}", 401, "no such key")
        path = urlsplit(asked.path)
        needs(path.path == "/v1/refunds", 404, "no such path")
        if asked.method == "GET":
            return self._list(_form(path.query))
        needs(asked.headers.get("content-type") == "application/x-www-form-urlencoded", 400, "no form")
        key = asked.headers.get("idempotency-key", "")
        needs(0 < len(key) <= 255, 400, "no key")
        if key in self.keys:
            body, reply = self.keys[key]
            needs(body == asked.body, 400, "other parameters", _error("idempotency_key_reused", "idempotency_error"))
            return reply
        try:
            reply = self._create(_form(asked.body.decode()))
        except Objection as objection:
            reply = objection.reply
        self.keys[key] = asked.body, reply
        return reply

    def _list(self, query: dict[str, str]) -> Reply:
        refunds = list(reversed(self._intent(query).refunds))
        after = query.get("starting_after")
        ids = [each["id"] for each in refunds]
        start = ids.index(after) + 1 if after else 0
        limit = int(query.get("limit", "10"))
        needs(1 <= limit <= 100, 400, "limit")
        page = refunds[start : start + limit]
        return Reply.of(200, {"object": "list", "data": page, "has_more": start + limit < len(refunds)})

    def _create(self, form: dict[str, str]) -> Reply:
        intent = self._intent(form)
        amount = int(form.get("amount", "0"))
        needs(amount > 0, 400, "amount", _error("parameter_invalid_integer"))
        needs(not intent.is_disputed, 400, "disputed", _error("charge_disputed"))
        needs(intent.left > 0, 400, "already refunded", _error("charge_already_refunded"))
        needs(amount <= intent.left, 400, "too large", _error("amount_too_large"))
        metadata = {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")}
        refund = {
            "id": f"re_{sum(len(each.refunds) for each in self.intents.values()) + 1}", "object": "refund",
            "amount": amount, "status": self.next_status, "metadata": metadata,
        }  # fmt: skip
        intent.refunds.append(refund)
        return Reply.of(200, refund)

    def _intent(self, form: dict[str, str]) -> Intent:
        found = self.intents.get(form.get("payment_intent") or form.get("charge", ""))
        needs(found, 404, "no such payment", _error("resource_missing"))
        assert found is not None
        return found


def _form(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _error(code: str, kind: str = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"type": kind, "code": code, "message": "words that nobody keeps"}}
