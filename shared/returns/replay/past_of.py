"""Rows of a history from returns as they are kept: what was known when each was submitted, as far as it can be known.

What was delivered, returned or paid since then is left out again. How earlier returns ended is known as of now only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.returns.axes import Action, Approval, Inspection
from shared.returns.axes import Money as MoneyState
from shared.returns.books import in_shopper_currency
from shared.returns.carry_through import Around
from shared.returns.customer_history import history_of
from shared.returns.decide import ask_of
from shared.returns.money.worth import worth_of
from shared.returns.order_account import OrderAccount
from shared.returns.policy.facts import Ask, Position, Purchase
from shared.returns.policy.policy import Fee, Policy
from shared.returns.policy.purchase_of import Deliveries, purchase_of
from shared.returns.policy.terms import BASE, Terms
from shared.returns.replay.past_return import (
    DERIVED,
    Asked,
    Decided,
    Money,
    PastBonus,
    PastFee,
    PastReturn,
    PastWhy,
)
from shared.returns.replay.stand import bonus_for
from shared.returns.request.spans import for_decision, without
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import SettlementKind, SettlementState
from shared.returns.vocabulary import Actor, Keep, Outcome, Review, WholeAt

_RATED = "abuse:"
"""A submission names the abuse tier so, among the rules that decided it."""
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a return was decided by, as it is known now."""

    near: Around
    deliveries: Mapping[str, Deliveries]
    """By order."""
    policies: Mapping[str, Policy]
    """By order: the one of its day."""
    of_orders: Sequence[ReturnRequest]
    """Every return of its orders."""
    of_customer: Sequence[ReturnRequest]
    """The customer's."""


def past_returns_of(request: ReturnRequest, around: Surroundings) -> Iterator[PastReturn]:
    """A row for each item that was decided on; none for drafts, and for what nobody asked for."""
    submitted_at = next((entry.at for entry in request.log if entry.action is Action.SUBMIT), None)
    if submitted_at is None:
        return
    items = [item for item in request.items if item.terms is not None and item.order_id in around.near.orders]
    worths = {item.item_id: worth_of(item, around.near.orders[item.order_id]).value for item in items if item.line}
    total, before = sum(worths.values()), 0
    purchases = {each: _purchase(request, each, around, submitted_at) for each in around.near.orders}
    for item in items:
        purchase = purchases[item.order_id]
        position = next((each for each in purchase.positions if each.line == item.line), None)
        if position is None or item.terms is None:
            continue
        money = _with_shares(_money(request, item, around), worths[item.item_id], before, total)
        ask = ask_of(request, item, around.near, is_final=True)
        yield _row(request, item, item.terms, purchase, position, ask, money)
        before += worths[item.item_id]


def _with_shares(money: Money, value: int, before: int, total: int) -> Money:
    """With what its pieces are worth, within the whole return."""
    shares = {"value_before": before, "value_of_return": total} if total != value else {}
    return money.model_copy(update={"value": value, **shares})


def _purchase(request: ReturnRequest, order_id: str, around: Surroundings, at: datetime) -> Purchase:
    order, policy = around.near.orders[order_id], around.policies[order_id]
    history = history_of(_earlier(request, around.of_customer, at), at, policy.limits)
    history = replace(history, risk=_risk(request))
    account = _account_then(request, around, order_id, at)
    found = purchase_of(order, around.deliveries[order_id], account, history, policy, at)
    deliveries = _until(around.deliveries[order_id], found)
    return purchase_of(order, deliveries, account, history, policy, at)


def _until(deliveries: Deliveries, as_of: Purchase) -> Deliveries:
    """What was known on that day."""
    gone = [each for each in deliveries.parcels if each.shipped_on <= as_of.today]
    known = (
        replace(each, delivered_on=None) if each.delivered_on and each.delivered_on > as_of.today else each
        for each in gone
    )
    return Deliveries(tuple(known))


def _account_then(request: ReturnRequest, around: Surroundings, order_id: str, at: datetime) -> OrderAccount:
    account = for_decision(around.near.accounts[order_id], request.return_id)
    earlier = {each.return_id for each in _earlier(request, around.of_orders, at)}
    for return_id in account.return_ids:
        if return_id not in earlier:
            account = without(account, return_id)
    return account


def _earlier(request: ReturnRequest, others: Sequence[ReturnRequest], at: datetime) -> list[ReturnRequest]:
    return [each for each in others if each.return_id != request.return_id and each.created_at < at]


def _risk(request: ReturnRequest) -> str:
    rules = (rule for entry in request.log if entry.action is Action.SUBMIT for rule in entry.rules)
    return next((rule.removeprefix(_RATED) for rule in rules if rule.startswith(_RATED)), "normal")


def _row(
    request: ReturnRequest,
    item: ReturnItem,
    terms: Terms,
    purchase: Purchase,
    position: Position,
    ask: Ask,
    money: Money,
) -> PastReturn:
    facts = {**position.facts, **purchase.facts, **ask.facts}
    return PastReturn(
        id=f"{request.return_id}/{item.item_id}",
        order_id=item.order_id,
        line=position.line,
        sku=item.sku,
        placed=purchase.placed_on,
        today=purchase.today,
        shipped=position.shipped_on,
        delivered=position.delivered_on,
        warranty_until=position.warranty_until,
        on_its_way=position.on_its_way,
        ordered=position.quantity,
        open=position.open_quantity,
        customer_id=purchase.customer_id,
        returns_of_order=purchase.returns_so_far,
        recent_returns=purchase.history.recent_returns,
        open_instant=purchase.history.open_instant,
        facts={fact: value for fact, value in facts.items() if fact not in DERIVED},
        asked=_asked(item, ask),
        decided=_decided(request, terms, item.outcome),
        ended=_ended(request, item),
        money=money,
    )


def _asked(item: ReturnItem, ask: Ask) -> Asked:
    return Asked(
        reason=item.reason,
        outcome=item.outcome,
        method=ask.method,
        quantity=item.quantity,
        condition=item.condition,
        photos=ask.photos,
        video=ask.has_video,
        words=ask.has_words,
        serial_number=ask.has_serial,
    )


def _decided(request: ReturnRequest, terms: Terms, outcome: Outcome) -> Decided:
    actions = terms.actions
    credited = actions.credit_basis_points
    bonus = bonus_for(actions, outcome)
    return Decided(
        version=request.policy_version,
        whys=tuple(PastWhy(code=why.code, rule=why.rule) for why in terms.whys),
        review=actions.review or Review.AUTOMATIC,
        whole_at=actions.whole_at or WholeAt.INSPECTION,
        keep=actions.keep or Keep.NO,
        shipping_fee=_fee(actions.shipping_fee),
        restocking_fee=_fee(actions.restocking_fee),
        credit_basis_points=10_000 if credited is None else credited,
        bonus=PastBonus(fixed=bonus.fixed, basis_points=bonus.basis_points, at_most=bonus.at_most),
        rules={slot: rule for slot, rule in terms.rules if rule != BASE},
    )


def _fee(fee: Fee | None) -> PastFee:
    fee = fee or Fee()
    return PastFee(fixed=fee.fixed, basis_points=fee.basis_points, by_shopper=fee.by_shopper)


def _ended(request: ReturnRequest, item: ReturnItem) -> str:
    if item.approval is Approval.DECLINED:
        of_item = (entry for entry in reversed(request.log) if item.item_id in entry.item_ids)
        last = next((entry for entry in of_item if entry.action is Action.DECLINE), None)
        return "declined" if last is not None and last.actor is Actor.STAFF else ""
    if item.approval in (Approval.CANCELLED, Approval.EXPIRED):
        return item.approval.value
    if item.inspection is Inspection.FAILED:
        return "failed"
    return "withheld" if item.money is MoneyState.WITHHELD else ""


def _money(request: ReturnRequest, item: ReturnItem, around: Surroundings) -> Money:
    sale = around.near.orders[item.order_id].sale
    parts = [
        (each.kind, amount, bonus)
        for each in request.settlements
        if each.state is not SettlementState.RELEASED
        for item_id, amount, bonus in each.parts
        if item_id == item.item_id
    ]
    return Money(
        currency=request.currency,
        per_million=max(1, in_shopper_currency(_MILLION, sale)) if sale else _MILLION,
        refunded=_sum(parts, SettlementKind.REFUND),
        credited=_sum(parts, SettlementKind.STORE_CREDIT, SettlementKind.GIFT_CARD),
        exchanged=_sum(parts, SettlementKind.GOODS),
        charged=_sum(parts, SettlementKind.CHARGE),
        bonus=sum(bonus for _, _, bonus in parts),
        label=_label(request, item),
    )


def _sum(parts: Sequence[tuple[SettlementKind, int, int]], *kinds: SettlementKind) -> int:
    return sum(amount for kind, amount, _ in parts if kind in kinds)


def _label(request: ReturnRequest, item: ReturnItem) -> int | None:
    """Its share of what all ways back that were made for it cost, the first item taking what cannot be shared evenly.

    None where nobody said, or in another currency.
    """
    ways = [way for way in request.shipments if item.item_id in way.item_ids]
    if not ways or any(way.cost is None or way.cost_currency != request.currency for way in ways):
        return None
    return sum(_part(way.cost or 0, way.item_ids.index(item.item_id), len(way.item_ids)) for way in ways)


def _part(cost: int, place: int, of: int) -> int:
    return cost // of + (cost % of if place == 0 else 0)
