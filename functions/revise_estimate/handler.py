"""Revise what is told of a parcel's arrival. Trigger: SQS, fed by the bus (CheckpointRecorded, …)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.lean.promise_data import PromiseData, PromiseFiles
from shared.aws.promise_knowledge import knowledge_of
from shared.aws.s3_promise_objects import S3PromiseObjects
from shared.aws.sqs_dead_letters import DeadLetters
from shared.estimates.revise_estimate import HEARD, Means, revise_for
from shared.receipts.promised_orders import PromisedOrders
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_one_of
from shared.runtime.kept_fresh import KeptFresh
from shared.runtime.settings import Settings

logger = Logger(service="revise_estimate")

REFRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ReviseEstimateSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    promise_bucket: str
    dead_letter_queue_url: str


@cache
def settings() -> ReviseEstimateSettings:
    return ReviseEstimateSettings.from_env()


@cache
def promise_data() -> KeptFresh[PromiseData]:
    files = PromiseFiles(S3PromiseObjects(clients.s3(), settings().promise_bucket))
    return KeptFresh(files.load, REFRESH_SECONDS)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def means() -> Means:
    dynamodb, table = clients.dynamodb(), settings().table_name
    return Means(
        orders=PromisedOrders(DynamoOrders(dynamodb, table), DynamoReceipts(dynamodb, table)),
        parcels=DynamoParcels(dynamodb, table),
        estimates=DynamoEstimates(dynamodb, table),
        knowledge=knowledge_of(promise_data()),
    )


def revise(body: str) -> None:
    heard = open_one_of(HEARD, body)
    changed = revise_for(means(), heard.data, clock.now())
    logger.info("estimates revised", extra={"event_id": heard.metadata.event_id, "changed": changed})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, revise, dead_letters().park)
