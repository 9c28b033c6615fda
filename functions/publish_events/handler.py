"""Publish what was saved, as events. Trigger: DynamoDB stream; `infra/publishing.py` says of which items."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.eventbridge_bus import EventBridgeBus
from shared.aws.publish_records import publish_records
from shared.aws.sqs_dead_letters import DeadLetters
from shared.runtime.batch import Record, park_record, until_failure
from shared.runtime.settings import Settings

logger = Logger(service="publish_events")


@dataclass(frozen=True, slots=True)
class PublishEventsSettings(Settings):
    """What this function is told by its environment."""

    bus_name: str
    merchant_id: str
    dead_letter_queue_url: str


@cache
def settings() -> PublishEventsSettings:
    return PublishEventsSettings.from_env()


@cache
def bus() -> EventBridgeBus:
    return EventBridgeBus(clients.events(), settings().bus_name)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def park(record: Record, error: Exception) -> None:
    park_record(record, error, dead_letters().park)


def publish(records: Sequence[Record]) -> int:
    finished = publish_records(bus(), records, settings().merchant_id, park)
    logger.info("records published", extra={"finished": finished, "of": len(records)})
    return finished


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return until_failure(event, publish)
