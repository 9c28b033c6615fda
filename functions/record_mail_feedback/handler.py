"""Keep what the mail service reports of mails. Trigger: SQS, fed by the account's own bus (events of SES)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.ses_feedback import read_feedback
from shared.aws.sqs_dead_letters import DeadLetters
from shared.notifications.record_feedback import record_feedback
from shared.runtime import clock
from shared.runtime.batch import each_message
from shared.runtime.settings import Settings

logger = Logger(service="record_mail_feedback")


@dataclass(frozen=True, slots=True)
class RecordMailFeedbackSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    dead_letter_queue_url: str


@cache
def settings() -> RecordMailFeedbackSettings:
    return RecordMailFeedbackSettings.from_env()


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(clients.sqs(), settings().dead_letter_queue_url)


def record(body: str) -> None:
    report = read_feedback(body)
    if report is None:
        logger.info("mail feedback passed over")
        return
    dynamodb, table = clients.dynamodb(), settings().table_name
    kept = record_feedback(
        report,
        messages=DynamoMessages(dynamodb, table),
        shoppers=DynamoShoppers(dynamodb, table),
        now=clock.now(),
    )
    logger.info("mail feedback", extra={"message_id": report.message_id, "news": report.news, "kept": kept is not None})


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return each_message(event, record, dead_letters().park)
