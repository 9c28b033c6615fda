"""Start watching parcels whose carrier must be asked. Trigger: SQS, fed by the bus (ShipmentRegistered)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.aws.sqs_dead_letters import DeadLetters
from shared.carriers.polling.start_trackers import start_trackers
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.events import ShipmentRegistered

logger = Logger(service="start_trackers")


@dataclass(frozen=True, slots=True)
class StartTrackersSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    carrier_credentials: str
    dead_letter_queue_url: str


@cache
def settings() -> StartTrackersSettings:
    return StartTrackersSettings.from_env()


@cache
def trackers() -> DynamoTrackers:
    return DynamoTrackers(clients.dynamodb(), settings().table_name)


@cache
def credentials() -> Refreshing[dict[str, dict[str, str]]]:
    secret = CarrierCredentials(clients.secretsmanager(), settings().carrier_credentials)
    return Refreshing(secret.read, 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def start(body: str) -> None:
    registered = open_event(ShipmentRegistered, body)
    started = start_trackers(trackers(), registered.data, connected=credentials()(), now=clock.now())
    extra = {"order_id": registered.data.order_id, "started": len(started), "of": len(registered.data.parcels)}
    logger.info("trackers started", extra=extra)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, start, dead_letters().park)
