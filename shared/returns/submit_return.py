"""Ask for a return: everything is decided anew, here, whatever the draft or its client says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.errors import Conflict, Invalid
from shared.returns.abuse.assessment import Assessment, rule_of
from shared.returns.axes import Action, Approval
from shared.returns.carry_through import Around, around, keep, known, retried
from shared.returns.customer_history import customer_history
from shared.returns.decide import Decision, decided
from shared.returns.draft_return import with_decision
from shared.returns.means import Means
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.terms import Why
from shared.returns.request.legal import require
from shared.returns.request.moves import approve, decline, submit
from shared.returns.request.moving import Telling, rules_of
from shared.returns.request.spans import placed
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import EXCHANGES, Actor, Keep, Method, Review

MENDABLE = frozenset(
    {
        "reason_missing", "reason_unknown", "reason_not_for_this", "outcome_missing", "outcome_not_offered",
        "method_not_offered", "quantity_missing", "evidence_missing", "too_few", "too_many", "nothing_left",
    }
)  # fmt: skip
"""What the shopper can put right: it stays a draft, and nobody has to decline it."""


class NotAsOffered(Invalid):
    """Something is missing, or was chosen that is not offered. `whys` says all of it; the draft can be changed."""

    code = "not_as_offered"

    def __init__(self, whys: Mapping[str, tuple[Why, ...]]) -> None:
        said = "; ".join(f"item {item_id}: {', '.join(why.code for why in each)}" for item_id, each in whys.items())
        super().__init__(f"This is not offered, or not complete: {said}.", field="items")
        self.whys = whys


class OutOfStock(Conflict):
    """What is wanted instead is not on the shelf: choose something else."""

    code = "out_of_stock"


def submit_return(means: Means, return_id: str, telling: Telling) -> ReturnRequest:
    """Approved, waiting for staff, or declined with every reason; what was submitted before is answered as it is.

    Raises ReturnUnknown, ActionNotLegal, NotAsOffered, OutOfStock, NothingLeft, OverRefund, and StaleReturn where
    others were faster three times.
    """
    return retried(lambda: _submitted(means, return_id, telling))


def _submitted(means: Means, return_id: str, telling: Telling) -> ReturnRequest:
    request = known(means.returns, return_id)
    if any(entry.action is Action.SUBMIT for entry in request.log):
        return request
    require(request, Action.SUBMIT, (), telling.actor, telling.at)
    near = around(means, request.order_ids)
    history = _history(means, request, near, telling.at)
    rated = means.assess(request, history, telling.at)
    history = replace(history, risk=rated.tier)
    decisions = decided(means, request, near, history, telling.at, is_final=True)
    request = _with_decisions(request, decisions, rated)
    _refuse_mendable(decisions)
    _refuse_without_stock(means, request, near, decisions)
    request = placed(request, near.orders, near.accounts, lambda item: not (item.terms and item.terms.whys))
    rules = (*_all_rules(request), rule_of(rated.tier))
    request = submit(request, replace(telling, rules=tuple(dict.fromkeys(rules))))
    return keep(means, _judged(request, decisions, telling.at), telling.at, near)


def _history(means: Means, request: ReturnRequest, near: Around, now: datetime) -> CustomerHistory:
    limits = means.policies.at(near.orders[request.order_ids[0]].placed_at).limits
    return customer_history(means.returns, request.customer_id, now, limits, but=request.return_id)


def _with_decisions(request: ReturnRequest, decisions: Mapping[str, Decision], rated: Assessment) -> ReturnRequest:
    items = tuple(with_decision(item, decisions[item.item_id]) for item in request.items)
    method = Method.NONE if all(_stays(item) for item in items) else request.method
    return replace(
        request,
        items=items,
        method=method,
        is_exchange=all(item.outcome in EXCHANGES for item in items),
        risk_points=rated.points,
        risk_signals=rated.signals,
    )


def _stays(item: ReturnItem) -> bool:
    return item.terms is not None and item.terms.actions.keep in (Keep.KEEP, Keep.DONATE)


def _refuse_mendable(decisions: Mapping[str, Decision]) -> None:
    """What somebody can put right is not decided on; what nobody can is, and declined with all that is against it."""
    mendable = {
        item_id: decision.terms.whys
        for item_id, decision in decisions.items()
        if decision.terms.whys and all(why.code in MENDABLE for why in decision.terms.whys)
    }
    if mendable:
        raise NotAsOffered(mendable)


def _refuse_without_stock(
    means: Means, request: ReturnRequest, near: Around, decisions: Mapping[str, Decision]
) -> None:
    """Of each item so many are needed as all exchanges together send; the safety stock stays on the shelf."""
    wanted: dict[str, int] = {}
    kept: dict[str, int] = {}
    for item in request.items:
        if item.wanted is None or item.outcome not in EXCHANGES or decisions[item.item_id].terms.whys:
            continue
        wanted[item.wanted.sku] = wanted.get(item.wanted.sku, 0) + item.wanted.quantity
        policy = means.policies.at(near.orders[item.order_id].placed_at)
        kept[item.wanted.sku] = max(kept.get(item.wanted.sku, 0), policy.stock_kept)
    for sku, quantity in wanted.items():
        available = means.stock.available(sku)
        if available is not None and available - kept[sku] < quantity:
            raise OutOfStock("What is wanted instead is not in stock.", field="wanted")


def _all_rules(request: ReturnRequest) -> tuple[str, ...]:
    found = [rule for item in request.items if item.terms for _, rule in item.terms.rules]
    return tuple(dict.fromkeys(found)) or rules_of(request.items)


def _judged(request: ReturnRequest, decisions: Mapping[str, Decision], now: datetime) -> ReturnRequest:
    """Declined where something is against it, approved where nobody has to look; the rest waits.

    An item was split for its places where it has no decision of its own; it has its terms all the same.
    """
    refused = {item.item_id: item.terms.whys for item in request.items if item.terms and item.terms.whys}
    if refused:
        rules = tuple(dict.fromkeys(why.rule for whys in refused.values() for why in whys))
        codes = {item_id: whys[0].code for item_id, whys in refused.items()}
        request = decline(
            request,
            tuple(refused),
            Telling(Actor.SYSTEM, now, rules=rules, code=next(iter(codes.values()))),
            codes,
            frozenset(item_id for item_id in refused if decisions[item_id].may_appeal),
        )
    passed = tuple(item.item_id for item in request.items if _is_automatic(item))
    return approve(request, passed, Telling(Actor.SYSTEM, now)) if passed else request


def _is_automatic(item: ReturnItem) -> bool:
    is_open = item.approval is Approval.REQUESTED and item.terms is not None
    return is_open and item.terms.actions.review is Review.AUTOMATIC  # type: ignore[union-attr]
