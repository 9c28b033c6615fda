"""An order in a file, made up to ask a policy about it: its facts have the names that conditions have.

```json
{"placed": "2026-11-20", "delivered": "2026-11-24", "today": "2026-11-29",
 "customer": {"tier": "gold"}, "order": {"country": "JP"},
 "items": [{"sku": "CUP-1", "quantity": 2, "price": 2800, "category": "ceramics", "tags": ["outlet"]}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import Invalid
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.facts import CustomerHistory, Position, Purchase
from shared.returns.policy.policy import Fact, Policy, Value, Window
from shared.returns.policy.windows import Days, started

_DERIVED = frozenset({Fact.ORDER_PLACED, Fact.ORDER_VALUE, Fact.ORDER_DAYS, Fact.PRODUCT_SKU, Fact.PRODUCT_PRICE})
"""What follows from the rest of the file."""


class UnreadableOrder(Invalid):
    """The file holds no order that a policy could be asked about."""

    code = "unreadable_order"


class _Item(BaseModel):
    """A position; what else it says are facts of the product."""

    model_config = ConfigDict(extra="allow")

    sku: str = Field(min_length=1)
    line: str = ""
    quantity: int = Field(default=1, ge=1)
    price: int = Field(ge=0)
    taken: int = Field(default=0, ge=0)
    warranty_until: date | None = None


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    order_id: str = "made-up"
    placed: date
    shipped: date | None = None
    delivered: date | None = None
    today: date
    customer: dict[str, Any] = {}
    order: dict[str, Any] = {}
    items: list[_Item] = Field(min_length=1)


def read_order(text: str | bytes, policy: Policy) -> Purchase:
    """The order in `text` (JSON), as `policy` is asked about it. Raises UnreadableOrder, which names the field."""
    try:
        order = _Order.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        raise UnreadableOrder(f"{place}: {first['msg']}") from None
    return _purchase(order, policy)


def _purchase(order: _Order, policy: Policy) -> Purchase:
    days = Days(order.placed, order.shipped, order.delivered)
    window = policy.base.window or DEFAULTS.window or Window(None)
    elapsed = (order.today - started(window, days)[0]).days
    customer = {name: value for name, value in order.customer.items() if name != "id"}
    facts: dict[Fact, Value] = {
        Fact.ORDER_PLACED: order.placed,
        Fact.ORDER_VALUE: sum(item.price * item.quantity for item in order.items),
        Fact.CUSTOMER_RISK: "normal",
        **dict(_facts("order", order.order)),
        **dict(_facts("customer", customer)),
    }
    return Purchase(
        order_id=order.order_id,
        placed_on=order.placed,
        today=order.today,
        facts=facts,
        positions=tuple(_position(item, order, elapsed) for item in order.items),
        customer_id=str(order.customer.get("id", "")),
        history=_history(facts),
        returns_so_far=_number(facts.get(Fact.ORDER_RETURNS)),
    )


def _position(item: _Item, order: _Order, elapsed: int) -> Position:
    facts: dict[Fact, Value] = {
        Fact.PRODUCT_SKU: item.sku,
        Fact.PRODUCT_PRICE: item.price,
        **dict(_facts("product", item.model_extra or {})),
    }
    if elapsed >= 0:
        facts[Fact.ORDER_DAYS] = elapsed
    if item.warranty_until is not None:
        facts[Fact.PRODUCT_IN_WARRANTY] = order.today <= item.warranty_until
    return Position(
        order_id=order.order_id,
        line=item.line or item.sku,
        sku=item.sku,
        quantity=item.quantity,
        open_quantity=max(0, item.quantity - item.taken),
        delivered_on=order.delivered,
        shipped_on=order.shipped,
        facts=facts,
        value=item.price * item.quantity,
        warranty_until=item.warranty_until,
    )


def _facts(section: str, said: Mapping[str, Any]) -> Iterator[tuple[Fact, Value]]:
    """By the names that conditions have."""
    for name, value in said.items():
        try:
            fact = Fact(f"{section}.{name}")
        except ValueError:
            raise UnreadableOrder(f"{section}.{name}: no fact that rules may ask about") from None
        if fact in _DERIVED:
            raise UnreadableOrder(f"{section}.{name}: follows from the rest of the file; leave it out")
        yield fact, _value(f"{section}.{name}", value)


def _value(place: str, value: Any) -> Value:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return frozenset(value)
    raise UnreadableOrder(f"{place}: expected a text, a whole number, true, false or a list of texts")


def _history(facts: Mapping[Fact, Value]) -> CustomerHistory:
    return CustomerHistory(
        returns_placed=_number(facts.get(Fact.CUSTOMER_RETURNS)),
        items_kept=_number(facts.get(Fact.CUSTOMER_KEPT)),
        bonus_credit=_number(facts.get(Fact.CUSTOMER_CREDIT_BONUS)),
        discrepancies=_number(facts.get(Fact.CUSTOMER_DISCREPANCIES)),
        failed_payments=_number(facts.get(Fact.CUSTOMER_FAILED_PAYMENTS)),
        risk=str(facts.get(Fact.CUSTOMER_RISK, "normal")),
    )


def _number(value: Value | None) -> int:
    return value if isinstance(value, int) else 0
