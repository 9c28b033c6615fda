"""Policies, purchases and requests drawn at random, small enough that rules meet often.

Drawn from one number each: hypothesis would take ten times as long to put such nested things together.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from shared.returns.policy.facts import Ask, Position, Purchase
from shared.returns.policy.policy import (
    Accept,
    Actions,
    Bonus,
    EvidenceNeeded,
    Fact,
    Fee,
    Instant,
    Law,
    Limits,
    Lists,
    Policy,
    Reason,
    Rule,
    Test,
    Value,
    When,
    Window,
)
from shared.returns.vocabulary import ClockStart, Condition, Keep, Method, Outcome, ReasonGroup, Review, WholeAt
from tests.returns.policy.samples import BROKE, DAMAGED, DEFECTIVE, SIZE, STYLE, policy

T = TypeVar("T")

TODAY = date(2026, 11, 20)
TIGHT = Reason("tight", ReasonGroup.CHANGE_OF_MIND, needs_words=True, categories=frozenset({"tops"}))
REASONS = (STYLE, SIZE, TIGHT, DEFECTIVE, DAMAGED, BROKE)
OUTCOMES = (Outcome.REFUND, Outcome.EXCHANGE, Outcome.STORE_CREDIT, Outcome.SPARE_PART)
METHODS = (Method.LABEL, Method.QR, Method.STORE, Method.OWN_CARRIER)
_WORDS: dict[Fact, tuple[str, ...]] = {
    Fact.CUSTOMER_TIER: ("gold", "silver", ""),
    Fact.CUSTOMER_TAGS: ("vip", "staff"),
    Fact.ORDER_COUNTRY: ("JP", "DE", "US"),
    Fact.ORDER_CHANNEL: ("online", "store"),
    Fact.PRODUCT_TAGS: ("sale", "new"),
    Fact.PRODUCT_TRAITS: ("hygiene", "made_to_order", "bulky"),
    Fact.PRODUCT_CATEGORY: ("tops", "cups"),
    Fact.RETURN_REASON: tuple(reason.code for reason in REASONS),
    Fact.RETURN_REASON_GROUP: tuple(ReasonGroup),
    Fact.RETURN_OUTCOME: OUTCOMES,
    Fact.RETURN_METHOD: METHODS,
}
_SETS = frozenset({Fact.CUSTOMER_TAGS, Fact.PRODUCT_TAGS, Fact.PRODUCT_TRAITS})
_OF_ORDER = (
    Fact.ORDER_COUNTRY,
    Fact.ORDER_CHANNEL,
    Fact.ORDER_VALUE,
    Fact.ORDER_GIFT,
    Fact.CUSTOMER_TIER,
    Fact.CUSTOMER_TAGS,
    Fact.CUSTOMER_RETURNS,
)
_OF_PRODUCT = (Fact.PRODUCT_TAGS, Fact.PRODUCT_TRAITS, Fact.PRODUCT_CATEGORY, Fact.PRODUCT_PRICE)
_CHOSEN = (Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP, Fact.RETURN_OUTCOME, Fact.RETURN_METHOD)
_ASKED = (*_OF_ORDER, *_OF_PRODUCT, *_CHOSEN, *_CHOSEN, Fact.RETURN_VALUE, Fact.RETURN_CONDITION)


class Draw:
    """Draws anything; the same number draws the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def maybe(self, value: T, chance: float = 0.3) -> T | None:
        """The value, or nothing."""
        return value if self.random.random() < chance else None

    def one(self, choices: Any) -> Any:
        """One of these."""
        return self.random.choice(tuple(choices))

    def some(self, choices: Any, at_least: int = 0) -> tuple[Any, ...]:
        """Some of these, in any order."""
        known = tuple(choices)
        return tuple(self.random.sample(known, self.random.randint(at_least, min(3, len(known)))))

    def window(self) -> Window:
        """Any window."""
        number = self.random.randint
        return Window(
            days=self.maybe(number(0, 60), 0.9),
            start=self.one(ClockStart),
            fallback_plus=number(0, 9),
            to_business_day=self.one((True, False)),
            grace_days=number(0, 3),
            start_counts=self.one((True, False)),
        )

    def fee(self) -> Fee:
        """Any fee."""
        return Fee(self.random.randint(0, 900), self.one((0, 500, 10_000)))

    def actions(self) -> Actions:
        """Any actions."""
        return Actions(
            window=self.maybe(self.window()),
            accept=self.maybe(Accept(self.one((True, False)), self.one(("", "hygiene"))), 0.2),
            outcomes=self.maybe(self.some(OUTCOMES)),
            methods=self.maybe(self.some(METHODS)),
            shipping_fee=self.maybe(self.fee()),
            restocking_fee=self.maybe(self.fee()),
            bonuses=self.maybe((Bonus(Outcome.STORE_CREDIT, 100),)),
            evidence=self.maybe(EvidenceNeeded(photos=self.one((0, 1)), words=self.one((True, False)))),
            review=self.maybe(self.one(Review)),
            whole_at=self.maybe(self.one(WholeAt)),
            instant=self.maybe(Instant(self.one((None, 0, 2500, 5000)))),
            keep=self.maybe(self.one(Keep), 0.2),
            credit_basis_points=self.maybe(5000),
            send_back_days=self.maybe(self.random.randint(1, 30)),
            without_outcomes=frozenset(self.maybe(self.some(OUTCOMES)) or ()),
            without_methods=frozenset(self.maybe(self.some(METHODS)) or ()),
        )

    def grants(self) -> Actions:
        """Actions that are never worse than the base's, nor one another's."""
        return Actions(
            window=self.maybe(Window(60), 0.6),
            shipping_fee=self.maybe(Fee()),
            restocking_fee=self.maybe(Fee()),
            methods=self.maybe((Method.LABEL, Method.QR, Method.OWN_CARRIER, Method.PICKUP)),
        )

    def test(self) -> Test:
        """Any test."""
        fact = self.one(_ASKED)
        if fact is Fact.RETURN_CONDITION:
            return Test(fact, one_of=frozenset(self.some(Condition, 1)))
        if fact in _WORDS:
            return Test(fact, one_of=frozenset(self.some(_WORDS[fact], 1)[:2]))
        if fact is Fact.ORDER_GIFT:
            return Test(fact, is_true=self.one((True, False)))
        bound = self.random.randint(0, 6000)
        return Test(fact, at_least=bound) if self.one((True, False)) else Test(fact, at_most=bound)

    def when(self, depth: int = 1) -> When:
        """Any condition."""
        number = self.random.randint
        tests = tuple(self.test() for _ in range(number(0, 2)))
        if not depth or number(0, 1):
            return When(tests)
        any_of = tuple(self.when(depth - 1) for _ in range(number(0, 2)))
        return When(tests, any_of, tuple(self.when(depth - 1) for _ in range(number(0, 1))))

    def policy(self, *, only_grants: bool = False) -> Policy:
        """Up to five rules, and any lists, limits and laws."""
        rules = tuple(
            Rule(
                f"r{number}",
                self.when(),
                self.grants() if only_grants else self.actions(),
                self.random.randint(0, 2),
            )
            for number in range(self.random.randint(0, 5))
        )
        return policy(
            *rules,
            reasons=REASONS,
            lists=Lists(
                allowed_customers=frozenset({"C-1"} if self.maybe(1, 0.2) else ()),
                blocked_orders=frozenset({"A-1"} if self.maybe(1, 0.1) else ()),
            ),
            limits=Limits(returns_per_order=self.maybe(self.random.randint(0, 2))),
            laws=() if only_grants else self.some(Law),
            unsaid=frozenset(self.maybe(("window", "methods"), 0.5) or ()),
        )

    def facts(self, of: tuple[Fact, ...]) -> dict[Fact, Value]:
        """Some of these facts, known."""
        return {fact: self.value(fact) for fact in of if self.random.random() < 0.8}

    def value(self, fact: Fact) -> Value:
        """What a fact may be."""
        if fact in _SETS:
            return frozenset(self.some(_WORDS[fact]))
        if fact in _WORDS:
            word: str = self.one(_WORDS[fact])
            return word
        return bool(self.one((True, False))) if fact is Fact.ORDER_GIFT else self.random.randint(0, 6000)

    def position(self, line: str = "1") -> Position:
        """One position, which came, left or neither."""
        return Position(
            order_id="A-1",
            line=line,
            sku=f"S-{line}",
            quantity=2,
            open_quantity=self.one((0, 1, 2, 2)),
            delivered_on=self.maybe(self._ago(), 0.8),
            shipped_on=self.maybe(self._ago(), 0.8),
            facts=self.facts(_OF_PRODUCT),
            value=self.random.randint(0, 8000),
            warranty_until=self.maybe(TODAY),
        )

    def purchase(self) -> Purchase:
        """An order of two positions."""
        return Purchase(
            order_id="A-1",
            placed_on=TODAY - timedelta(days=self.random.randint(0, 75)),
            today=TODAY,
            facts=self.facts(_OF_ORDER),
            positions=(self.position("1"), self.position("2")),
            customer_id="C-1",
            returns_so_far=self.one((0, 0, 1, 2)),
        )

    def ask(self) -> Ask:
        """Some or all of what may be asked."""
        return Ask(
            reason=self.maybe(self.one((*(reason.code for reason in REASONS), "nobody_knows")), 0.9),
            condition=self.maybe(self.one(Condition), 0.5),
            outcome=self.maybe(self.one(OUTCOMES), 0.7),
            method=self.maybe(self.one((*METHODS, Method.NONE)), 0.5),
            quantity=self.maybe(self.random.randint(0, 3), 0.7),
            facts=self.facts((Fact.RETURN_VALUE,)),
            is_final=self.one((True, False)),
        )

    def less(self, facts: Any) -> dict[Fact, Value]:
        """The facts with some forgotten."""
        return {fact: value for fact, value in facts.items() if self.random.random() < 0.6}

    def _ago(self) -> date:
        return TODAY - timedelta(days=self.random.randint(0, 45))
