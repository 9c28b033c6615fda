"""Every policy that was ever in force, in DynamoDB.

Policies are read as they were compiled when they were published. That is measured, of 50 rules that ask everything
there is (130 KB compiled): the section takes 35 ms to validate and compile, and 150 ms of a cold start to import; the
compiled policy takes 7 ms, and 20 ms once. And it stays what it was, whatever later software makes of the same file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from shared.aws import keys
from shared.aws.errors import aws_errors
from shared.returns.policy.policy import Policy
from shared.returns.published import (
    Publication,
    PublishedReturns,
    UnknownPolicy,
    UnreadablePolicy,
    version_at,
    version_in_force,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_returns = TypeAdapter(PublishedReturns)

KEPT = 32
"""Versions that are kept in memory: they never change."""


class DynamoPolicies:
    """Implements shared.returns.ports.Policies.

    Publications are read once, and afterwards only those that are newer than the newest known: what was in force at a
    moment before that one cannot change any more. The others cost half a read unit each time, strongly consistent.
    """

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._publications: list[Publication] = []
        self._newest = keys.PUBLISHED_AT
        self._read: dict[int, PublishedReturns] = {}

    def in_force(self) -> Policy:
        """Today's policy. Raises ReturnsOff and UnreadablePolicy."""
        return self.current().policy

    def current(self) -> PublishedReturns:
        """All that is published of returns today. Raises ReturnsOff and UnreadablePolicy."""
        self._look_for_newer()
        return self._returns(version_in_force(self._publications))

    def at(self, moment: datetime) -> Policy:
        """The policy that was in force then; the first one for moments before it. Raises ReturnsOff too."""
        publications = self._publications
        if not publications or moment >= publications[-1].at or not any(each.is_on for each in publications):
            self._look_for_newer()
        return self.version(version_at(self._publications, moment))

    def version(self, version: int) -> Policy:
        """One version. Raises UnknownPolicy and UnreadablePolicy."""
        return self._returns(version).policy

    def _returns(self, version: int) -> PublishedReturns:
        if version not in self._read:
            if len(self._read) >= KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[version] = self._load(version)
        return self._read[version]

    def _load(self, version: int) -> PublishedReturns:
        with aws_errors("read policy"):
            found = self._client.get_item(TableName=self._table, Key=keys.policy_version(version), ConsistentRead=True)
        if "Item" not in found:
            raise UnknownPolicy(f"No policy was published as version {version}.")
        return read_returns(found["Item"]["returns"]["S"], version)

    def _look_for_newer(self) -> None:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :policies AND SK BETWEEN :after AND :end",
            ExpressionAttributeValues={
                ":policies": {"S": keys.POLICIES},
                ":after": {"S": f"{self._newest}$"},  # sorts behind the newest known, and before the next
                ":end": {"S": f"{keys.PUBLISHED_AT}~"},
            },
            ConsistentRead=True,
        )
        with aws_errors("read publications"):
            for item in (item for page in pages for item in page["Items"]):
                self._publications.append(_publication(item))
                self._newest = item["SK"]["S"]


def read_returns(written: str, version: int) -> PublishedReturns:
    """What was compiled when `version` was published. Raises UnreadablePolicy."""
    try:
        read = _returns.validate_json(written)
    except ValidationError:
        raise UnreadablePolicy("The published policy cannot be read: run `todoku config publish` again.") from None
    return replace(read, policy=replace(read.policy, version=version))


def _publication(item: Item) -> Publication:
    moment = item["SK"]["S"].removeprefix(keys.PUBLISHED_AT).partition("#")[0]
    return Publication(datetime.fromisoformat(moment), int(item["version"]["N"]), item["is_on"]["BOOL"])
