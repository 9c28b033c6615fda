"""What working on returns needs of AWS, put together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.dynamodb_returns import DynamoReturns
from shared.promise.money import Price
from shared.returns.abuse.assessment import Assess, rate_nobody
from shared.returns.means import Means
from shared.returns.money.prices import PublishedPrices
from shared.returns.money.stock import PublishedStock
from shared.returns.policy.purchase_of import Deliveries, deliveries_of
from shared.tracking.order import Order
from shared.tracking.parcel import Leg
from shared.tracking.ports import Parcels
from shared.tracking.read_tracking import read_parcel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

StockTable = Callable[[], Mapping[str, Mapping[str, int]]]
"""SKU -> warehouse -> pieces."""
PriceTable = Callable[[], Mapping[str, Price]]
"""SKU -> price of one piece."""


def return_means(
    client: DynamoDBClient,
    table_name: str,
    policies: DynamoPolicies,
    stock: StockTable,
    assess: Assess = rate_nobody,
    prices: PriceTable = dict,
) -> Means:
    """`policies` is handed in, for it remembers what it read; and `stock`, which may be some seconds old.

    `assess`: who rates requests; `prices`: of what is wanted instead. Both are needed only where returns are drafted.
    """
    parcels = DynamoParcels(client, table_name)
    return Means(
        returns=DynamoReturns(client, table_name),
        orders=DynamoOrders(client, table_name),
        policies=policies,
        deliveries=lambda order: deliveries_from(parcels, order),
        stock=PublishedStock(stock),
        assess=assess,
        price_of=PublishedPrices(prices),
    )


def deliveries_from(parcels: Parcels, order: Order) -> Deliveries:
    """When the order's parcels left and came, by the scans that are there now."""
    sent = [
        parcel
        for shipment in order.shipments.values()
        if shipment.leg is Leg.OUTBOUND
        for parcel in shipment.parcel_ids()
    ]
    return deliveries_of(order, [read_parcel(parcels, parcel)[0] for parcel in sent])


def read_stock(configuration: DynamoConfiguration) -> Mapping[str, Mapping[str, int]]:
    """The stock that the merchant published with the products; the rest of the network is not looked at."""
    stock: Mapping[str, Mapping[str, int]] = json.loads(configuration.current().network).get("stock", {})
    return stock


def read_prices(configuration: DynamoConfiguration) -> Mapping[str, Price]:
    """The prices that the merchant published with the products, likewise."""
    goods = json.loads(configuration.current().network).get("goods", {})
    return {sku: Price(int(each["price"][0]), each["price"][1]) for sku, each in goods.items() if each.get("price")}
