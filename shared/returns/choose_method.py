"""Choose how it comes back: the label, code or pickup is made in the same call, and its parcel is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.returns.abuse.assessment import tier_of
from shared.returns.axes import Action, Approval
from shared.returns.carry_through import Around, around, keep, known, reckoned, retried
from shared.returns.customer_history import customer_history
from shared.returns.decide import terms_by_method
from shared.returns.means import Means, Tracking
from shared.returns.method_offered import because_of, whys_of_method
from shared.returns.methods.ports import MadeWayBack, WantedWayBack, WaysBack
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.terms import Terms, Why
from shared.returns.record_shipment import TooManyShipments
from shared.returns.request.legal import require
from shared.returns.request.logistics_moves import MAX_SHIPMENTS
from shared.returns.request.moves import book_pickup, make_label, record_shipment
from shared.returns.request.moves import choose_method as chosen_method
from shared.returns.request.moving import STAFF_DECIDED, Telling, rules_of, told_before
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.submit_return import NotAsOffered
from shared.returns.track_way_back import track_way_back
from shared.returns.vocabulary import Actor, Method

BY_METHOD = (
    "shipping_fee", "restocking_fee", "whole_at", "destination", "checking", "send_back_days", "credit_basis_points",
    "bonuses", "shipping_refund", "difference_waived", "disposition",
)  # fmt: skip
"""What may hang on the method, and is decided once it is chosen."""
MAX_BY_SHOPPER = 10
"""Labels, codes and pickups of one return."""
_NOTHING_IS_MADE = frozenset({Method.OWN_CARRIER, Method.NONE})


def choose_method(
    means: Means, tracking: Tracking, ways: WaysBack, return_id: str, wanted: WantedWayBack, telling: Telling
) -> ReturnRequest:
    """Make what `wanted` asks for, follow its parcel, and save it with the return. The address is in the call only.

    Safe to repeat after a crash at any point: what was made is found again, a parcel is followed once. The label that
    is good stays, unless `wanted.anew`. Raises ReturnUnknown, ActionNotLegal, NotAsOffered, WayBackRefused,
    WayBackInTheMaking, TooManyShipments, Unavailable, StaleReturn.
    """

    def attempt() -> ReturnRequest:
        before = known(means.returns, return_id)
        if told_before(before, Action.CHOOSE_METHOD, telling.reference):
            return before
        require(before, Action.CHOOSE_METHOD, wanted.item_ids, telling.actor, telling.at)
        near = around(means, before.order_ids)
        request = by_method(means, before, near, wanted, telling)
        if wanted.method not in _NOTHING_IS_MADE:
            _refuse_too_many(request, wanted, telling)
            made = ways.prepare(request, wanted, telling.at)
            track_way_back(tracking, request, made.shipment, telling.at)
            request = _with(request, made, telling)
        return before if request == before else keep(means, request, telling.at, near)

    return retried(attempt)


def _refuse_too_many(request: ReturnRequest, wanted: WantedWayBack, telling: Telling) -> None:
    """Each way back may cost the shop something: a shopper is not made one after the other without end."""
    has_one = any(way.method is wanted.method and way.voided_at is None for way in request.shipments)
    most = MAX_SHIPMENTS if telling.actor is Actor.STAFF else MAX_BY_SHOPPER
    if len(request.shipments) >= most and (wanted.anew or not has_one):
        raise TooManyShipments(f"No more than {most} ways back are made for one return: ask the shop.")


def by_method(
    means: Means,
    request: ReturnRequest,
    near: Around,
    wanted: WantedWayBack,
    telling: Telling,
    history: CustomerHistory | None = None,
) -> ReturnRequest:
    """The request by this method, with the terms that hang on it; the same where it is this one already. Saves nothing.

    `history`: where it was read before. Raises NotAsOffered for items that may not come back by it.
    """
    if request.method is wanted.method and _is_decided(request, wanted.item_ids):
        return request
    asked_at = _asked_at(request, telling)
    history = history or history_as_asked(means, request, near, telling)
    terms = terms_by_method(means, request, near, history, wanted.method, asked_at)
    if telling.actor is not Actor.STAFF:
        without = terms_by_method(means, request, near, history, None, asked_at)
        whys = whys_of_method(means, request, near, terms, without)
        _refuse({item_id: whys.get(item_id, ()) for item_id in wanted.item_ids})
    items = tuple(
        _with_terms(item, terms[item.item_id]) if item.item_id in wanted.item_ids else item for item in request.items
    )
    by_it = replace(request, items=items)
    if telling.actor is not Actor.STAFF and _overpaid(by_it, near) > _overpaid(request, near):
        _refuse({item_id: (because_of(terms[item_id], "shipping_fee"),) for item_id in wanted.item_ids})
    rules = rules_of([item for item in items if item.item_id in wanted.item_ids], "methods")
    telling = replace(telling, rules=rules if telling.actor is not Actor.STAFF else (*rules, STAFF_DECIDED))
    return chosen_method(by_it, wanted.item_ids, wanted.method, telling)


def history_as_asked(means: Means, request: ReturnRequest, near: Around, telling: Telling) -> CustomerHistory:
    """What the customer had returned when this was asked for, and how they were rated then."""
    limits = means.policies.at(near.orders[request.order_ids[0]].placed_at).limits
    asked_at = _asked_at(request, telling)
    history = customer_history(means.returns, request.customer_id, asked_at, limits, but=request.return_id)
    return replace(history, risk=tier_of(request))


def _is_decided(request: ReturnRequest, item_ids: tuple[str, ...]) -> bool:
    """Whether the return's method was chosen for just these items: with the draft it was for all."""
    chosen = [entry for entry in request.log if entry.action is Action.CHOOSE_METHOD]
    return not chosen or set(item_ids) <= set(chosen[-1].item_ids)


def _asked_at(request: ReturnRequest, telling: Telling) -> datetime:
    """When it was asked for: nobody loses a right by choosing the way back some days later, nor gains one."""
    return next((entry.at for entry in request.log if entry.action is Action.SUBMIT), telling.at)


def _overpaid(request: ReturnRequest, near: Around) -> int:
    """By how much more was handed to whoever pays than it comes to: a dearer way back cannot be had after that."""
    approved = tuple(item for item in request.items if item.approval is Approval.APPROVED)
    return sum(amount for _, amount in reckoned(replace(request, items=approved), near).overpaid)


def _refuse(whys: Mapping[str, tuple[Why, ...]]) -> None:
    refused = {item_id: found for item_id, found in whys.items() if found}
    if refused:
        raise NotAsOffered(refused)


def _with_terms(item: ReturnItem, by_method: Terms) -> ReturnItem:
    """What was frozen, but for what hangs on the method; what staff set aside stays aside."""
    if item.terms is None:
        return replace(item, terms=by_method)
    slots = [slot for slot in BY_METHOD if item.terms.rule_of(slot) != STAFF_DECIDED]
    new = {slot: getattr(by_method.actions, slot) for slot in slots}
    rules = tuple((slot, rule) for slot, rule in item.terms.rules if slot not in slots)
    added = tuple((slot, rule) for slot, rule in by_method.rules if slot in slots)
    return replace(item, terms=replace(item.terms, actions=replace(item.terms.actions, **new), rules=(*rules, *added)))


def _with(request: ReturnRequest, made: MadeWayBack, telling: Telling) -> ReturnRequest:
    """Logged where something was made; without an entry of its own where it was there."""
    shipment = made.shipment
    if any(way.shipment_id == shipment.shipment_id and way == shipment for way in request.shipments):
        return request
    telling = replace(telling, reference="", rules=telling.rules or rules_of(request.items, "methods"))
    if shipment.method is Method.PICKUP:
        return book_pickup(request, shipment, telling)
    if shipment.method is Method.OWN_CARRIER:
        return record_shipment(request, shipment, telling)
    return make_label(made.on(request, telling.at), shipment, telling)
