"""Read each queued carrier update and keep what is new in it. Trigger: SQS, fed by the bus (CarrierUpdate…)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.s3_files import S3Files
from shared.aws.sqs_dead_letters import DeadLetters
from shared.carriers.read_update import CARRIER_EVENTS, read_update, reported_by
from shared.runtime import clock, metrics
from shared.runtime.batch import each_message
from shared.runtime.events import open_one_of
from shared.runtime.settings import Settings
from shared.tracking.freshness import figures
from shared.tracking.record_update import record_update

logger = Logger(service="ingest_carrier_update")


@dataclass(frozen=True, slots=True)
class IngestCarrierUpdateSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    raw_updates_bucket: str
    dead_letter_queue_url: str


@cache
def settings() -> IngestCarrierUpdateSettings:
    return IngestCarrierUpdateSettings.from_env()


@cache
def parcels() -> DynamoParcels:
    return DynamoParcels(clients.dynamodb(), settings().table_name)


@cache
def large_pushes() -> S3Files:
    return S3Files(clients.s3(), settings().raw_updates_bucket)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def ingest(body: str) -> None:
    """One queued event: as a carrier wrote it, or as a partner reported it in Todoku's own format."""
    told = open_one_of(CARRIER_EVENTS, body)
    for update in read_update(told.data, large_pushes()):
        recorded = record_update(parcels(), update, reported_by=reported_by(told.data))
        logger.info(
            "carrier update recorded",
            extra={
                "carrier": update.parcel.carrier,
                "new": len(recorded.new),
                "completed": len(recorded.completed),
                "sent": len(update.checkpoints),
                "unknown_codes": [checkpoint.carrier_code for checkpoint in recorded.new if checkpoint.is_unknown],
                "event_id": told.metadata.event_id,
            },
        )
        counted = figures(recorded, now := clock.now())
        metrics.count(
            {"Carrier": update.parcel.carrier},
            {
                "Updates": (1, "Count"),
                "NewScans": (counted.new_scans, "Count"),
                "UnknownCodes": (counted.unknown_codes, "Count"),
                "NewestScanAge": (counted.newest_age_seconds, "Seconds"),
            },
            now,
        )


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, ingest, dead_letters().park)
