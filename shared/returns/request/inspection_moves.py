"""Moves of the inspection axis: what the warehouse found, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.errors import Invalid
from shared.returns.axes import Action, Inspection, Money
from shared.returns.request.legal import require
from shared.returns.request.moving import Telling, moved, rules_of
from shared.returns.request.split import split
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Condition, Disposition

ALL_OF_IT = 10_000
"""Basis points."""


class WrongFinding(Invalid):
    """What was found contradicts itself."""

    code = "wrong_finding"


@dataclass(frozen=True, slots=True)
class Finding:
    """What some pieces of one item were found to be."""

    item_id: str
    result: Inspection
    """PASSED, REDUCED or FAILED."""
    quantity: int | None = None
    """So many of its pieces; None: all. The others stay to be looked at, as an item of their own."""
    found: Condition | None = None
    reduced_to: int | None = None
    """With REDUCED: basis points of the value that are accepted, 1 to 9,999."""
    disposition: Disposition | None = None
    """None: the policy's, where it passed."""


def inspect(request: ReturnRequest, finding: Finding, telling: Telling) -> ReturnRequest:
    """Write down what was found. What fails is never paid: where it is not paid yet, the money is withheld."""
    _refuse_contradictions(finding)
    (item,) = require(request, Action.INSPECT, (finding.item_id,), telling.actor, telling.at)
    request = split(request, item.item_id, item.quantity if finding.quantity is None else finding.quantity)
    code = telling.code or (finding.found.value if finding.found else "")
    rules = telling.rules or (rules_of((item,), "checking") if telling.actor != "staff" else ())
    telling = replace(telling, code=code, rules=rules)
    return moved(request, Action.INSPECT, (finding.item_id,), telling, lambda item: _inspected(item, finding))


def look_again(request: ReturnRequest, item_ids: Sequence[str]) -> ReturnRequest:
    """The items as if they had not been looked at: part of setting a finding aside, which is logged there."""
    chosen = set(item_ids)
    items = tuple(_unseen(item) if item.item_id in chosen else item for item in request.items)
    return replace(request, items=items)


def _unseen(item: ReturnItem) -> ReturnItem:
    money = Money.NOT_DUE if item.money is Money.WITHHELD else item.money
    return replace(item, inspection=Inspection.PENDING, found=None, reduced_to=None, disposition=None, money=money)


def _refuse_contradictions(finding: Finding) -> None:
    if finding.result not in (Inspection.PASSED, Inspection.REDUCED, Inspection.FAILED):
        raise WrongFinding("Expected passed, reduced or failed.", field="result")
    is_reduced = finding.result is Inspection.REDUCED
    if is_reduced != (finding.reduced_to is not None):
        raise WrongFinding("Say what is left of the value where it is reduced, and only there.", field="reduced_to")
    if finding.reduced_to is not None and not 1 <= finding.reduced_to < ALL_OF_IT:
        raise WrongFinding("Expected 1 to 9,999 basis points.", field="reduced_to")


def _inspected(item: ReturnItem, finding: Finding) -> ReturnItem:
    usual = item.terms.actions.disposition if item.terms and finding.result is Inspection.PASSED else None
    failed = finding.result is Inspection.FAILED
    return replace(
        item,
        inspection=finding.result,
        found=finding.found,
        reduced_to=finding.reduced_to,
        disposition=finding.disposition or usual,
        money=Money.WITHHELD if failed and item.money in (Money.NOT_DUE, Money.FAILED) else item.money,
    )
