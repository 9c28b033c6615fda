"""Import a file of scans that was put into the bucket. Trigger: SQS, fed by S3 (Object Created, under scans/)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.eventbridge_bus import EventBridgeBus
from shared.aws.s3_files import S3Files
from shared.aws.sqs_dead_letters import DeadLetters
from shared.carriers.scan_files.import_scan_file import import_scan_file
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.s3_events import open_object_created
from shared.runtime.settings import Settings

logger = Logger(service="import_scan_file")


@dataclass(frozen=True, slots=True)
class ImportScanFileSettings(Settings):
    """What this function is told by its environment."""

    bucket_name: str
    bus_name: str
    merchant_id: str
    dead_letter_queue_url: str


@cache
def settings() -> ImportScanFileSettings:
    return ImportScanFileSettings.from_env()


@cache
def files() -> S3Files:
    return S3Files(clients.s3(), settings().bucket_name)


@cache
def bus() -> EventBridgeBus:
    return EventBridgeBus(clients.events(), settings().bus_name)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def import_one(body: str) -> None:
    path = open_object_created(body)
    imported = import_scan_file(files(), bus(), path, merchant_id=settings().merchant_id, now=clock.now())
    # Not the path: people name files as they like, and after whom they like.
    logger.info(
        "scan file imported",
        extra={"rows": imported.rows, "updates": len(imported.events), "problems": len(imported.problems)},
    )


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, import_one, dead_letters().park)
