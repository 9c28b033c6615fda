"""Note where parcels are that come back. Trigger: SQS, fed by the bus (MilestoneReached of the return leg)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.return_means import return_means
from shared.aws.sqs_dead_letters import DeadLetters
from shared.returns.means import Means
from shared.returns.note_parcel import note_parcel
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.settings import Settings
from shared.tracking.events import MilestoneReached

logger = Logger(service="follow_return_parcels")


@dataclass(frozen=True, slots=True)
class FollowReturnParcelsSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str


@cache
def settings() -> FollowReturnParcelsSettings:
    return FollowReturnParcelsSettings.from_env()


@cache
def means() -> Means:
    """Nothing is decided here, so no stock is asked about."""
    dynamodb, table = clients.dynamodb(), settings().table_name
    return return_means(dynamodb, table, DynamoPolicies(dynamodb, table), dict)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def follow(body: str) -> None:
    """One queued event. Parcels of other returns than ours are let pass."""
    heard = open_event(MilestoneReached, body)
    noted = note_parcel(means(), heard.data, clock.now())
    extra = {"milestone": heard.data.milestone.value, "event_id": heard.metadata.event_id}
    if noted is None:
        logger.info("parcel of no return of ours", extra=extra)
        return
    logger.info("parcel followed", extra={**extra, "return_id": noted.return_id, "version": noted.version})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, follow, dead_letters().park)
