"""Moves of the approval axis: submitted, decided, asked for more, appealed, cancelled, expired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from shared.evidence.evidence import Evidence
from shared.returns.axes import Action, Approval, Inspection, Logistics
from shared.returns.request.days import local_day
from shared.returns.request.moving import Telling, moved, rules_of
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor, Keep, Method, Outcome

ANSWER_DAYS = 14
"""So long may the shopper take to show what was asked for."""
USUAL_SEND_BACK_DAYS = 14
"""From approval on, where the policy says nothing."""
NOTHING_COMES_BACK = frozenset({Outcome.SPARE_PART})


def submit(request: ReturnRequest, telling: Telling) -> ReturnRequest:
    """A draft becomes a request that waits for its decision."""
    everything = tuple(item.item_id for item in request.items)
    asked = moved(request, Action.SUBMIT, everything, telling)
    items = tuple(replace(item, approval=Approval.REQUESTED) for item in asked.items)
    return replace(asked, items=items, draft_until=None)


def change(request: ReturnRequest, items: Sequence[ReturnItem], telling: Telling) -> ReturnRequest:
    """A draft with other items; or what was in a parcel that nobody had announced."""
    changed = moved(request, Action.CHANGE, (), telling)
    ids = tuple(item.item_id for item in items)
    log = (*changed.log[:-1], replace(changed.log[-1], item_ids=ids))
    return replace(changed, items=tuple(items), log=log)


def approve(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """It may come back, until a day; or need not, and then nothing is looked at.

    The days to send it back count anew with every approval, so that nobody loses some for another item.
    """
    if telling.actor is Actor.SYSTEM and not telling.rules:
        chosen = [item for item in request.items if item.item_id in set(item_ids)]
        telling = replace(telling, rules=rules_of(chosen, "accept", "window", "review"))
    approved = moved(request, Action.APPROVE, item_ids, telling, lambda item: _approved(item, request.method))
    if all(item.logistics is not Logistics.AWAITED for item in approved.items if item.item_id in set(item_ids)):
        return approved
    return replace(approved, send_back_until=_send_back_until(approved, item_ids, telling))


def decline(
    request: ReturnRequest,
    item_ids: Sequence[str],
    telling: Telling,
    because: dict[str, str] | None = None,
    may_appeal: frozenset[str] = frozenset(),
) -> ReturnRequest:
    """It may not. `because`: item -> code, else the telling's; `may_appeal`: the items whose shopper may object."""
    codes = because or {}

    def declined(item: ReturnItem) -> ReturnItem:
        return replace(
            item,
            approval=Approval.DECLINED,
            declined_because=codes.get(item.item_id) or telling.code,
            may_appeal=item.item_id in may_appeal,
        )

    return moved(request, Action.DECLINE, item_ids, telling, declined)


def need_more(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """Somebody wants to see more before they decide: `telling.code` says what."""
    asked = moved(
        request, Action.NEED_MORE, item_ids, telling, lambda item: replace(item, approval=Approval.NEEDS_MORE)
    )
    until = local_day(telling.at, request.time_zone) + timedelta(days=ANSWER_DAYS)
    return replace(asked, answer_until=until)


def answer(
    request: ReturnRequest,
    item_ids: Sequence[str],
    telling: Telling,
    evidence: dict[str, tuple[Evidence, ...]] | None = None,
    words: dict[str, str] | None = None,
    serial_numbers: dict[str, str] | None = None,
) -> ReturnRequest:
    """The shopper shows what was asked for; a person decides again. All by item."""
    shown, said, serials = evidence or {}, words or {}, serial_numbers or {}

    def answered(item: ReturnItem) -> ReturnItem:
        return replace(
            item,
            approval=Approval.REQUESTED,
            evidence=(*item.evidence, *shown.get(item.item_id, ())),
            words=said.get(item.item_id) or item.words,
            serial_number=serials.get(item.item_id) or item.serial_number,
        )

    return moved(request, Action.ANSWER, item_ids, telling, answered)


def appeal(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """The shopper objects to a denial that rests on signals: a person decides, once."""
    return moved(
        request,
        Action.APPEAL,
        item_ids,
        telling,
        lambda item: replace(item, approval=Approval.REQUESTED, may_appeal=False, declined_because=""),
    )


def cancel(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """Taken back before the goods moved."""
    return moved(request, Action.CANCEL, item_ids, telling, lambda item: replace(item, approval=Approval.CANCELLED))


def expire(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """A term passed: of a draft, of an answer, of sending it back."""
    return moved(request, Action.EXPIRE, item_ids, telling, lambda item: replace(item, approval=Approval.EXPIRED))


def _approved(item: ReturnItem, method: Method | None) -> ReturnItem:
    kept = item.terms is not None and item.terms.actions.keep in (Keep.KEEP, Keep.DONATE)
    stays = kept or method is Method.NONE or item.outcome in NOTHING_COMES_BACK
    approved = replace(item, approval=Approval.APPROVED, declined_because="", may_appeal=False)
    if not stays or item.logistics is not Logistics.AWAITED:
        return approved
    return replace(approved, logistics=Logistics.NOT_NEEDED, inspection=Inspection.NOT_NEEDED)


def _send_back_until(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> date:
    """The longest of the items' terms, so that they can go in one parcel."""
    chosen = [item for item in request.items if item.item_id in set(item_ids)]
    said = [item.terms.actions.send_back_days for item in chosen if item.terms]
    days = max((days for days in said if days is not None), default=USUAL_SEND_BACK_DAYS)
    until = local_day(telling.at, request.time_zone) + timedelta(days=days)
    return max(until, request.send_back_until or until)
