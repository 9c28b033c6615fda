"""Keep what parcels teach, for years and without a person in it. Trigger: SQS, fed by the bus (see `EVENTS`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration, NothingPublished
from shared.aws.dynamodb_registry import DynamoRegistry
from shared.aws.s3_history import S3History
from shared.aws.sqs_dead_letters import DeadLetters
from shared.errors import Invalid
from shared.history.facts_of import EVENTS, Told, facts_of, orders_in
from shared.history.origin import Origin
from shared.merchant.published import read_published
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_one_of
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="keep_history")


@dataclass(frozen=True, slots=True)
class KeepHistorySettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    bucket_name: str
    dead_letter_queue_url: str


@cache
def settings() -> KeepHistorySettings:
    return KeepHistorySettings.from_env()


@cache
def history() -> S3History:
    return S3History(clients.s3(), settings().bucket_name)


@cache
def registry() -> DynamoRegistry:
    return DynamoRegistry(clients.dynamodb(), settings().table_name)


@cache
def origins() -> Refreshing[Mapping[str, Origin]]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: _warehouses(published), 60)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """One object for the whole batch. When it cannot be written, the queue delivers the whole batch again."""
    told: list[Told] = []
    unreadable: list[tuple[str, Invalid]] = []
    answer = each_message(event, lambda body: told.append(_open(body)), lambda *found: unreadable.append(found))
    orders = registry().orders(orders_in(told))
    facts = [fact for one in told for fact in facts_of(one, orders, origins()())]
    key = history().keep(facts, event["Records"][0]["messageId"], clock.now()) if facts else None
    for body, error in unreadable:
        dead_letters().park(body, error)
    logger.info("history kept", extra={"events": len(told), "facts": len(facts), "key": key})
    return answer


def _open(body: str) -> Told:
    opened = open_one_of(EVENTS, body)
    return opened.metadata, opened.data


def _warehouses(published: DynamoConfiguration) -> Mapping[str, Origin]:
    """Those of the configuration in force, by id; none before the first is published."""
    try:
        configuration = read_published(published.current().document)
    except NothingPublished:
        return {}
    return {
        place.id: Origin(place.id, place.time_zone, place.country or "", place.region or "", place.postal)
        for place in configuration.warehouses
    }
