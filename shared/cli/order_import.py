"""Orders of the past, imported from a file with the caller's own AWS credentials."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.access import shopper_link
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.carriers.scan_files.scan_file import Problem
from shared.cli import administration
from shared.cli.deployment import Deployment
from shared.runtime import clock
from shared.shops.import_order import import_order
from shared.shops.order_file import Defaults, PastOrder, read_order_file
from shared.shops.shop import Shop
from shared.tracking.ports import Orders, Parcels


@dataclass(slots=True)
class Import:
    """What a file brought."""

    new: int = 0
    known: int = 0
    """Orders that were there already, and stay as they are."""
    shipments: int = 0
    """New ones, of new and of known orders."""
    problems: list[Problem] = field(default_factory=list)


def import_orders(deployment: Deployment, raw: bytes, defaults: Defaults, *, dry_run: bool) -> Import:
    """Import a file; raises UnreadableOrderFile, and AwsUnavailable when it breaks off: run again, and it goes on.

    `dry_run`: read it only, and say what is wrong with it.
    """
    file = read_order_file(raw, defaults)
    done = Import(problems=[*file.problems])
    if dry_run:
        done.new, done.shipments = len(file.orders), sum(len(order.shipments) for order in file.orders)
        return done
    shop = administration.shop(deployment)
    client = deployment.client("dynamodb")
    orders = DynamoOrders(client, deployment.table_name)
    parcels = DynamoParcels(client, deployment.table_name)
    for past in file.orders:
        _import_one(past, done, orders, parcels, shop, deployment.merchant)
    done.problems.sort(key=lambda problem: problem.line)
    return done


def _import_one(past: PastOrder, done: Import, orders: Orders, parcels: Parcels, shop: Shop, merchant: str) -> None:
    link = shopper_link.reference(clock.random_bytes(16))
    imported = import_order(orders, parcels, past, shop=shop, link=link, merchant_id=merchant, now=clock.now())
    done.new += imported.is_new
    done.known += not imported.is_new
    done.shipments += imported.new_shipments
    done.problems += [Problem(past.line, refused.field or "", refused.detail) for refused in imported.refused]
