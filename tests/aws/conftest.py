"""A table on moto, and everything stored in memory or in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.tracking.ports import Orders, Parcels
from tests.fakes import InMemoryOrders, InMemoryParcels
from tests.pretended_aws import PretendedAws, Snapshot
from tests.table import create_table

TABLE = "todoku"


@dataclass(frozen=True, slots=True)
class Stores:
    """The two stores, both of one kind."""

    orders: Orders
    parcels: Parcels


@pytest.fixture(scope="session")
def made_table() -> tuple[Any, Snapshot]:
    """A DynamoDB client, and an account that holds one table: made once, since that takes longer than most tests."""
    with PretendedAws():
        client = boto3.client("dynamodb")
        create_table(client, TABLE)
        return client, Snapshot()


@pytest.fixture
def dynamodb(made_table: tuple[Any, Snapshot]) -> Iterator[Any]:
    """A DynamoDB client whose account holds one table, without items."""
    client, snapshot = made_table
    with PretendedAws():
        snapshot.restore()
        yield client


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """The fakes, and the real ones: one suite for both."""
    if request.param == "memory":
        parcels = InMemoryParcels()
        return Stores(InMemoryOrders(parcels), parcels)
    client = request.getfixturevalue("dynamodb")
    return Stores(DynamoOrders(client, TABLE), DynamoParcels(client, TABLE))
