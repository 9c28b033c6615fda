"""What holds for every policy and every purchase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.promise.calendar import Calendar
from shared.returns.policy.conditions import whole
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Ask, Facts, Position, Purchase
from shared.returns.policy.findings import find_findings
from shared.returns.policy.laws import EEA
from shared.returns.policy.policy import Actions, Fact, Fee, Law, Policy
from shared.returns.policy.rulebook import Rulebook
from shared.returns.policy.terms import OutcomeOffer, Terms
from shared.returns.policy.windows import Days, span_of
from shared.returns.vocabulary import Condition, Method, Outcome, Review
from tests.returns.policy.drawn import METHODS, OUTCOMES, TODAY, Draw

often = settings(max_examples=40, deadline=None, database=None)
seldom = settings(often, max_examples=10)
seeds = st.integers(0, 2**32)
WEEKDAYS = Calendar(frozenset(range(5)))


def decide(written: Policy, bought: Purchase, ask: Ask) -> Terms:
    return Engine(written).terms(bought, bought.positions[0], ask)


@often
@given(seed=seeds)
def test_a_longer_window_never_ends_sooner(seed: int) -> None:
    draw = Draw(seed)
    window, place = draw.window(), draw.position()
    days = Days(draw.purchase().placed_on, place.shipped_on, place.delivered_on)
    longer = replace(window, days=None if window.days is None else window.days + draw.random.randint(0, 40))
    short, long = span_of(window, days, WEEKDAYS), span_of(longer, days, WEEKDAYS)
    assert long.until is None or (short.until is not None and short.until <= long.until)
    assert long.closes is None or (short.closes is not None and short.closes <= long.closes)


@often
@given(seed=seeds)
def test_a_longer_window_never_makes_ineligible(seed: int) -> None:
    draw = Draw(seed)
    written, bought, ask, more = draw.policy(), draw.purchase(), draw.ask(), draw.random.randint(0, 40)

    def longer(then: Actions) -> Actions:
        window = then.window
        if window is None or window.days is None:
            return then
        return replace(then, window=replace(window, days=window.days + more))

    rules = tuple(replace(rule, then=longer(rule.then)) for rule in written.rules)
    stretched = replace(written, base=longer(written.base), rules=rules)
    before, after = decide(written, bought, ask), decide(stretched, bought, ask)
    assert not before.eligible or after.eligible


@often
@given(seed=seeds)
def test_the_order_of_rules_matters_only_among_equals(seed: int) -> None:
    draw = Draw(seed)
    written, bought, ask = draw.policy(), draw.purchase(), draw.ask()
    ranked = tuple(replace(rule, priority=number) for number, rule in enumerate(written.rules))
    shuffled = tuple(draw.random.sample(ranked, len(ranked)))
    one, other = Engine(replace(written, rules=ranked)), Engine(replace(written, rules=shuffled))
    for place in bought.positions:
        some, same = one.terms(bought, place, ask), other.terms(bought, place, ask)
        assert (some.actions, set(some.rules), set(some.whys)) == (same.actions, set(same.rules), set(same.whys))
    assert [each.eligible for each in one.offers(bought)] == [each.eligible for each in other.offers(bought)]


@often
@given(seed=seeds)
def test_every_word_of_an_answer_names_what_decided_it(seed: int) -> None:
    draw = Draw(seed)
    written, ask = draw.policy(), draw.ask()
    terms = decide(written, draw.purchase(), ask)
    rules = {rule.name: rule for rule in written.rules}
    told = {rule for _, rule in terms.rules} | {why.rule for why in terms.whys}
    assert {name for name in told if not name.startswith("law:")} <= {"base", "lists", "limits", *rules}
    slots = [slot for slot, _ in terms.rules if not slot.startswith("without_")]
    assert len(slots) == len(set(slots))
    for slot, name in terms.rules:
        assert getattr(terms.actions, slot) is not None
        if name in rules and slot not in ("methods", "whole_at"):
            assert getattr(rules[name].then, slot) is not None


@often
@given(seed=seeds)
def test_rules_fire_as_their_conditions_say_when_read_one_by_one(seed: int) -> None:
    draw = Draw(seed)
    written, bought, ask = draw.policy(), draw.purchase(), draw.ask()
    place = bought.positions[0]
    known: dict[Fact, object] = {**place.facts, **bought.facts, **ask.facts}
    reason = written.reason(ask.reason or "")
    chosen = {
        Fact.RETURN_REASON: reason and reason.code,
        Fact.RETURN_REASON_GROUP: reason and reason.group,
        Fact.RETURN_OUTCOME: ask.outcome,
        Fact.RETURN_METHOD: ask.method,
    }
    every: Facts = {**known, **{fact: word for fact, word in chosen.items() if word}}  # type: ignore[assignment]
    ranked = sorted(written.rules, key=lambda rule: -rule.priority)
    assert _fired(written, known, ask) == [rule.name for rule in ranked if whole(rule.when)(every)]


@often
@given(seed=seeds)
def test_forgetting_a_fact_makes_no_rule_fire(seed: int) -> None:
    draw = Draw(seed)
    written, bought, ask = draw.policy(), draw.purchase(), draw.ask()
    known = {**bought.positions[0].facts, **bought.facts, **ask.facts}
    assert set(_fired(written, draw.less(known), ask)) <= set(_fired(written, known, ask))


def _fired(written: Policy, known: Mapping[Fact, Any], ask: Ask) -> list[str]:
    """The rules that fire, the first heard first."""
    book, reason = Rulebook(written), written.reason(ask.reason or "")
    alive = book.of_request(book.of_position(book.of_order(known), known), known)
    fired = book.firing(book.with_reason(alive, reason), reason, ask.outcome, ask.method, known)
    ranked = sorted(written.rules, key=lambda rule: -rule.priority)
    return [rule.name for number, rule in enumerate(ranked) if fired >> number & 1]


@often
@given(seed=seeds)
def test_where_rules_only_grant_a_missing_fact_never_widens_rights(seed: int) -> None:
    draw = Draw(seed)
    written, bought, ask = draw.policy(only_grants=True), draw.purchase(), draw.ask()
    less = replace(bought, facts=draw.less(bought.facts))
    known, unknown = decide(written, bought, ask), decide(written, less, ask)
    assert known.until is None or (unknown.until is not None and unknown.until <= known.until)
    assert {why.code for why in known.whys} <= {why.code for why in unknown.whys}
    fees = [slot for slot in ("shipping_fee", "restocking_fee") if known.rule_of(slot) == "base" and ask.method]
    assert all(unknown.rule_of(slot) == "base" for slot in fees)


@seldom
@given(seed=seeds)
def test_what_is_offered_is_accepted_and_what_is_not_is_refused(seed: int) -> None:
    draw = Draw(seed)
    written, bought = draw.policy(), draw.purchase()
    engine = Engine(written)
    for place, answer in zip(bought.positions, engine.offers(bought), strict=True):
        offered = {
            (reason.reason, outcome.outcome, method)
            for reason in answer.reasons
            for outcome in reason.outcomes
            for method in outcome.methods
        }
        assert answer.eligible is bool(offered)
        for reason, outcome, method in product(written.reasons, OUTCOMES, (*METHODS, Method.NONE)):
            ask = Ask(reason.code, None, outcome, method, 1)
            assert engine.terms(bought, place, ask).eligible is ((reason.code, outcome, method) in offered), ask


@seldom
@given(seed=seeds)
def test_what_was_decided_before_changes_nothing(seed: int) -> None:
    draw = Draw(seed)
    written = draw.policy()
    engine = Engine(written)
    for bought in (draw.purchase(), draw.purchase()):
        like = bought.positions[0]
        others = (
            replace(like, line="3", delivered_on=draw.position().delivered_on),
            replace(like, line="4", value=draw.position().value, facts=draw.less(like.facts)),
            replace(like, line="5", facts=draw.position().facts),
        )
        positions = (*bought.positions, *others)
        together = engine.offers(replace(bought, positions=positions))
        alone = [Engine(written).offers(replace(bought, positions=(place,)))[0] for place in positions]
        assert list(together) == alone


@seldom
@given(seed=seeds)
def test_an_offer_states_the_terms_that_choosing_it_brings(seed: int) -> None:
    draw = Draw(seed)
    bought, engine = draw.purchase(), Engine(draw.policy())
    for place, answer in zip(bought.positions, engine.offers(bought), strict=True):
        for reason in answer.reasons:
            assert reason.terms.eligible is bool(reason.outcomes)
            assert reason.terms == engine.terms(bought, place, Ask(reason.reason))
            for offer in reason.outcomes:
                _states_its_terms(engine, bought, place, reason.reason, offer)


def _states_its_terms(engine: Engine, bought: Purchase, place: Position, reason: str, offer: OutcomeOffer) -> None:
    terms = engine.terms(bought, place, Ask(reason, None, offer.outcome))
    actions = terms.actions
    assert (actions.methods, terms.until) == (offer.methods, offer.until)
    assert (actions.restocking_fee, actions.shipping_fee) == (offer.restocking_fee, offer.shipping_fee)
    assert (actions.whole_at, actions.keep, actions.review) == (offer.whole_at, offer.keep, offer.review)
    for each in offer.by_method:
        own = engine.terms(bought, place, Ask(reason, None, offer.outcome, each.method)).actions
        assert (own.shipping_fee, own.whole_at, own.review) == (each.shipping_fee, each.whole_at, each.review)


@often
@given(seed=seeds)
def test_no_policy_undercuts_the_right_to_withdraw(seed: int) -> None:
    draw = Draw(seed)
    written, bought = replace(draw.policy(), laws=(Law.EU,)), draw.purchase()
    came = TODAY - timedelta(days=draw.random.randint(0, 14))
    sold: Facts = {**bought.facts, Fact.ORDER_COUNTRY: draw.one(EEA), Fact.ORDER_CHANNEL: "online"}
    plain: Facts = {**bought.positions[0].facts, Fact.PRODUCT_TRAITS: frozenset({"bulky"})}
    place = replace(bought.positions[0], delivered_on=came, open_quantity=1, facts=plain)
    bought = replace(bought, positions=(place,), facts=sold)
    ask = Ask("style", draw.one((None, *Condition)), Outcome.REFUND, quantity=1, is_final=True)
    terms = decide(written, bought, ask)
    assert terms.whys == ()
    assert terms.until is None or terms.until >= came + timedelta(days=14)
    assert terms.actions.restocking_fee == Fee()
    assert terms.actions.credit_basis_points == 10_000
    assert terms.actions.review is not Review.REJECT


@often
@given(seed=seeds)
def test_terms_of_return_never_decline_a_claim_of_conformity_within_the_window(seed: int) -> None:
    draw = Draw(seed)
    terms = decide(draw.policy(), draw.purchase(), replace(draw.ask(), reason="defective", method=Method.LABEL))
    if terms.closes is None or terms.closes >= TODAY:
        told = {why.code for why in terms.whys}
        assert not told & {"hygiene", "not_accepted", "rejected", "not_delivered", "window_closed"}


@seldom
@given(seed=seeds)
def test_findings_are_true_of_every_decision(seed: int) -> None:
    draw = Draw(seed)
    written = draw.policy()
    findings = find_findings(written)
    dead = {each.rule for each in findings if each.code == "dead"}
    silent = dead | {each.rule for each in findings if each.code == "shadowed"}
    conflicts = {frozenset((each.rule, each.other, each.slot)) for each in findings if each.code == "conflict"}
    by_name = {rule.name: rule for rule in written.rules}
    for _ in range(5):
        bought, ask = draw.purchase(), draw.ask()
        known = {**bought.positions[0].facts, **bought.facts, **ask.facts}
        fired = _fired(written, known, ask)
        assert not dead & set(fired)
        assert not silent & {rule for _, rule in decide(written, bought, ask).rules}
        for one, other in combinations(fired, 2):
            a, b = by_name[one], by_name[other]
            if a.priority == b.priority and None is not a.then.window != b.then.window is not None:
                assert frozenset((one, other, "window")) in conflicts
