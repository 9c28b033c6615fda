"""Refunds of orders that were paid in a Shopify shop, by the Admin API.

What Shopify documents (shopify.dev: mutation `refundCreate`, objects `Order`, `OrderTransaction`, "Idempotent
requests", changelog of 2025-12-12 "Making idempotency mandatory for … refund mutations"; 2026-11):

- `refundCreate` needs `@idempotent(key:)` from version 2026-04 on. A key is remembered for 24 hours.
- A refund goes to transactions of the kind SALE or CAPTURE, each named as `parentId` with its gateway. Orders as they
  come by webhook hold none, so they are asked for; what is refunded is spread over them by what is left of each.
- Amounts are decimal, in the currency the shopper paid in (`currency`).
- What is wrong with a request is told in `userErrors` under status 200, without codes; being throttled likewise, as
  `errors[].extensions.code`.

A refund that bears the settlement's id in its note is the answer, however long ago it was made. Nothing is restocked
and the shopper is sent no mail by Shopify: Todoku tells them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from shared.exchange import Answer, NoAnswer, Question, Transport
from shared.promise.money import Price
from shared.returns.money.apportion import apportion
from shared.returns.money.attempt import attempt_of
from shared.returns.money.ports import PayerUnavailable, PaymentRefused, Settled, looked_at
from shared.returns.settlement import Settlement
from shared.tracking.sale import Payment

GATEWAY = "shopify"
VERSION = "2026-10"
ORDER_ID = "gid://shopify/Order/"
TRANSACTION_ID = "gid://shopify/OrderTransaction/"
_PAID = frozenset({"SALE", "CAPTURE"})
_DEAD: frozenset[object] = frozenset({"FAILURE", "ERROR"})
_TAKEN = frozenset({"SUCCESS", "PENDING"})
_PASSING = frozenset({"THROTTLED", "TIMEOUT", "INTERNAL_SERVER_ERROR", "MAX_COST_EXCEEDED"})

ORDER = """
query Refundable($id: ID!) {
  order(id: $id) {
    transactions(first: 250) {
      id kind status gateway parentTransaction { id }
      amountSet { presentmentMoney { amount currencyCode } }
    }
    refunds(first: 250) { id note transactions(first: 20) { nodes { status } } }
  }
}
"""
REFUND = """
mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id transactions(first: 20) { nodes { status } } }
    userErrors { field message }
  }
}
"""


@dataclass(frozen=True, slots=True)
class _Paid:
    """A transaction that money can go back to."""

    transaction_id: str
    gateway: str
    left: int
    """Minor units."""


class ShopifyRefunds:
    """Implements shared.returns.money.ports.Refunds."""

    def __init__(self, transport: Transport, base: Callable[[], str], token: Callable[[], str]) -> None:
        """`base`: where the shop is, "https://name.myshopify.com". `token`: of an app that may write orders."""
        self._transport = transport
        self._base = base
        self._token = token

    def pay(self, settlement: Settlement, payment: Payment, currency: str) -> Settled:
        """See `Refunds`. `payment.reference`: the order's id in Shopify, or one transaction's; as `gid://…`."""
        order_id = _order_id(settlement, payment)
        order = self._asked(ORDER, {"id": order_id}).get("order")
        if not isinstance(order, dict):
            raise PaymentRefused("Shopify does not know the order.", code="shopify_order_unknown")
        known = _known(order, settlement)
        if known is not None:
            return _settled(known)
        transactions = _spread(settlement.amount, _paid(order, payment, currency))
        told = _input(order_id, note_of(settlement), currency, transactions)
        answer = self._asked(REFUND, {"input": told, "key": _key(settlement)})
        return _answered(answer.get("refundCreate"))

    def look(self, settlement: Settlement, payment: Payment, currency: str) -> Settled | None:
        """See `Refunds`."""
        order = self._asked(ORDER, {"id": _order_id(settlement, payment)}).get("order")
        known = _known(order, settlement) if isinstance(order, dict) else None
        return looked_at(_settled, known) if known is not None else None

    def _asked(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        url = f"{self._base()}/admin/api/{VERSION}/graphql.json"
        headers = {"Content-Type": "application/json", "X-Shopify-Access-Token": self._token()}
        body = json.dumps({"query": query, "variables": variables}).encode()
        try:
            answer = self._transport(Question(url, "POST", headers, body))
        except NoAnswer as none:
            raise PayerUnavailable("Shopify did not answer.") from none
        return _data(answer)


def note_of(settlement: Settlement) -> str:
    """What a refund of this try is found again by."""
    return f"Todoku {attempt_of(settlement)}"


def _known(order: Mapping[str, Any], settlement: Settlement) -> Mapping[str, Any] | None:
    """The settlement's refund: of this try, or of an earlier one that did not come to nothing; None: none is there."""
    return next((each for each in _nodes(order.get("refunds")) if _is_of(each, settlement)), None)


def _is_of(refund: Mapping[str, Any], settlement: Settlement) -> bool:
    note, of_any_try = str(refund.get("note") or ""), f"Todoku {settlement.settlement_id}"
    if note == note_of(settlement):
        return True
    # Notes of before had no try in them.
    return (note == of_any_try or note.startswith(f"{of_any_try}-")) and not _statuses(refund) & _DEAD


def _key(settlement: Settlement) -> str:
    """As a UUID, which Shopify recommends."""
    return str(uuid5(NAMESPACE_URL, f"todoku:{attempt_of(settlement)}"))


def _order_id(settlement: Settlement, payment: Payment) -> str:
    named = payment.reference if payment.reference.startswith(ORDER_ID) else f"{ORDER_ID}{settlement.order_id}"
    if not named.removeprefix(ORDER_ID).isdigit():
        raise PaymentRefused("The order bears no id of Shopify's.", code="shopify_order_unknown")
    return named


def _paid(order: Mapping[str, Any], payment: Payment, currency: str) -> list[_Paid]:
    """The transactions that brought money, less what was refunded of each; only the one that the payment names."""
    transactions = _nodes(order.get("transactions"))
    one = payment.reference if payment.reference.startswith(TRANSACTION_ID) else ""
    return [
        _Paid(str(each.get("id")), str(each.get("gateway") or ""), _left(each, transactions, currency))
        for each in transactions
        if each.get("kind") in _PAID and each.get("status") == "SUCCESS" and one in ("", each.get("id"))
    ]


def _left(transaction: Mapping[str, Any], transactions: Sequence[Mapping[str, Any]], currency: str) -> int:
    refunded = [
        _amount(each, currency)
        for each in transactions
        if each.get("kind") == "REFUND"
        and each.get("status") in _TAKEN
        and (each.get("parentTransaction") or {}).get("id") == transaction.get("id")
    ]
    return max(0, _amount(transaction, currency) - sum(refunded))


def _amount(transaction: Mapping[str, Any], currency: str) -> int:
    money = (transaction.get("amountSet") or {}).get("presentmentMoney") or {}
    if money.get("currencyCode") != currency:
        raise PaymentRefused("Shopify knows the order in another currency.", code="shopify_currency")
    digits = len(Price(0, currency).decimal.partition(".")[2])
    try:
        return int(Decimal(str(money.get("amount"))).scaleb(digits))
    except (InvalidOperation, ValueError):
        raise PayerUnavailable("Shopify answered an amount that is none.") from None


def _spread(amount: int, paid: Sequence[_Paid]) -> list[tuple[_Paid, int]]:
    if amount > sum(each.left for each in paid):
        raise PaymentRefused("Shopify has less left of the payments.", code="shopify_nothing_left")
    shares = apportion(amount, [each.left for each in paid])
    return [(each, share) for each, share in zip(paid, shares, strict=True) if share]


def _input(order_id: str, note: str, currency: str, transactions: Sequence[tuple[_Paid, int]]) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "note": note,
        "notify": False,
        "currency": currency,
        "transactions": [
            {
                "orderId": order_id,
                "parentId": paid.transaction_id,
                "gateway": paid.gateway,
                "kind": "REFUND",
                "amount": Price(share, currency).decimal,
            }
            for paid, share in transactions
        ],
    }


def _answered(created: object) -> Settled:
    """What `refundCreate` says; its errors are told apart by their words, as they bear no code."""
    content = created if isinstance(created, dict) else {}
    words = " ".join(str(each.get("message", "")) for each in _nodes(content.get("userErrors"))).lower()
    if "in progress" in words:
        raise PayerUnavailable("Shopify is at it already.")
    if words:
        code = "shopify_arbitrary_refund" if "arbitrary refund" in words else "shopify_refused"
        raise PaymentRefused("Shopify refused the refund.", code=code)
    refund = content.get("refund")
    if not isinstance(refund, dict):
        raise PayerUnavailable("Shopify answered no refund.")
    return _settled(refund)


def _settled(refund: Mapping[str, Any]) -> Settled:
    statuses = _statuses(refund)
    if statuses & _DEAD:
        raise PaymentRefused("The shop's payment provider refused the refund.", code="shopify_failure")
    return Settled(statuses <= {"SUCCESS"}, str(refund.get("id") or ""))


def _statuses(refund: Mapping[str, Any]) -> set[object]:
    return {each.get("status") for each in _nodes((refund.get("transactions") or {}).get("nodes"))}


def _data(answer: Answer) -> Mapping[str, Any]:
    content = _read(answer)
    codes = {(each.get("extensions") or {}).get("code") for each in _nodes(content.get("errors"))}
    if answer.status != 200 or codes & _PASSING:
        raise PayerUnavailable(f"Shopify answered {answer.status}.")
    if "ACCESS_DENIED" in codes:
        raise PayerUnavailable("Shopify does not let the app write orders: give it the scope.")
    data = content.get("data")
    if codes or content.get("errors"):
        raise PaymentRefused("Shopify does not take the request.", code="shopify_invalid")
    if not isinstance(data, dict):
        raise PayerUnavailable("Shopify answered nothing that can be read.")
    return data


def _read(answer: Answer) -> Mapping[str, Any]:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _nodes(content: object) -> list[Mapping[str, Any]]:
    return [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []
