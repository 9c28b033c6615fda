"""What is known of a customer's returns before this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.returns.axes import Approval, Inspection, Logistics
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.policy import Limits
from shared.returns.ports import Returns
from shared.returns.request.states import ENDED
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import SettlementKind, SettlementState
from shared.returns.vocabulary import Condition

MOST = 100
"""Returns that are looked at: the newest."""
_OUT = frozenset({Logistics.AWAITED, Logistics.IN_TRANSIT})
_PAID = frozenset({SettlementState.DUE, SettlementState.DONE})
_AMISS = frozenset({Condition.EMPTY, Condition.INCOMPLETE, Condition.WRONG_ITEM})


def customer_history(
    returns: Returns, customer_id: str, now: datetime, limits: Limits, but: str = ""
) -> CustomerHistory:
    """By the customer's newest returns, without the return `but`; nothing is known of a guest ("").

    `now`: aware, UTC. Amounts are added up whatever their currency: a customer of one shop has one, as a rule.
    """
    if not customer_id:
        return CustomerHistory()
    found = [request for request in returns.of_customer(customer_id, MOST) if request.return_id != but]
    return history_of(found, now, limits)


def history_of(returns: Sequence[ReturnRequest], now: datetime, limits: Limits) -> CustomerHistory:
    """The sums. Drafts, and what was declined, cancelled or expired, are no returns."""
    placed = [request for request in returns if any(_is_placed(item) for item in request.items)]
    since = now - timedelta(days=limits.days)
    return CustomerHistory(
        returns_placed=len(placed),
        items_kept=sum(item.quantity for item in _items(placed) if item.logistics is Logistics.NOT_NEEDED),
        bonus_credit=sum(
            one.bonus for request in placed for one in request.settlements if one.state is SettlementState.DONE
        ),
        discrepancies=sum(any(_is_amiss(item) for item in request.items) for request in placed),
        failed_payments=sum(
            one.kind is SettlementKind.CHARGE and one.state is SettlementState.FAILED
            for request in placed
            for one in request.settlements
        ),
        open_instant=sum(_paid_ahead(request) for request in placed),
        recent_returns=sum(request.created_at >= since for request in placed),
    )


def _is_placed(item: ReturnItem) -> bool:
    return item.approval is not Approval.DRAFT and item.approval not in ENDED


def _items(returns: Iterable[ReturnRequest]) -> Iterable[ReturnItem]:
    return (item for request in returns for item in request.items if _is_placed(item))


def _is_amiss(item: ReturnItem) -> bool:
    """The parcel was empty, incomplete or held something else; or it was paid ahead and never came."""
    return item.logistics is Logistics.MISSING or (item.inspection is not Inspection.PASSED and item.found in _AMISS)


def _paid_ahead(request: ReturnRequest) -> int:
    out = {item.item_id for item in request.items if item.logistics in _OUT}
    return sum(one.amount for one in request.settlements if one.state in _PAID and out & set(one.item_ids))
