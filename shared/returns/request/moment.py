"""When an item's shopper is made whole, and whether that moment has come."""

from __future__ import annotations

from shared.returns.axes import Approval, Inspection, Logistics, Money
from shared.returns.return_request import ReturnItem
from shared.returns.vocabulary import Checking, WholeAt

_WITH_A_CARRIER_OR_HERE = frozenset({Logistics.IN_TRANSIT, Logistics.ARRIVED, Logistics.RECEIVED})


def whole_at(item: ReturnItem) -> WholeAt:
    """The policy's moment, as frozen with the item; inspection, the latest of all, where nothing was decided."""
    moment = item.terms.actions.whole_at if item.terms else None
    return moment or WholeAt.INSPECTION


def checking(item: ReturnItem) -> Checking:
    """How closely it is looked at when it is back."""
    decided = item.terms.actions.checking if item.terms else None
    return decided or Checking.FULL


def counts_for_money(item: ReturnItem) -> bool:
    """Whether anything is to be paid for it: approved, not found wanting, not withheld."""
    return (
        item.approval is Approval.APPROVED
        and item.inspection is not Inspection.FAILED
        and item.money is not Money.WITHHELD
    )


def moment_has_come(item: ReturnItem) -> bool:
    """Whether the policy's moment is there. What need not come back is due as soon as it is approved."""
    if not counts_for_money(item):
        return False
    if item.logistics is Logistics.NOT_NEEDED:
        return True
    moment = whole_at(item)
    if moment is WholeAt.APPROVAL:
        return True
    if moment is WholeAt.FIRST_SCAN:
        return item.logistics in _WITH_A_CARRIER_OR_HERE
    if moment is WholeAt.RECEIPT:
        return item.logistics is Logistics.RECEIVED
    return item.inspection in (Inspection.PASSED, Inspection.REDUCED)
