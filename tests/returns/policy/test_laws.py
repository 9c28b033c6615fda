"""What law grants, whatever the rules say: the EU's right to withdraw, Japan's eight days, claims of conformity."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.promise.calendar import Calendar
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Ask, Position
from shared.returns.policy.policy import Accept, EvidenceNeeded, Fact, Fee, Law, Lists, Policy, Value, Window
from shared.returns.policy.terms import Terms
from shared.returns.vocabulary import Condition, Method, Outcome, Review, ShippingRefund
from tests.returns.policy.samples import asking, one_of, policy, position, purchase, rule, traits, when

CAME = date(2026, 11, 3)
"""A Tuesday: the fourteenth day after it is a Tuesday too."""
MIND = when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind"))
REFUSED = rule("no", when(), accept=Accept(False, "final_sale"))


def decide(
    written: Policy,
    day: date,
    ask: Ask | None = None,
    place: Position | None = None,
    facts: dict[Fact, Value] | None = None,
) -> Terms:
    place = place or position(delivered_on=CAME)
    known: dict[Fact, Value] = {Fact.ORDER_COUNTRY: "DE", **(facts or {})}
    return Engine(written).terms(purchase(place, today=day, facts=known), place, ask or asking())


def european(*rules: object, **changes: object) -> Policy:
    return policy(*rules, laws=(Law.EU,), **changes)  # type: ignore[arg-type]


def after(days: int) -> date:
    return CAME + timedelta(days=days)


def test_a_consumer_may_withdraw_until_the_fourteenth_day_after_the_last_good_came() -> None:
    assert decide(european(REFUSED), after(14)).eligible
    terms = decide(european(REFUSED), after(15))
    assert [why.code for why in terms.whys] == ["final_sale"]
    assert decide(european(REFUSED), after(0)).rule_of("accept") == "law:eu:withdrawal"


def test_a_shorter_window_is_extended_and_a_longer_one_stands() -> None:
    short = decide(european(rule("short", when(), window=Window(7))), after(10))
    assert (short.eligible, short.until, short.rule_of("window")) == (True, after(14), "law:eu:withdrawal")
    assert short.actions.window is not None
    assert short.actions.window.days == 14
    long = decide(european(), after(10))
    assert (long.until, long.rule_of("window")) == (after(30), "base")


@pytest.mark.parametrize(
    ("came", "until"),
    [
        (date(2026, 11, 7), date(2026, 11, 23)),
        (date(2026, 11, 8), date(2026, 11, 23)),
        (date(2026, 12, 11), date(2026, 12, 28)),
    ],
)
def test_a_last_day_on_a_weekend_or_holiday_moves_to_the_next_working_day(came: date, until: date) -> None:
    christmas = Calendar(frozenset(range(7)), frozenset({date(2026, 12, 25)}))
    written = european(rule("never", when(), window=Window(0)), calendar=christmas)
    assert decide(written, came, place=position(delivered_on=came)).until == until


def test_withdrawing_costs_no_fee_and_brings_everything_back() -> None:
    mean = rule(
        "mean",
        when(),
        99,
        outcomes=(Outcome.STORE_CREDIT,),
        without_outcomes=frozenset({Outcome.REFUND}),
        without_methods=frozenset(Method),
        restocking_fee=Fee(basis_points=5000),
        credit_basis_points=5000,
        shipping_refund=ShippingRefund.NEVER,
        send_back_days=3,
        evidence=EvidenceNeeded(photos=3),
        review=Review.REJECT,
    )
    terms = decide(european(mean), after(3), asking(outcome=Outcome.REFUND, quantity=1, is_final=True))
    assert terms.eligible
    actions = terms.actions
    assert actions.outcomes == (Outcome.STORE_CREDIT, Outcome.REFUND)
    assert (actions.restocking_fee, actions.credit_basis_points) == (Fee(), 10_000)
    assert actions.shipping_refund is ShippingRefund.WHOLE_ORDER
    assert (actions.send_back_days, actions.evidence) == (14, EvidenceNeeded())
    assert (actions.methods, actions.review) == ((Method.OWN_CARRIER,), Review.MANUAL)
    assert actions.shipping_fee == Fee(500)
    assert terms.rule_of("restocking_fee") == "law:eu:reimbursement"
    assert terms.rule_of("send_back_days") == "law:eu:sending_back"
    credit = decide(european(mean), after(3), asking(outcome=Outcome.STORE_CREDIT))
    assert credit.actions.credit_basis_points == 5000


def test_who_withdraws_may_send_it_by_whomever_they_like() -> None:
    no_method = [
        rule(f"not-{method}", when(one_of(Fact.RETURN_METHOD, method)), without_methods=frozenset({method}))
        for method in Method
    ]
    written = european(rule("pickup", when(), methods=(Method.PICKUP,)), *no_method)
    for ask in (asking(outcome=Outcome.REFUND), asking(outcome=Outcome.REFUND, method=Method.OWN_CARRIER)):
        assert decide(written, after(3), ask).eligible
        assert not decide(written, after(20), ask).eligible


def test_after_the_fourteen_days_a_longer_window_has_the_merchants_own_terms() -> None:
    terms = decide(european(rule("credit", when(), outcomes=(Outcome.STORE_CREDIT,))), after(20))
    assert terms.actions.outcomes == (Outcome.STORE_CREDIT,)
    assert terms.actions.restocking_fee == Fee(basis_points=1000)


@pytest.mark.parametrize(
    ("words", "condition", "may_withdraw"),
    [
        (("made_to_order",), None, False),
        (("perishable",), Condition.UNOPENED, False),
        (("digital",), None, False),
        (("hygiene",), Condition.UNOPENED, True),
        (("hygiene",), None, True),
        (("hygiene",), Condition.AS_NEW, False),
        (("sealed_media",), Condition.USED, False),
        (("bulky",), Condition.USED, True),
    ],
)
def test_some_goods_are_excepted_and_sealed_ones_once_they_are_open(
    words: tuple[str, ...], condition: Condition | None, may_withdraw: bool
) -> None:
    place = position(delivered_on=CAME, facts=traits(*words))
    terms = decide(european(REFUSED), after(3), asking(condition=condition), place)
    assert terms.eligible is may_withdraw


@pytest.mark.parametrize(
    ("facts", "ask", "may_withdraw"),
    [
        ({Fact.ORDER_COUNTRY: "DE"}, asking(), True),
        ({Fact.ORDER_COUNTRY: "NO"}, asking(), True),
        ({Fact.ORDER_COUNTRY: "GB"}, asking(), False),
        ({Fact.ORDER_COUNTRY: "JP"}, asking(), False),
        ({Fact.ORDER_CHANNEL: "store"}, asking(), False),
    ],
)
def test_only_distance_sales_into_the_eea_are_under_the_directive(
    facts: dict[Fact, Value], ask: Ask, may_withdraw: bool
) -> None:
    assert decide(european(REFUSED), after(3), ask, facts=facts).eligible is may_withdraw
    assert not decide(policy(REFUSED), after(3), ask, facts=facts).eligible


def test_who_is_blocked_or_has_nothing_yet_may_withdraw_but_a_person_looks() -> None:
    blocked = european(lists=Lists(blocked_customers=frozenset({"C-1"})))
    assert decide(blocked, after(3)).actions.review is Review.MANUAL
    assert not decide(blocked, after(20)).eligible
    underway = position(delivered_on=None, shipped_on=CAME)
    terms = decide(european(), after(1), place=underway)
    assert (terms.eligible, terms.actions.review) == (True, Review.MANUAL)
    assert terms.clock == "shipped+7"


def japanese(*rules: object, **changes: object) -> Policy:
    return policy(*rules, **{"laws": (Law.JP,), "unsaid": frozenset({"window"}), **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(("day", "eligible"), [(date(2026, 11, 10), True), (date(2026, 11, 11), False)])
def test_without_terms_of_return_eight_days_count_the_day_of_receipt_in(day: date, eligible: bool) -> None:
    terms = decide(japanese(), day, facts={Fact.ORDER_COUNTRY: "JP"})
    assert (terms.eligible, terms.until) == (eligible, date(2026, 11, 10))
    assert terms.rule_of("window") == "law:jp:statutory"


def test_then_the_buyer_pays_the_way_back_unless_the_merchant_said_otherwise() -> None:
    facts: dict[Fact, Value] = {Fact.ORDER_COUNTRY: "JP"}
    unsaid = frozenset({"window", "shipping_fee", "methods"})
    silent = decide(japanese(unsaid=unsaid), CAME, facts=facts)
    assert (silent.actions.methods, silent.actions.shipping_fee) == ((Method.OWN_CARRIER,), Fee(by_shopper=True))
    said = decide(japanese(), CAME, facts=facts)
    assert (said.rule_of("methods"), said.actions.shipping_fee) == ("base", Fee(500))


def test_a_merchants_own_window_holds_in_the_base_or_by_a_rule() -> None:
    facts: dict[Fact, Value] = {Fact.ORDER_COUNTRY: "JP"}
    assert decide(japanese(unsaid=frozenset()), after(20), facts=facts).eligible
    own = japanese(rule("own", MIND, window=Window(3)))
    assert decide(own, after(4), facts=facts).rule_of("window") == "own"
    assert decide(japanese(), after(20), facts={Fact.ORDER_COUNTRY: "US"}).eligible


@pytest.mark.parametrize("reason", ["defective", "damaged"])
def test_what_is_broken_or_wrong_is_looked_at_and_not_turned_away(reason: str) -> None:
    for refusal in (REFUSED, rule("reject", when(), review=Review.REJECT)):
        terms = decide(policy(refusal), after(3), asking(reason))
        assert (terms.eligible, terms.actions.review) == (True, Review.MANUAL)
        assert terms.rule_of("review") == "law:conformity"
    assert not decide(policy(REFUSED), after(3), asking("broke_in_use")).eligible


@pytest.mark.parametrize(
    ("laws", "country", "days", "heard"),
    [
        ((Law.EU,), "DE", 730, True),
        ((Law.EU,), "DE", 731, False),
        ((Law.EU,), "US", 31, False),
        ((Law.JP,), "JP", 365, True),
        ((Law.JP,), "JP", 366, False),
        ((), "DE", 31, False),
    ],
)
def test_after_the_window_a_claim_is_heard_as_long_as_the_law_says(
    laws: tuple[Law, ...], country: str, days: int, heard: bool
) -> None:
    terms = decide(policy(laws=laws), after(days), asking("defective"), facts={Fact.ORDER_COUNTRY: country})
    assert terms.eligible is heard
    assert not heard or terms.actions.review is Review.MANUAL


def test_a_claim_within_the_window_goes_by_the_rules() -> None:
    assert decide(policy(), after(3), asking("defective")).actions.review is Review.AUTOMATIC
    missing = position(delivered_on=None, shipped_on=CAME)
    terms = decide(policy(), after(1), asking("damaged"), missing)
    assert (terms.eligible, terms.actions.review) == (True, Review.MANUAL)
    assert not decide(policy(), after(1), asking("style"), missing).eligible
