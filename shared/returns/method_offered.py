"""What stands against a way back that is chosen after it was asked for.

It was decided before anybody knew the method, or for another one. What only this method forbids, has shown, or leaves
to people has to be heard still; what stands against the item by every method was decided on, and stays decided.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shared.returns.abuse.assessment import rule_of, tier_of
from shared.returns.abuse.friction import EVIDENCE_MISSING
from shared.returns.axes import Action
from shared.returns.carry_through import Around
from shared.returns.means import Means
from shared.returns.policy.conditions import facts_of
from shared.returns.policy.policy import Fact
from shared.returns.policy.terms import Terms, Why
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor, Review

NOT_OFFERED = "method_not_offered"


def whys_of_method(
    means: Means, request: ReturnRequest, near: Around, by_it: Mapping[str, Terms], by_any: Mapping[str, Terms]
) -> Mapping[str, tuple[Why, ...]]:
    """Item -> what stands against the method. `by_it`, `by_any`: item -> terms by it, and while any may be chosen."""
    asking = _asking(means, request, near)
    people = _decided_by_people(request)
    return {
        item.item_id: tuple(_whys(item, by_it[item.item_id], by_any[item.item_id], asking, item.item_id in people))
        for item in request.items
        if item.terms is not None
    }


def because_of(terms: Terms, slot: str) -> Why:
    """Not offered, because of whatever decided a slot."""
    return Why(NOT_OFFERED, terms.rule_of(slot))


def _whys(item: ReturnItem, by_it: Terms, by_any: Terms, asking: Collection[str], by_people: bool) -> list[Why]:
    known = {why.code for why in by_any.whys} - {NOT_OFFERED}
    if not by_people and _hangs_on_method(item, by_it, "evidence", asking):
        known -= {EVIDENCE_MISSING}
    whys = [why for why in by_it.whys if why.code not in known]
    is_unseen = not by_people and by_it.actions.review is not Review.AUTOMATIC
    if is_unseen and not whys and _hangs_on_method(item, by_it, "review", asking):
        whys.append(because_of(by_it, "review"))
    return whys


def _hangs_on_method(item: ReturnItem, by_it: Terms, slot: str, asking: Collection[str]) -> bool:
    before = item.terms.rule_of(slot) if item.terms else ""
    return before != by_it.rule_of(slot) and bool({before, by_it.rule_of(slot)} & set(asking))


def _asking(means: Means, request: ReturnRequest, near: Around) -> frozenset[str]:
    """Rules that ask how it comes back; and the tier, by which a store asks for less."""
    rules = (rule for order in near.orders.values() for rule in means.policies.at(order.placed_at).rules)
    names = {rule.name for rule in rules if Fact.RETURN_METHOD in facts_of(rule.when)}
    return frozenset({*names, rule_of(tier_of(request))})


def _decided_by_people(request: ReturnRequest) -> frozenset[str]:
    return frozenset(
        item_id
        for entry in request.log
        if entry.action is Action.APPROVE and entry.actor is Actor.STAFF
        for item_id in entry.item_ids
    )
