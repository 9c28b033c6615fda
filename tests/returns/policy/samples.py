"""A policy of fifty rules as a large shop might have it, and orders for it."""

from __future__ import annotations

from datetime import date, timedelta

from shared.returns.policy.facts import Ask, CustomerHistory, Position, Purchase
from shared.returns.policy.policy import (
    Accept,
    Actions,
    Bonus,
    EvidenceNeeded,
    Fact,
    Fee,
    Instant,
    Policy,
    Reason,
    Rule,
    Test,
    Value,
    When,
    Window,
)
from shared.returns.vocabulary import Checking, Disposition, Keep, Method, Outcome, ReasonGroup, Review, WholeAt

TODAY = date(2026, 11, 20)
DELIVERED = date(2026, 11, 2)
STYLE = Reason("style", ReasonGroup.CHANGE_OF_MIND)
SIZE = Reason("size_too_small", ReasonGroup.CHANGE_OF_MIND)
DEFECTIVE = Reason("defective", ReasonGroup.DEFECT)
DAMAGED = Reason("damaged", ReasonGroup.DELIVERY)
BROKE = Reason("broke_in_use", ReasonGroup.WARRANTY)
REASONS = (
    STYLE,
    SIZE,
    Reason("size_too_large", ReasonGroup.CHANGE_OF_MIND),
    Reason("colour", ReasonGroup.CHANGE_OF_MIND),
    Reason("unwanted", ReasonGroup.CHANGE_OF_MIND),
    Reason("ordered_by_mistake", ReasonGroup.CHANGE_OF_MIND),
    DEFECTIVE,
    Reason("not_as_described", ReasonGroup.DEFECT, needs_words=True),
    DAMAGED,
    Reason("wrong_item", ReasonGroup.DELIVERY),
    Reason("missing_parts", ReasonGroup.DELIVERY),
    BROKE,
)


def one_of(fact: Fact, *wanted: str) -> Test:
    """The fact is, or holds, one of these."""
    return Test(fact, one_of=frozenset(wanted))


def when(*tests: Test) -> When:
    """All of these."""
    return When(tests)


def rule(name: str, condition: When, priority: int = 0, **then: object) -> Rule:
    """A rule that sets these slots."""
    return Rule(name, condition, Actions(**then), priority)  # type: ignore[arg-type]


def policy(*rules: Rule, **changes: object) -> Policy:
    """A policy of thirty days with these rules."""
    base = Actions(
        window=Window(30),
        outcomes=(Outcome.EXCHANGE, Outcome.STORE_CREDIT, Outcome.REFUND),
        methods=(Method.LABEL, Method.QR, Method.OWN_CARRIER),
        shipping_fee=Fee(500),
        restocking_fee=Fee(basis_points=1000),
    )
    values: dict[str, object] = {"version": 1, "currency": "JPY", "base": base, "rules": rules, "reasons": REASONS}
    return Policy(**{**values, **changes})  # type: ignore[arg-type]


def position(line: str = "1", **changes: object) -> Position:
    """One position of two pieces that came on 2 November."""
    facts: dict[Fact, Value] = {Fact.PRODUCT_TAGS: frozenset(), Fact.PRODUCT_TRAITS: frozenset()}
    values: dict[str, object] = {
        "order_id": "A-1",
        "line": line,
        "sku": f"SKU-{line}",
        "quantity": 2,
        "open_quantity": 2,
        "delivered_on": DELIVERED,
        "shipped_on": date(2026, 10, 31),
        "facts": facts,
        "value": 8000,
    }
    return Position(**{**values, **changes})  # type: ignore[arg-type]


def purchase(*positions: Position, facts: dict[Fact, Value] | None = None, **changes: object) -> Purchase:
    """An order from Japan of 30 October, looked at on 20 November."""
    known: dict[Fact, Value] = {Fact.ORDER_COUNTRY: "JP", Fact.ORDER_CHANNEL: "online", **(facts or {})}
    values: dict[str, object] = {
        "order_id": "A-1",
        "placed_on": date(2026, 10, 30),
        "today": TODAY,
        "facts": known,
        "positions": positions or (position(),),
        "customer_id": "C-1",
    }
    return Purchase(**{**values, **changes})  # type: ignore[arg-type]


def asking(reason: str | None = "style", **changes: object) -> Ask:
    """What is asked: by default for another style, nothing else chosen."""
    return Ask(reason, **changes)  # type: ignore[arg-type]


def traits(*words: str) -> dict[Fact, Value]:
    """The facts of a product with these traits."""
    return {Fact.PRODUCT_TRAITS: frozenset(words)}


def fifty_rules() -> tuple[Rule, ...]:
    """By customer, order, product and what is asked, some with several conditions."""
    group, reason = Fact.RETURN_REASON_GROUP, Fact.RETURN_REASON
    tier, tags, trait, kind = Fact.CUSTOMER_TIER, Fact.PRODUCT_TAGS, Fact.PRODUCT_TRAITS, Fact.PRODUCT_TYPE
    country, outcome = Fact.ORDER_COUNTRY, Fact.RETURN_OUTCOME
    mind = one_of(group, "change_of_mind")
    cheap = Test(Fact.PRODUCT_PRICE, at_most=1500)
    listed = [
        rule("gold", when(one_of(tier, "gold")), 10, window=Window(60), shipping_fee=Fee(), checking=Checking.LENIENT),
        rule("silver", when(one_of(tier, "silver")), 9, window=Window(45)),
        rule("vip", when(one_of(Fact.CUSTOMER_TAGS, "vip")), 11, whole_at=WholeAt.FIRST_SCAN, instant=Instant(20000)),
        rule("newcomer", when(Test(Fact.CUSTOMER_ORDERS, at_most=0)), review=Review.MANUAL),
        rule("many", when(Test(Fact.CUSTOMER_RETURNS, at_least=10)), 5, review=Review.MANUAL, whole_at=WholeAt.RECEIPT),
        rule("kept-enough", when(Test(Fact.CUSTOMER_KEPT, at_least=2)), 20, keep=Keep.NO),
        rule("risky", when(one_of(Fact.CUSTOMER_RISK, "high")), 30, review=Review.MANUAL, whole_at=WholeAt.INSPECTION),
        rule("dear", when(Test(Fact.ORDER_VALUE, at_least=100_000)), evidence=EvidenceNeeded(photos=2)),
        rule("gift", when(Test(Fact.ORDER_GIFT, is_true=True)), without_outcomes=frozenset({Outcome.REFUND})),
        rule("winter", when(Test(Fact.ORDER_PLACED, at_least=date(2026, 11, 15))), window=Window(75)),
        rule("market", when(one_of(Fact.ORDER_CHANNEL, "market")), methods=(Method.OWN_CARRIER,)),
        rule("sale", when(one_of(Fact.ORDER_TAGS, "sale"), mind), 3, restocking_fee=Fee(basis_points=1500)),
        rule("half-off", when(Test(Fact.ORDER_DISCOUNT, at_least=50), mind), 4, outcomes=(Outcome.STORE_CREDIT,)),
        rule("final", when(Test(Fact.PRODUCT_FINAL_SALE, is_true=True), mind), 40, accept=Accept(False, "final_sale")),
        rule("hygiene", when(one_of(trait, "hygiene"), mind), 40, accept=Accept(False, "hygiene")),
        rule("fresh", when(one_of(trait, "perishable"), mind), 40, accept=Accept(False, "perishable")),
        rule("keep-it", when(cheap, one_of(group, "defect", "delivery")), 15, keep=Keep.KEEP),
        rule("bulky", when(one_of(trait, "bulky")), methods=(Method.PICKUP,)),
        rule("defects", when(one_of(group, "defect", "delivery")), 2, shipping_fee=Fee(), restocking_fee=Fee()),
        rule("photos", when(one_of(reason, "damaged", "defective")), evidence=EvidenceNeeded(photos=1)),
        rule("warranty", when(one_of(group, "warranty")), outcomes=(Outcome.REPAIR, Outcome.REPLACEMENT)),
        rule("swap-free", when(one_of(outcome, "exchange")), 6, shipping_fee=Fee()),
        rule(
            "credit-more", when(one_of(outcome, "store_credit"), mind), bonuses=(Bonus(Outcome.STORE_CREDIT, 0, 500),)
        ),
        rule("refurbish", when(one_of(kind, "Lamp"), one_of(group, "defect")), disposition=Disposition.REFURBISH),
        rule("long-credit", When((mind,), none_of=(when(one_of(tags, "outlet")),)), window=Window(40)),
    ]
    listed += [rule(f"country-{c}", when(one_of(country, c)), shipping_fee=Fee(n)) for n, c in enumerate(_COUNTRIES)]
    listed += [
        rule(f"category-{n}", when(one_of(kind, f"Type {n}"), mind), 1, window=Window(20 + n)) for n in range(_TYPES)
    ]
    listed += [
        rule(
            f"tag-{n}",
            When((one_of(tags, f"tag-{n}"),), any_of=(when(one_of(country, "JP")), when(one_of(tier, "gold")))),
            send_back_days=10 + n,
        )
        for n in range(50 - len(listed))
    ]
    return tuple(listed)


_COUNTRIES = ("US", "GB", "FR", "DE", "AU", "TW")
_TYPES = 9


def twenty_lines(number: int = 0) -> Purchase:
    """An order of twenty positions that differ; `number` makes another one."""
    positions = tuple(
        position(
            str(line),
            delivered_on=DELIVERED - timedelta(days=(number + line) % 5 * 9),
            value=2000 * line,
            facts={
                Fact.PRODUCT_TYPE: f"Type {(number + line) % 12}",
                Fact.PRODUCT_TAGS: frozenset({f"tag-{line % 11}", "outlet" if line % 6 == 0 else "new"}),
                Fact.PRODUCT_TRAITS: frozenset({("hygiene", "bulky", "none", "none")[(number + line) % 4]}),
                Fact.PRODUCT_PRICE: 1000 * line,
                Fact.PRODUCT_FINAL_SALE: line % 7 == 0,
            },
        )
        for line in range(1, 21)
    )
    facts: dict[Fact, Value] = {
        Fact.ORDER_COUNTRY: ("JP", "US", "FR")[number % 3],
        Fact.ORDER_VALUE: 420_000,
        Fact.ORDER_PLACED: date(2026, 10, 30),
        Fact.ORDER_GIFT: number % 5 == 0,
        Fact.ORDER_DISCOUNT: number % 60,
        Fact.ORDER_TAGS: frozenset({"sale"} if number % 2 else ()),
        Fact.CUSTOMER_TIER: ("gold", "silver", "")[number % 3],
        Fact.CUSTOMER_TAGS: frozenset({"vip"} if number % 7 == 0 else ()),
        Fact.CUSTOMER_ORDERS: number % 4,
        Fact.CUSTOMER_RETURNS: number % 12,
        Fact.CUSTOMER_KEPT: number % 3,
        Fact.CUSTOMER_RISK: "normal",
    }
    return purchase(*positions, facts=facts, history=CustomerHistory(), order_id=f"A-{number}")
