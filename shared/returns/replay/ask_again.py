"""Ask a draft what it would have decided on a return of the past.

What a shopper could have put right is put right: where the outcome or the way back is not offered any more, they take
the first one that is; where more evidence is asked for, they show it. All else that is against it, declines it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Ask, CustomerHistory, Position, Purchase
from shared.returns.policy.policy import EvidenceNeeded, Fact, Policy, Value, Window
from shared.returns.policy.terms import Terms
from shared.returns.policy.windows import Days, started
from shared.returns.replay.past_return import DERIVED, PastReturn
from shared.returns.replay.stand import Cause, Stand, as_decided
from shared.returns.vocabulary import Outcome

_OUTCOME, _METHOD, _EVIDENCE = "outcome_not_offered", "method_not_offered", "evidence_missing"
_MENDABLE = frozenset({_OUTCOME, _METHOD, _EVIDENCE})
_Facts = dict[Fact, Value]


def asked_again(engine: Engine, past: PastReturn) -> Stand:
    """The draft's decision, as of the day on which it was asked."""
    purchase, position, ask = _situation(past, engine.policy)
    terms = engine.terms(purchase, position, ask)
    changed: list[Cause] = []
    for _ in _MENDABLE:
        codes = {why.code for why in terms.whys}
        if not codes or not codes <= _MENDABLE:
            break
        mended = _mended(engine, purchase, position, ask, terms)
        if mended == ask:
            break
        changed += [Cause(why.code, why.rule) for why in terms.whys]
        ask, terms = mended, engine.terms(purchase, position, mended)
    return as_decided(terms, ask, ask.outcome or past.asked.outcome, tuple(dict.fromkeys(changed)))


def _mended(engine: Engine, purchase: Purchase, position: Position, ask: Ask, terms: Terms) -> Ask:
    """Without the first thing that can be put right; a new outcome may have other ways back, so it comes first."""
    codes = {why.code for why in terms.whys}
    if _OUTCOME in codes:
        open_ask = replace(ask, outcome=None, method=None, is_final=False)
        outcomes = engine.terms(purchase, position, open_ask).actions.outcomes or ()
        return next((replace(ask, outcome=outcome) for outcome in outcomes if outcome is not ask.outcome), ask)
    if _METHOD in codes:
        methods = engine.terms(purchase, position, replace(ask, method=None, is_final=False)).actions.methods or ()
        return next((replace(ask, method=method) for method in methods if method is not ask.method), ask)
    needed = terms.actions.evidence or EvidenceNeeded()
    return replace(ask, photos=max(ask.photos, needed.photos), has_video=True, has_words=True, has_serial=True)


def _situation(past: PastReturn, policy: Policy) -> tuple[Purchase, Position, Ask]:
    of_order, of_product, of_return = _sorted_facts(past)
    days = Days(past.placed, past.shipped, past.delivered)
    elapsed = (past.today - started(policy.base.window or DEFAULTS.window or Window(None), days)[0]).days
    if elapsed >= 0:
        of_product[Fact.ORDER_DAYS] = elapsed
    of_product[Fact.PRODUCT_SKU] = past.sku
    if past.warranty_until is not None:
        of_product[Fact.PRODUCT_IN_WARRANTY] = past.today <= past.warranty_until
    of_order[Fact.ORDER_PLACED] = past.placed
    position = Position(
        order_id=past.order_id,
        line=past.line or past.sku,
        sku=past.sku,
        quantity=past.ordered,
        open_quantity=past.ordered if past.open is None else past.open,
        delivered_on=past.delivered,
        shipped_on=past.shipped,
        facts=of_product,
        value=past.money.value,
        warranty_until=past.warranty_until,
        on_its_way=past.on_its_way,
    )
    purchase = Purchase(
        order_id=past.order_id,
        placed_on=past.placed,
        today=past.today,
        facts=of_order,
        positions=(position,),
        customer_id=past.customer_id,
        history=CustomerHistory(recent_returns=past.recent_returns, open_instant=past.open_instant),
        returns_so_far=past.returns_of_order,
    )
    return purchase, position, _ask(past, of_return)


def _ask(past: PastReturn, facts: _Facts) -> Ask:
    asked = past.asked
    outcome: Outcome = asked.outcome
    return Ask(
        reason=asked.reason,
        condition=asked.condition,
        outcome=outcome,
        method=asked.method,
        quantity=asked.quantity,
        facts=facts,
        photos=asked.photos,
        has_video=asked.video,
        has_words=asked.words,
        has_serial=asked.serial_number,
        is_final=True,
    )


def _sorted_facts(past: PastReturn) -> tuple[_Facts, _Facts, _Facts]:
    """Of the order and its customer, of the product, of what is asked."""
    found: tuple[_Facts, _Facts, _Facts] = ({}, {}, {})
    for fact, value in past.facts.items():
        if fact not in DERIVED:
            found[_section(fact)][fact] = value
    return found


@cache
def _section(fact: Fact) -> int:
    return {"product": 1, "return": 2}.get(fact.value.partition(".")[0], 0)
