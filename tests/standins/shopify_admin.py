"""Shopify's Admin API, as far as orders are refunded by it (shopify.dev, version 2026-10; 2026-11)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.standins.service import Asked, Reply, Service, json_of, needs

DIGITS = {"JPY": 0, "USD": 2, "KWD": 3}


@dataclass
class ShopOrder:
    """An order with its transactions, as GraphQL shows them."""

    currency: str = "JPY"
    transactions: list[dict[str, Any]] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)

    def paid(self, number: int, gateway: str, amount: str, kind: str = "SALE", status: str = "SUCCESS") -> None:
        self.transactions.append(self.transaction(number, gateway, amount, kind, status))

    def transaction(self, number: int, gateway: str, amount: str, kind: str, status: str) -> dict[str, Any]:
        money = {"presentmentMoney": {"amount": amount, "currencyCode": self.currency}}
        return {
            "id": f"gid://shopify/OrderTransaction/{number}", "kind": kind, "status": status, "gateway": gateway,
            "amountSet": money, "parentTransaction": None,
        }  # fmt: skip


class ShopifyAdmin(Service):
    """One shop."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.orders: dict[str, ShopOrder] = {}
        self.next_status = "SUCCESS"
        self.refuses_with = ""
        """What `userErrors` say of the next refund."""
        self.errors_with = ""
        """The code of a GraphQL error of the next request."""
        self.keys: dict[str, tuple[Any, dict[str, Any]]] = {}
        self._token = token

    def take(self, asked: Asked) -> Reply:
        needs(re.fullmatch("/admin/api/2026-(04|07|10)/graphql.json", asked.path), 404, "no such path")
        needs(asked.headers.get("x-shopify-access-token") == self._token, 401, "no such token")
        content = json_of(asked)
        if self.errors_with:
            code, self.errors_with = self.errors_with, ""
            return Reply.of(200, {"errors": [{"message": "no", "extensions": {"code": code}}]})
        variables = content["variables"]
        if "refundCreate" not in content["query"]:
            order = self.orders.get(variables["id"])
            shown = order and {"transactions": order.transactions, "refunds": order.refunds}
            return Reply.of(200, {"data": {"order": shown}})
        needs(re.search(r"refundCreate\(input: \$input\) @idempotent\(key: \$key\)", content["query"]), 400, "no key")
        UUID(variables["key"])
        known = self.keys.get(variables["key"])
        if known:
            needs(known[0] == variables["input"], 400, "other parameters")
            return Reply.of(200, known[1])
        answer = {"data": {"refundCreate": self._create(variables["input"])}}
        self.keys[variables["key"]] = variables["input"], answer
        return Reply.of(200, answer)

    def _create(self, told: dict[str, Any]) -> dict[str, Any]:
        needs(set(told) <= {"orderId", "note", "notify", "currency", "transactions"}, 400, "unknown fields")
        if self.refuses_with:
            words, self.refuses_with = self.refuses_with, ""
            return {"refund": None, "userErrors": [{"field": ["base"], "message": words}]}
        order = self.orders[told["orderId"]]
        needs(told["currency"] == order.currency, 400, "not the presentment currency")
        for each in told["transactions"]:
            self._refund(order, each)
        number = sum(len(each.refunds) for each in self.orders.values()) + 1
        refund = {
            "id": f"gid://shopify/Refund/{number}", "note": told["note"],
            "transactions": {"nodes": [{"status": self.next_status} for _ in told["transactions"]]},
        }  # fmt: skip
        order.refunds.append(refund)
        return {"refund": refund, "userErrors": []}

    def _refund(self, order: ShopOrder, told: dict[str, Any]) -> None:
        needs(told["kind"] == "REFUND" and re.fullmatch(r"gid://shopify/Order/\d+", told["orderId"]), 400, "refund")
        _, _, part = told["amount"].partition(".")
        needs(len(part) == DIGITS[order.currency], 400, "not an amount of the currency")
        parent = next((each for each in order.transactions if each["id"] == told["parentId"]), None)
        needs(parent and parent["gateway"] == told["gateway"], 400, "no such parent")
        refunded = order.transaction(
            100 + len(order.transactions), told["gateway"], told["amount"], "REFUND", self.next_status
        )
        order.transactions.append({**refunded, "parentTransaction": {"id": told["parentId"]}})
        assert parent is not None
        needs(_left(order, parent) >= 0, 400, "more than was paid")


def _left(order: ShopOrder, parent: dict[str, Any]) -> Decimal:
    refunds = [
        each for each in order.transactions
        if each["kind"] == "REFUND" and (each["parentTransaction"] or {}).get("id") == parent["id"]
    ]  # fmt: skip
    return _money(parent) - sum((_money(each) for each in refunds), Decimal(0))


def _money(transaction: dict[str, Any]) -> Decimal:
    return Decimal(transaction["amountSet"]["presentmentMoney"]["amount"])
