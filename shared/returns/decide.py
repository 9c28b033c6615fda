"""What the policy says about every item of a request: one place asks the engine, for drafts and for submissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.returns.abuse.friction import slowed, standing
from shared.returns.books import in_shop_currency
from shared.returns.carry_through import Around
from shared.returns.means import Means
from shared.returns.order_account import OrderAccount
from shared.returns.policy.conditions import facts_of
from shared.returns.policy.facts import Ask, CustomerHistory, Facts, Position, Purchase
from shared.returns.policy.policy import Fact, Policy
from shared.returns.policy.purchase_of import purchase_of
from shared.returns.policy.terms import Terms, Why
from shared.returns.request.positions import PositionUnknown, position_of
from shared.returns.request.spans import for_decision
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor, Method, ReasonGroup, Review
from shared.returns.wanted_items import costs_the_same

BLOCKED = "blocked"
PRICE_UNKNOWN = "price_unknown"
"""Stands for a rule where nobody said what an exchange costs."""
OF_ABUSE = frozenset(
    {
        Fact.CUSTOMER_RISK,
        Fact.CUSTOMER_RETURNS,
        Fact.CUSTOMER_KEPT,
        Fact.CUSTOMER_CREDIT_BONUS,
        Fact.CUSTOMER_DISCREPANCIES,
        Fact.CUSTOMER_FAILED_PAYMENTS,
    }
)
"""What somebody did before: who is denied something for it may object."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one item."""

    terms: Terms
    reason_group: ReasonGroup | None
    options: tuple[tuple[str, str], ...]
    may_appeal: bool
    """Something against it rests on what the customer did before, or on the block list."""


def decided(
    means: Means,
    request: ReturnRequest,
    near: Around,
    history: CustomerHistory,
    now: datetime,
    *,
    is_final: bool,
) -> Mapping[str, Decision]:
    """Item -> decision, by the policy in force when its order was placed. `now`: aware, UTC."""
    made = {}
    for order_id in request.order_ids:
        order = near.orders[order_id]
        policy = means.policies.at(order.placed_at)
        engine = means.engines.of(policy)
        purchase = _purchase(means, request, near, order_id, policy, history, now)
        for item in request.items:
            if item.order_id != order_id:
                continue
            position = _position(purchase, item)
            ask = ask_of(request, item, near, is_final=is_final)
            terms = _by_tier(policy, purchase, position, ask, engine.terms(purchase, position, ask))
            terms = _by_price(means, request, item, near, terms)
            made[item.item_id] = _decision(policy, item, terms, near)
    return made


def terms_by_method(
    means: Means, request: ReturnRequest, near: Around, history: CustomerHistory, method: Method | None, now: datetime
) -> Mapping[str, Terms]:
    """Item -> its terms once this method is chosen, with all that is against it; None: while any may be."""
    chosen = replace(request, method=method)
    decisions = decided(means, chosen, near, history, now, is_final=True)
    return {item_id: decision.terms for item_id, decision in decisions.items()}


def _purchase(
    means: Means,
    request: ReturnRequest,
    near: Around,
    order_id: str,
    policy: Policy,
    history: CustomerHistory,
    now: datetime,
) -> Purchase:
    order, account = near.orders[order_id], near.accounts[order_id]
    others: OrderAccount = for_decision(account, request.return_id)
    return purchase_of(order, means.deliveries(order), others, history, policy, now)


def _by_tier(policy: Policy, purchase: Purchase, position: Position, ask: Ask, terms: Terms) -> Terms:
    reason = policy.reason(ask.reason or "")
    stands = standing(policy, purchase, position, ask, reason.group if reason else None, purchase.history.risk)
    return slowed(policy, terms, ask, stands)


def _by_price(means: Means, request: ReturnRequest, item: ReturnItem, near: Around, terms: Terms) -> Terms:
    """Whatever a shopper names instead costs what theirs did where nobody knows its price: then a person decides."""
    if request.filed_by is Actor.STAFF or terms.actions.review is not Review.AUTOMATIC:
        return terms
    wanted, line = item.wanted, position_of(near.orders[item.order_id], item.line)
    if wanted is None or wanted.unit_price or costs_the_same(wanted.sku, line, means.price_of, request.currency):
        return terms
    rules = tuple((slot, rule) for slot, rule in terms.rules if slot != "review")
    actions = replace(terms.actions, review=Review.MANUAL)
    return replace(terms, actions=actions, rules=(*rules, ("review", PRICE_UNKNOWN)))


def _position(purchase: Purchase, item: ReturnItem) -> Position:
    found = next((position for position in purchase.positions if position.line == item.line), None)
    if found is None:
        raise PositionUnknown("The order has no such position.", field="line")
    return found


def ask_of(request: ReturnRequest, item: ReturnItem, near: Around, *, is_final: bool) -> Ask:
    """What is asked for an item, with the facts of the whole request."""
    shown = list({evidence.key: evidence.kind for evidence in item.evidence}.values())
    return Ask(
        reason=item.reason or None,
        condition=item.condition,
        outcome=item.outcome,
        method=request.method,
        quantity=_pieces_asked(request, item),
        facts=_facts(request, near),
        photos=shown.count("photo"),
        has_video="video" in shown,
        has_words=bool(item.words.strip()),
        has_serial=bool(item.serial_number.strip()),
        is_final=is_final,
    )


def _pieces_asked(request: ReturnRequest, item: ReturnItem) -> int:
    """Of the position, over all items of the return: two reasons for one position do not make two of it."""
    return sum(one.quantity for one in request.items if (one.order_id, one.line) == (item.order_id, item.line))


def _facts(request: ReturnRequest, near: Around) -> Facts:
    return {
        Fact.RETURN_ITEMS: sum(item.quantity for item in request.items),
        Fact.RETURN_VALUE: sum(_worths(request, near)),
        Fact.RETURN_WHOLE_ORDER: all(_is_whole(request, near, order_id) for order_id in request.order_ids),
        Fact.RETURN_CHANNEL: request.channel,
    }


def _worths(request: ReturnRequest, near: Around) -> Iterator[int]:
    """In the shop's currency, as amounts of the policy are."""
    for item in request.items:
        order = near.orders[item.order_id]
        for line in order.lines:
            if line.position == item.line and line.sale is not None and order.sale is not None:
                yield in_shop_currency(line.sale.paid * item.quantity // max(1, line.quantity), order.sale)
                break


def _is_whole(request: ReturnRequest, near: Around, order_id: str) -> bool:
    asked = sum(item.quantity for item in request.items if item.order_id == order_id)
    return asked == sum(line.still_ordered for line in near.orders[order_id].lines)


def _decision(policy: Policy, item: ReturnItem, terms: Terms, near: Around) -> Decision:
    reason = policy.reason(item.reason)
    line = next(line for line in near.orders[item.order_id].lines if line.position == item.line)
    return Decision(
        terms=replace(terms, actions=replace(terms.actions, message=None)),
        reason_group=reason.group if reason else None,
        options=line.sale.options if line.sale else (),
        may_appeal=any(_rests_on_abuse(policy, why) for why in terms.whys),
    )


def _rests_on_abuse(policy: Policy, why: Why) -> bool:
    if why.code == BLOCKED:
        return True
    rule = next((rule for rule in policy.rules if rule.name == why.rule), None)
    return rule is not None and bool(OF_ABUSE & frozenset(facts_of(rule.when)))
