"""Staff set aside what was decided, with a reason: outcome, fees, moment, decision, finding, withheld money."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from shared.returns.axes import Action, Approval
from shared.returns.carry_through import Around
from shared.returns.means import Means
from shared.returns.request.ending_moves import Aside
from shared.returns.request.inspection_moves import Finding
from shared.returns.request.moves import approve, decline, inspect, override
from shared.returns.request.moving import Telling
from shared.returns.request.states import ENDED
from shared.returns.return_request import ReturnRequest
from shared.returns.working import chosen, worked_on


def override_return(
    means: Means,
    return_id: str,
    aside: Aside,
    telling: Telling,
    item_ids: Collection[str] = (),
    decision: Approval | None = None,
    findings: Sequence[Finding] = (),
) -> ReturnRequest:
    """`decision`: APPROVED or DECLINED in the place of what was decided; `findings` in the place of what was found.

    Each of them is an entry of its own behind the one that says what was set aside, and why. Raises ReasonMissing,
    ReturnUnknown, ActionNotLegal (the money is paid, or on its way), NothingLeft, WantedWithoutPrice, OverRefund.
    """
    aside = replace(
        aside, approval=aside.approval or decision is not None, inspection=aside.inspection or bool(findings)
    )

    def move(request: ReturnRequest, _: Around) -> ReturnRequest:
        items = chosen(request, item_ids, Action.OVERRIDE, telling)
        request = override(request, items, aside, telling)
        plain = replace(telling, reference="")
        if decision is Approval.APPROVED:
            request = approve(request, items, plain)
        elif decision in ENDED:
            request = decline(request, items, plain)
        for finding in findings:
            request = inspect(request, finding, plain)
        return request

    return worked_on(means, return_id, Action.OVERRIDE, telling, move)
