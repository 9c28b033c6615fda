"""Reviews in DynamoDB: one item per order line beside its order, listed by the day it was first written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.conditional_put import put_version
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.aws.errors import aws_errors
from shared.reviews.ports import StaleReview, WrittenReview
from shared.reviews.review import Review

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_review = TypeAdapter(Review)


class DynamoReviews:
    """Implements shared.reviews.ports.Reviews. A review costs a write unit per KB, and one in the list."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def get(self, order_id: str, sku: str) -> Review | None:
        with aws_errors("read review"):
            found = self._client.get_item(TableName=self._table, Key=keys.review(order_id, sku), ConsistentRead=True)
        return _review.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def of_order(self, order_id: str) -> Sequence[Review]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="PK = :order AND begins_with(SK, :review)",
            ExpressionAttributeValues={":order": keys.order(order_id)["PK"], ":review": {"S": keys.REVIEW}},
        )
        with aws_errors("read reviews of an order"):
            return [_review.validate_json(item["body"]["S"]) for page in pages for item in page["Items"]]

    def skus_of(self, order_id: str) -> frozenset[str]:
        return frozenset(review.sku for review in self.of_order(order_id) if review.is_written)

    def save(self, review: Review) -> Review:
        saved = replace(review, version=review.version + 1)
        body = _review.dump_json(saved, exclude_defaults=True).decode()
        item: Item = {**keys.review(review.order_id, review.sku), "body": {"S": body}}
        if review.at is not None:
            entry = keys.review_entry(review.at, review.order_id, review.sku)
            item |= keys.listed(keys.reviews_list(review.at.date()), entry)
        if not put_version(self._client, self._table, item, review.version, "save review"):
            raise StaleReview("The review changed in between: try again.")
        return saved

    def written_on(self, day: date, after: WrittenReview | None, limit: int) -> Sequence[WrittenReview]:
        behind = None
        if after is not None:
            key = keys.review(after.order_id, after.sku)
            behind = Entry(
                keys.review_entry(after.at, after.order_id, after.sku), str(key["PK"]["S"]), str(key["SK"]["S"])
            )
        found = self._lists.page(keys.reviews_list(day), limit=limit, after=behind, newest_first=True)
        return [
            WrittenReview(keys.moment_of(entry.listed_as), keys.order_id_of(entry.partition), keys.sku_of(entry.sort))
            for entry in found
        ]

    def read(self, wanted: Collection[WrittenReview]) -> Mapping[WrittenReview, Review]:
        asked = [keys.review(entry.order_id, entry.sku) for entry in dict.fromkeys(wanted)]
        items = batch_get(self._client, self._table, asked, "read reviews")
        found = [_review.validate_json(item["body"]["S"]) for item in items]
        known = {WrittenReview(review.at, review.order_id, review.sku): review for review in found if review.at}
        return {entry: known[entry] for entry in wanted if entry in known}
