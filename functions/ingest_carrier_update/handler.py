"""Read each queued carrier update and keep what is new in it. Trigger: SQS, fed by the bus (CarrierUpdateReceived)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.sqs_dead_letters import DeadLetters
from shared.carriers.events import CarrierUpdateReceived
from shared.carriers.read_update import read_update
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.settings import Settings
from shared.tracking.record_update import record_update

logger = Logger(service="ingest_carrier_update")


@dataclass(frozen=True, slots=True)
class IngestCarrierUpdateSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str


@cache
def settings() -> IngestCarrierUpdateSettings:
    return IngestCarrierUpdateSettings.from_env()


@cache
def parcels() -> DynamoParcels:
    return DynamoParcels(clients.dynamodb(), settings().table_name)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def ingest(body: str) -> None:
    received = open_event(CarrierUpdateReceived, body)
    for update in read_update(received.data):
        new = record_update(parcels(), update)
        unknown = [checkpoint.carrier_code for checkpoint in new if checkpoint.milestone is None]
        logger.info(
            "carrier update recorded",
            extra={
                "carrier": update.parcel.carrier,
                "new": len(new),
                "sent": len(update.checkpoints),
                "unknown_codes": unknown,
                "event_id": received.metadata.event_id,
            },
        )


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, ingest, dead_letters().park)
