"""A test case of a policy: one position of a made-up order, what is asked for it, and what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.returns.policy.facts import Ask, CustomerHistory, Position, Purchase
from shared.returns.policy.policy import Fact, Policy, Value, Window
from shared.returns.text.situations import CHOSEN, PLACED, of_reason
from shared.returns.vocabulary import ClockStart, Condition, Method, Outcome

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """Facts that are not there are not known."""

    name: str
    facts: Mapping[Fact, Value]
    """Of the order, the customer, the product and the request; not what is chosen."""
    reason: str | None
    placed_on: date = PLACED
    shipped_on: date | None = PLACED + ONE_DAY
    delivered_on: date | None = PLACED + 3 * ONE_DAY
    today: date = PLACED + 6 * ONE_DAY
    condition: Condition | None = None
    outcome: Outcome | None = None
    method: Method | None = None
    quantity: int = 1
    """Asked for."""
    ordered: int = 1
    taken: int = 0
    """Of `ordered`, in other returns."""
    warranty_until: date | None = None
    customer_id: str = "C-1"
    order_id: str = "O-1"
    history: CustomerHistory = field(default_factory=CustomerHistory)

    def started(self, window: Window) -> date:
        """The day the window's clock starts; where it is not known, the day that stands in for it."""
        start = self._day(window.start)
        if start is not None:
            return start
        return (self._day(window.fallback) or self.placed_on) + window.fallback_plus * ONE_DAY

    def known(self, policy: Policy) -> dict[Fact, Value]:
        """All facts, with those that follow from the choices and the day."""
        reason = policy.reason(self.reason) if self.reason else None
        facts = {fact: value for fact, value in self.facts.items() if fact not in CHOSEN} | of_reason(reason)
        chosen = (
            (Fact.RETURN_CONDITION, self.condition),
            (Fact.RETURN_OUTCOME, self.outcome),
            (Fact.RETURN_METHOD, self.method),
        )
        facts |= {fact: value.value for fact, value in chosen if value is not None}
        facts[Fact.ORDER_PLACED] = self.placed_on
        return facts | self._elapsed(policy)

    def purchase(self, policy: Policy) -> tuple[Purchase, Position, Ask]:
        """As the engine is asked."""
        own = {f: v for f, v in self.facts.items() if f not in CHOSEN}
        order = {fact: value for fact, value in own.items() if fact.startswith(("order.", "customer."))}
        product = {fact: value for fact, value in own.items() if fact.startswith("product.")}
        request = {fact: value for fact, value in own.items() if fact.startswith("return.")}
        order.pop(Fact.ORDER_DAYS, None)
        order[Fact.ORDER_PLACED] = self.placed_on
        position = Position(
            order_id=self.order_id,
            line="1",
            sku=str(own.get(Fact.PRODUCT_SKU, "SKU-1")),
            quantity=self.ordered,
            open_quantity=self.ordered - self.taken,
            delivered_on=self.delivered_on,
            shipped_on=self.shipped_on,
            facts=product | self._elapsed(policy),
            value=self.value,
            warranty_until=self.warranty_until,
        )
        purchase = Purchase(
            order_id=self.order_id,
            placed_on=self.placed_on,
            today=self.today,
            facts=order,
            positions=(position,),
            customer_id=self.customer_id,
            history=self.history,
            returns_so_far=self.returns_so_far,
        )
        ask = Ask(self.reason, self.condition, self.outcome, self.method, self.quantity, request)
        return purchase, position, ask

    @property
    def value(self) -> int:
        """What was paid for all pieces of the position, minor units."""
        price = self.facts.get(Fact.PRODUCT_PRICE, 0)
        return price * self.ordered if isinstance(price, int) else 0

    @property
    def returns_so_far(self) -> int:
        """Of the order."""
        returns = self.facts.get(Fact.ORDER_RETURNS, 0)
        return returns if isinstance(returns, int) else 0

    def _elapsed(self, policy: Policy) -> dict[Fact, Value]:
        days = (self.today - self.started(policy.base.window or Window(30))).days
        return {Fact.ORDER_DAYS: days} if days >= 0 else {}

    def _day(self, clock: ClockStart) -> date | None:
        days = {
            ClockStart.DELIVERED: self.delivered_on,
            ClockStart.SHIPPED: self.shipped_on,
            ClockStart.ORDERED: self.placed_on,
        }
        return days[clock]
