"""Publish what promises are made from. Trigger: SQS, fed by the bus (PromiseBasisChanged)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_promise_parts import DynamoPromiseParts
from shared.aws.s3_promise_bucket import S3PromiseBucket
from shared.promise.publish_snapshot import publish_snapshot
from shared.runtime import clock
from shared.runtime.batch import Record
from shared.runtime.settings import Settings

logger = Logger(service="publish_promise_snapshot")


@dataclass(frozen=True, slots=True)
class PublishPromiseSnapshotSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    promise_bucket: str


@cache
def settings() -> PublishPromiseSnapshotSettings:
    return PublishPromiseSnapshotSettings.from_env()


@cache
def parts() -> DynamoPromiseParts:
    return DynamoPromiseParts(clients.dynamodb(), settings().table_name, clock.now)


@cache
def bucket() -> S3PromiseBucket:
    return S3PromiseBucket(clients.s3(), settings().promise_bucket)


def publish(records: Sequence[Record]) -> None:
    """Once for the whole batch: what is published is what is in force now, whatever the records were."""
    written = publish_snapshot(parts(), bucket())
    logger.info("promise snapshot published", extra={"written": written, "records": len(records)})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """When it cannot be published, the old snapshot stands, and the queue delivers the whole batch again."""
    publish(event["Records"])
    return {"batchItemFailures": []}
