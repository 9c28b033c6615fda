"""Moves of the return as a whole: resolved, reopened, noted; and what staff set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.errors import Invalid
from shared.returns.axes import Action, Approval, Inspection, Money
from shared.returns.policy.policy import Fee
from shared.returns.policy.terms import Terms
from shared.returns.request.inspection_moves import look_again
from shared.returns.request.money_moves import without_refusals
from shared.returns.request.moving import STAFF_DECIDED, Telling, moved
from shared.returns.return_request import ReturnItem, ReturnRequest, Wanted
from shared.returns.vocabulary import Outcome, WholeAt


class ReasonMissing(Invalid):
    """Staff set something aside without saying why."""

    code = "reason_missing"


@dataclass(frozen=True, slots=True)
class Aside:
    """What staff set aside, of what was decided. None: it stands."""

    outcome: Outcome | None = None
    wanted: Wanted | None = None
    restocking_fee: Fee | None = None
    shipping_fee: Fee | None = None
    credit_basis_points: int | None = None
    whole_at: WholeAt | None = None
    approval: bool = False
    """The decision: it waits for another one."""
    inspection: bool = False
    """The finding: it is looked at again."""
    withheld: bool = False
    """That its money is withheld."""


def resolve(request: ReturnRequest, telling: Telling) -> ReturnRequest:
    """It is done."""
    return replace(moved(request, Action.RESOLVE, (), telling), resolved_at=telling.at)


def reopen(request: ReturnRequest, telling: Telling) -> ReturnRequest:
    """It is not done after all: every axis stands where it stood."""
    return replace(moved(request, Action.REOPEN, (), telling), resolved_at=None)


def note(request: ReturnRequest, telling: Telling, item_ids: Sequence[str] = ()) -> ReturnRequest:
    """Words of staff, for staff."""
    return moved(request, Action.NOTE, item_ids, telling)


def override(request: ReturnRequest, item_ids: Sequence[str], aside: Aside, telling: Telling) -> ReturnRequest:
    """Set aside what was decided, with a reason; raises ReasonMissing without.

    A decision or a finding is only taken back: what is said in its place is a move of its own, so that each axis goes
    the ways that all go.
    """
    if not (telling.note or telling.code):
        raise ReasonMissing("Say why: by a code or in words.", field="note")
    changed = moved(request, Action.OVERRIDE, item_ids, telling, lambda item: _overridden(item, aside))
    if aside.outcome is not None:
        changed = without_refusals(changed, item_ids)
    if not aside.inspection:
        return changed
    looked_at = (Inspection.PASSED, Inspection.REDUCED, Inspection.FAILED)
    return look_again(changed, [item.item_id for item in _chosen(changed, item_ids) if item.inspection in looked_at])


def _chosen(request: ReturnRequest, item_ids: Sequence[str]) -> list[ReturnItem]:
    return [item for item in request.items if item.item_id in set(item_ids)]


def _overridden(item: ReturnItem, aside: Aside) -> ReturnItem:
    changed = replace(
        item,
        outcome=aside.outcome or item.outcome,
        wanted=aside.wanted or (item.wanted if aside.outcome in (None, item.outcome) else None),
        terms=_terms(item.terms, aside),
    )
    if aside.approval:
        changed = replace(changed, approval=Approval.REQUESTED, declined_because="", may_appeal=False)
    if aside.withheld and changed.money is Money.WITHHELD:
        changed = replace(changed, money=Money.NOT_DUE)
    return changed


def _terms(terms: Terms | None, aside: Aside) -> Terms | None:
    said = {
        slot: value
        for slot in ("restocking_fee", "shipping_fee", "credit_basis_points", "whole_at")
        if (value := getattr(aside, slot)) is not None
    }
    if terms is None or not said:
        return terms
    rules = tuple((slot, rule) for slot, rule in terms.rules if slot not in said)
    return replace(
        terms,
        actions=replace(terms.actions, **said),
        rules=(*rules, *((slot, STAFF_DECIDED) for slot in said)),
    )
