"""Say what of an order can come back: per position, with every reason against, until when, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.returns.carry_through import around
from shared.returns.customer_history import customer_history
from shared.returns.means import Means
from shared.returns.policy.policy import Fact
from shared.returns.policy.purchase_of import purchase_of
from shared.returns.policy.terms import Eligibility
from shared.returns.request.spans import for_decision


def find_returnable(means: Means, order_id: str, now: datetime, channel: str = "portal") -> Sequence[Eligibility]:
    """By the policy that was in force when the order was placed. `now`: aware, UTC. Raises OrderUnknown."""
    near = around(means, (order_id,))
    order = near.orders[order_id]
    policy = means.policies.at(order.placed_at)
    customer_id = order.sale.buyer.customer_id if order.sale else ""
    history = customer_history(means.returns, customer_id, now, policy.limits)
    account = for_decision(near.accounts[order_id], "")
    purchase = purchase_of(order, means.deliveries(order), account, history, policy, now)
    return means.engines.of(policy).offers(purchase, {Fact.RETURN_CHANNEL: channel})
