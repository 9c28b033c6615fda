"""What watching for abuse needs of AWS, put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_limits import DynamoContacts, DynamoCounters
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.dynamodb_registry import DynamoRegistry
from shared.aws.dynamodb_returns import DynamoReturns
from shared.returns.abuse.scans import scans_of
from shared.returns.abuse.watching import Watch

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def return_watch(client: DynamoDBClient, table_name: str, policies: DynamoPolicies, secret: Callable[[], str]) -> Watch:
    """`secret`: what contacts and orders are hashed with; a new one forgets who was seen, and nothing else."""
    return Watch(
        returns=DynamoReturns(client, table_name),
        orders_of=DynamoRegistry(client, table_name).orders,
        policies=policies,
        cases=DynamoCases(client, table_name),
        scans_of=partial(scans_of, DynamoParcels(client, table_name)),
        contacts=DynamoContacts(client, table_name),
        counters=DynamoCounters(client, table_name),
        secret=secret,
    )
