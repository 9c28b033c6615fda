"""The warehouse looked at it: accepted, accepted for less, or not; and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.returns.axes import Action
from shared.returns.means import Means
from shared.returns.request.inspection_moves import Finding, WrongFinding
from shared.returns.request.moves import inspect
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import worked_on


def inspect_return(means: Means, return_id: str, findings: Sequence[Finding], telling: Telling) -> ReturnRequest:
    """All findings or none. Several of one item go on with the pieces that the one before left.

    Raises WrongFinding, WrongQuantity, ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn.
    """
    if not findings:
        raise WrongFinding("Expected at least one finding.", field="findings")

    def move(request: ReturnRequest, _: object) -> ReturnRequest:
        for finding in findings:
            request = inspect(request, finding, telling)
        return request

    return worked_on(
        means, return_id, Action.INSPECT, telling, move, lambda request: all(_stands(request, one) for one in findings)
    )


def _stands(request: ReturnRequest, finding: Finding) -> bool:
    """Whether just this was found before."""
    item = request.item(finding.item_id)
    return (
        item is not None
        and item.inspection is finding.result
        and item.found is finding.found
        and item.reduced_to == finding.reduced_to
        and finding.quantity in (None, item.quantity)
    )
