"""Keep every carrier update as it came, for good. Trigger: SQS, fed by the bus (CarrierUpdateReceived, …Reported)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.s3_raw_updates import S3RawUpdates
from shared.runtime import clock
from shared.runtime.settings import Settings

logger = Logger(service="keep_raw_updates")


@dataclass(frozen=True, slots=True)
class KeepRawUpdatesSettings(Settings):
    """What this function is told by its environment."""

    bucket_name: str


@cache
def settings() -> KeepRawUpdatesSettings:
    return KeepRawUpdatesSettings.from_env()


@cache
def raw_updates() -> S3RawUpdates:
    return S3RawUpdates(clients.s3(), settings().bucket_name)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """One object for the whole batch. When it cannot be written, the queue delivers the whole batch again."""
    records = event["Records"]
    key = raw_updates().keep([str(record["body"]) for record in records], records[0]["messageId"], clock.now())
    logger.info("raw updates kept", extra={"updates": len(records), "key": key})
    return {"batchItemFailures": []}
