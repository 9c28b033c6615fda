"""Record each queued advisory: plain, or a CAP alert. Trigger: SQS, fed by the bus (AdvisoryReported)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.aws.sqs_dead_letters import DeadLetters
from shared.disruptions.events import AdvisoryReported
from shared.disruptions.read_report import read_reported
from shared.disruptions.record_advisory import record_advisory
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.settings import Settings

logger = Logger(service="ingest_advisory")


@dataclass(frozen=True, slots=True)
class IngestAdvisorySettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str


@cache
def settings() -> IngestAdvisorySettings:
    return IngestAdvisorySettings.from_env()


@cache
def advisories() -> DynamoAdvisories:
    return DynamoAdvisories(clients.dynamodb(), settings().table_name)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def ingest(body: str) -> None:
    """One queued event. It was sent when it occurred, unless it says otherwise: so a repeat is the same advisory."""
    told = open_event(AdvisoryReported, body)
    recorded = record_advisory(advisories(), read_reported(told.data, told.metadata.occurred_at))
    logger.info("advisory taken", extra={**recorded.logged(), "event_id": told.metadata.event_id})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, ingest, dead_letters().park)
