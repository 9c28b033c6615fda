"""An order of a deployment, as a policy is asked about it."""

from __future__ import annotations

from datetime import datetime

from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_returns import DynamoReturns
from shared.cli.deployment import Deployment
from shared.returns.customer_history import customer_history
from shared.returns.policy.facts import Purchase
from shared.returns.policy.policy import Policy
from shared.returns.policy.purchase_of import deliveries_of, purchase_of
from shared.returns.request.spans import for_decision
from shared.tracking.register_shipment import OrderUnknown


def kept_order(deployment: Deployment, order_id: str, policy: Policy, now: datetime) -> Purchase:
    """With what came back of it, and what is known of its buyer. `now`: aware, UTC. Raises OrderUnknown."""
    client, table = deployment.client("dynamodb"), deployment.table_name
    order = DynamoOrders(client, table).get(order_id)
    if order is None:
        raise OrderUnknown(f"There is no order {order_id}, and no file of that name.")
    parcels, returns = DynamoParcels(client, table), DynamoReturns(client, table)
    numbers = dict.fromkeys(parcel.number for parcel in order.parcels())
    known = [parcel for number in numbers for parcel in parcels.history(number).parcels()]
    customer_id = order.sale.buyer.customer_id if order.sale else ""
    history = customer_history(returns, customer_id, now, policy.limits)
    account = for_decision(returns.account(order_id), "")
    return purchase_of(order, deliveries_of(order, known), account, history, policy, now)
