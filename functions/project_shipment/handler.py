"""Join a parcel's checkpoints anew whenever one is added. Trigger: DynamoDB stream (checkpoints, assignments)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.sqs_dead_letters import DeadLetters
from shared.aws.stream_records import number_to_project
from shared.runtime.batch import Record, one_by_one, until_failure
from shared.runtime.settings import Settings
from shared.tracking.project_shipment import project_shipment

logger = Logger(service="project_shipment")


@dataclass(frozen=True, slots=True)
class ProjectShipmentSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str


@cache
def settings() -> ProjectShipmentSettings:
    return ProjectShipmentSettings.from_env()


@cache
def parcels() -> DynamoParcels:
    return DynamoParcels(clients.dynamodb(), settings().table_name)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def project(record: Record) -> None:
    number = number_to_project(record)
    changed = project_shipment(parcels(), number)
    logger.info("shipment projected", extra={"carrier": number.carrier, "changed": changed})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return until_failure(event, one_by_one(project, dead_letters().park))
