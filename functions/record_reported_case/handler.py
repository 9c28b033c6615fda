"""Record each queued piece of news about a case. Trigger: SQS, fed by the bus (CaseReported)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.sqs_dead_letters import DeadLetters
from shared.cases.events import CaseReported
from shared.cases.record_case import record_case
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.events import open_event
from shared.runtime.settings import Settings

logger = Logger(service="record_reported_case")


@dataclass(frozen=True, slots=True)
class RecordReportedCaseSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str


@cache
def settings() -> RecordReportedCaseSettings:
    return RecordReportedCaseSettings.from_env()


@cache
def cases() -> DynamoCases:
    return DynamoCases(clients.dynamodb(), settings().table_name)


@cache
def orders() -> DynamoOrders:
    return DynamoOrders(clients.dynamodb(), settings().table_name)


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def record(body: str) -> None:
    """One queued event. News that overtakes its order is tried again."""
    reported = open_event(CaseReported, body)
    news = reported.data
    case, _ = record_case(
        cases(), orders(), news.order_id, news.case_id, news.kind, news.news, news.told(), clock.now()
    )
    logger.info(
        "case recorded",
        extra={
            "order_id": case.order_id,
            "case_id": case.case_id,
            "version": case.version,
            "event_id": reported.metadata.event_id,
        },
    )


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, record, dead_letters().park)
