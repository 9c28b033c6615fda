"""Tell what was planned and is due: reminders, invitations, what waited for the morning. Trigger: EventBridge."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.message_means import message_means
from shared.errors import Unavailable
from shared.merchant.published_rules import published_rules
from shared.notifications.rules import NotificationRules
from shared.notifications.tell_due import tell_due
from shared.runtime import clock
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="tell_due_messages")


class NotAllTold(Unavailable):
    """Some planned message could not be decided. The function fails, so that its alarm says so; it is due again."""

    code = "not_all_told"


@dataclass(frozen=True, slots=True)
class TellDueMessagesSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    topic_arn: str


@cache
def settings() -> TellDueMessagesSettings:
    return TellDueMessagesSettings.from_env()


@cache
def rules() -> Refreshing[NotificationRules]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)

    def load() -> NotificationRules:
        current = published.current()
        return published_rules(current.document, current.version)

    return Refreshing(load, 60)


def handler(event: dict[str, Any], context: object) -> None:
    means = message_means(settings().table_name, settings().topic_arn)
    run = tell_due(means, rules()(), lambda: clock.now())
    logger.info("due messages told", extra=asdict(run))
    if run.failed:
        raise NotAllTold(f"{run.failed} planned messages could not be decided.")
