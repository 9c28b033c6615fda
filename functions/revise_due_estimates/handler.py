"""Revise the estimates of parcels of which nothing is heard: days pass. Trigger: EventBridge, every 15 minutes."""

from dataclasses import asdict, dataclass
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
from shared.errors import Unavailable
from shared.estimates.revise_due import revise_due
from shared.estimates.revise_estimate import Means
from shared.receipts.promised_orders import PromisedOrders
from shared.runtime import clock
from shared.runtime.kept_fresh import KeptFresh
from shared.runtime.settings import Settings

logger = Logger(service="revise_due_estimates")

REFRESH_SECONDS = 60.0


class NotAllRevised(Unavailable):
    """Some estimate could not be looked at. The function fails, so that its alarm says so; it is due again."""

    code = "not_all_revised"


@dataclass(frozen=True, slots=True)
class ReviseDueEstimatesSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    promise_bucket: str


@cache
def settings() -> ReviseDueEstimatesSettings:
    return ReviseDueEstimatesSettings.from_env()


@cache
def promise_data() -> KeptFresh[PromiseData]:
    files = PromiseFiles(S3PromiseObjects(clients.s3(), settings().promise_bucket))
    return KeptFresh(files.load, REFRESH_SECONDS)


def means() -> Means:
    dynamodb, table = clients.dynamodb(), settings().table_name
    return Means(
        orders=PromisedOrders(DynamoOrders(dynamodb, table), DynamoReceipts(dynamodb, table)),
        parcels=DynamoParcels(dynamodb, table),
        estimates=DynamoEstimates(dynamodb, table),
        knowledge=knowledge_of(promise_data()),
    )


def handler(event: dict[str, Any], context: object) -> None:
    run = revise_due(means(), lambda: clock.now())
    logger.info("due estimates revised", extra=asdict(run))
    if run.failed:
        raise NotAllRevised(f"{run.failed} of {run.looked_at} estimates could not be looked at.")
