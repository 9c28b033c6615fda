"""Which returns wait for somebody of the merchant's."""

from __future__ import annotations

from shared.returns.axes import Approval, Logistics, Money
from shared.returns.request.states import ENDED
from shared.returns.return_request import ReturnItem, ReturnRequest

_HERE = frozenset({Logistics.ARRIVED, Logistics.RECEIVED})


def waits_for_staff(request: ReturnRequest) -> bool:
    """Whether a decision is due, a payment was refused, or goods are here that nobody approved or announced."""
    if request.resolved_at is not None:
        return False
    return not request.items or any(_waits(item) for item in request.items)


def _waits(item: ReturnItem) -> bool:
    return (
        item.approval is Approval.REQUESTED
        or item.money is Money.FAILED
        or (item.approval in ENDED and item.logistics in _HERE)
    )
