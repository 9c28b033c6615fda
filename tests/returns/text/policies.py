"""Policies and cases as hypothesis draws them: few words, all slots, awkward numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from shared.merchant.configuration_file import read
from shared.merchant.return_policy import policy_of
from shared.promise.calendar import Calendar
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.policy import (
    Accept,
    Actions,
    Bonus,
    EvidenceNeeded,
    Extension,
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
    When,
    Window,
)
from shared.returns.text.case import Case
from shared.returns.text.situations import PLACED
from shared.returns.vocabulary import (
    Checking,
    ClockStart,
    Condition,
    Keep,
    Method,
    Outcome,
    ReasonGroup,
    Review,
    ShippingRefund,
    WholeAt,
)

SAMPLES = Path(__file__).parents[3] / "shared" / "merchant" / "samples"
MERCHANTS = ("cosmetics-jp", "apparel-us", "electronics-eu")
REASONS = (
    Reason("unwanted", ReasonGroup.CHANGE_OF_MIND, (("en", "No longer wanted"), ("ja", "不要になった"))),
    Reason("too_small", ReasonGroup.CHANGE_OF_MIND, (("en", "Too small"), ("ja", "小さい")), needs_words=True),
    Reason("defective", ReasonGroup.DEFECT, (("en", "Defective"), ("ja", "不良品"))),
    Reason("damaged", ReasonGroup.DELIVERY, (("en", "Damaged"), ("ja", "破損"))),
    Reason("broke", ReasonGroup.WARRANTY, (("en", "Broke"), ("ja", "故障")), categories=frozenset({"lamps"})),
)


@cache
def sample(merchant: str) -> Policy:
    """The policy of a sample merchant."""
    policy = policy_of(read((SAMPLES / f"{merchant}.yaml").read_text("utf-8"), f"{merchant}.yaml"))
    assert policy is not None
    return policy


def some(values: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    """One of them, or nothing said."""
    return st.none() | values


amounts = st.integers(0, 3000)
points = st.integers(0, 10_000)
fees = st.builds(Fee, fixed=amounts, basis_points=points) | st.just(Fee(by_shopper=True)) | st.just(Fee())
extensions = st.builds(
    lambda start, length, more: Extension(
        PLACED + timedelta(start), PLACED + timedelta(start + length), PLACED + timedelta(start + length + more)
    ),
    st.integers(-40, 40),
    st.integers(0, 40),
    st.integers(0, 90),
)
windows = st.builds(
    Window,
    days=st.integers(0, 400) | st.none(),
    start=st.sampled_from(ClockStart),
    fallback=st.sampled_from(ClockStart),
    fallback_plus=st.integers(0, 9),
    to_business_day=st.booleans(),
    grace_days=st.integers(0, 3),
    extensions=st.lists(extensions, max_size=1).map(tuple),
    start_counts=st.booleans(),
)
outcomes = st.lists(st.sampled_from(Outcome), min_size=1, max_size=4, unique=True).map(tuple)
methods = st.lists(
    st.sampled_from([method for method in Method if method is not Method.NONE]), min_size=1, max_size=3, unique=True
).map(tuple)
bonuses = st.lists(
    st.builds(Bonus, st.sampled_from(Outcome), amounts, points, some(amounts)),
    max_size=2,
    unique_by=lambda bonus: bonus.outcome,
).map(tuple)
evidence = st.builds(EvidenceNeeded, st.integers(0, 4), st.booleans(), st.booleans(), st.booleans())
actions = st.builds(
    Actions,
    window=some(windows),
    accept=some(st.sampled_from([Accept(True), Accept(False, "hygiene"), Accept(False)])),
    outcomes=some(outcomes),
    methods=some(methods),
    shipping_fee=some(fees),
    restocking_fee=some(fees.filter(lambda fee: not fee.by_shopper)),
    bonuses=some(bonuses),
    evidence=some(evidence),
    review=some(st.sampled_from(Review)),
    whole_at=some(st.sampled_from(WholeAt)),
    instant=some(st.builds(Instant, some(amounts), some(amounts))),
    keep=some(st.sampled_from(Keep)),
    checking=some(st.sampled_from(Checking)),
    destination=some(st.sampled_from(["north", "south"])),
    shipping_refund=some(st.sampled_from(ShippingRefund)),
    credit_basis_points=some(points),
    send_back_days=some(st.integers(1, 40)),
    without_outcomes=st.frozensets(st.sampled_from(Outcome), max_size=1),
    without_methods=st.frozensets(st.sampled_from(Method), max_size=1),
    difference_waived=some(amounts),
)


def _one_of(fact: Fact, *words: str) -> st.SearchStrategy[Test]:
    return st.frozensets(st.sampled_from(words), min_size=1, max_size=2).map(lambda some: Test(fact, one_of=some))


def _between(fact: Fact, greatest: int) -> st.SearchStrategy[Test]:
    number = st.integers(0, greatest)
    return st.builds(Test, st.just(fact), at_least=number) | st.builds(Test, st.just(fact), at_most=number)


tests = st.one_of(
    _one_of(Fact.CUSTOMER_TIER, "gold", "silver"),
    _one_of(Fact.PRODUCT_TRAITS, "hygiene", "digital", "sealed_media"),
    _one_of(Fact.PRODUCT_CATEGORY, "lamps", "chairs"),
    _one_of(Fact.ORDER_COUNTRY, "JP", "DE", "US"),
    _one_of(Fact.RETURN_REASON_GROUP, "change_of_mind", "defect", "warranty"),
    _one_of(Fact.RETURN_REASON, "unwanted", "damaged"),
    _one_of(Fact.RETURN_CONDITION, "used", "unopened"),
    _one_of(Fact.RETURN_OUTCOME, "refund", "exchange"),
    _one_of(Fact.RETURN_METHOD, "label", "store"),
    _between(Fact.PRODUCT_PRICE, 4000),
    _between(Fact.ORDER_DAYS, 60),
    _between(Fact.RETURN_ITEMS, 5),
    st.builds(Test, st.just(Fact.ORDER_GIFT), is_true=st.booleans()),
    st.builds(Test, st.just(Fact.PRODUCT_FINAL_SALE), is_true=st.booleans()),
)
plain_whens = st.builds(When, tests=st.lists(tests, min_size=1, max_size=2).map(tuple))
whens = st.builds(
    When,
    tests=st.lists(tests, max_size=2).map(tuple),
    any_of=st.lists(plain_whens, max_size=2).map(tuple),
    none_of=st.lists(plain_whens, max_size=1).map(tuple),
)
rules = st.lists(st.tuples(whens, actions, st.integers(-3, 3)), max_size=5).map(
    lambda drawn: tuple(Rule(f"rule-{n}", *each) for n, each in enumerate(drawn))
)
bases = actions.map(
    lambda drawn: Actions(
        **{
            name: value if (value := getattr(drawn, name)) is not None else getattr(DEFAULTS, name)
            for name in Actions.__dataclass_fields__
        }
    )
)
policies = st.builds(
    Policy,
    version=st.just(1),
    currency=st.sampled_from(["JPY", "USD", "EUR"]),
    base=bases,
    rules=rules,
    reasons=st.just(REASONS),
    lists=st.just(Lists(frozenset({"C-ALLOWED"}), frozenset({"C-BLOCKED"}), blocked_skus=frozenset({"SKU-BLOCKED"}))),
    limits=st.builds(Limits, some(st.integers(1, 2)), some(st.integers(1, 2)), items_per_return=st.integers(1, 6)),
    calendar=st.just(Calendar(frozenset(range(5)), frozenset({date(2026, 6, 15), date(2026, 7, 20)}))),
    laws=st.lists(st.sampled_from(Law), unique=True).map(tuple),
    unsaid=st.frozensets(st.sampled_from(["window", "shipping_fee", "methods"])),
)

_known = {
    Fact.CUSTOMER_TIER: st.sampled_from(["gold", "silver", ""]),
    Fact.PRODUCT_TRAITS: st.frozensets(st.sampled_from(["hygiene", "digital", "sealed_media", "bulky"]), max_size=2),
    Fact.PRODUCT_CATEGORY: st.sampled_from(["lamps", "chairs", "toys"]),
    Fact.ORDER_COUNTRY: st.sampled_from(["JP", "DE", "US"]),
    Fact.ORDER_CHANNEL: st.sampled_from(["online", "store"]),
    Fact.ORDER_RETURNS: st.integers(0, 3),
    Fact.PRODUCT_PRICE: st.integers(0, 4000),
    Fact.PRODUCT_SKU: st.sampled_from(["SKU-1", "SKU-BLOCKED"]),
    Fact.RETURN_ITEMS: st.integers(1, 7),
    Fact.RETURN_VALUE: st.integers(0, 4000),
    Fact.ORDER_GIFT: st.booleans(),
    Fact.PRODUCT_FINAL_SALE: st.booleans(),
}
_facts = st.fixed_dictionaries({}, optional=_known)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case in which everything was chosen, and some facts are not known."""
    shipped = draw(some(st.integers(0, 9)))
    delivered = draw(some(st.integers(0, 9))) if shipped is not None else None
    case = Case(
        name="drawn",
        facts=draw(_facts),
        reason=draw(st.sampled_from([reason.code for reason in REASONS])),
        shipped_on=None if shipped is None else PLACED + timedelta(shipped),
        delivered_on=None if delivered is None or shipped is None else PLACED + timedelta(shipped + delivered),
        condition=draw(some(st.sampled_from(Condition))),
        outcome=draw(st.sampled_from(Outcome)),
        method=draw(st.sampled_from(Method)),
        quantity=draw(st.integers(0, 3)),
        ordered=draw(st.integers(1, 3)),
        taken=draw(st.integers(0, 1)),
        warranty_until=draw(some(st.dates(PLACED, PLACED + timedelta(400)))),
        customer_id=draw(st.sampled_from(["C-1", "C-ALLOWED", "C-BLOCKED"])),
        history=CustomerHistory(recent_returns=draw(st.integers(0, 3)), open_instant=draw(st.integers(0, 4000))),
    )
    return replace(case, today=PLACED + timedelta(draw(st.integers(0, 90) | st.integers(350, 760))))
