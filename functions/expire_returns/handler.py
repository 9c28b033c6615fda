"""Look at returns whose terms passed: drafts, answers, sending back, labels. Trigger: EventBridge, every 15 minutes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.return_means import return_means
from shared.errors import Unavailable
from shared.returns.expire_returns import expire_returns
from shared.returns.means import Means
from shared.runtime import clock
from shared.runtime.settings import Settings

logger = Logger(service="expire_returns")


class NotAllExpired(Unavailable):
    """Some return could not be looked at. The function fails, so that its alarm says so; it is due again."""

    code = "not_all_expired"


@dataclass(frozen=True, slots=True)
class ExpireReturnsSettings(Settings):
    """What this function is told by its environment."""

    table_name: str


@cache
def settings() -> ExpireReturnsSettings:
    return ExpireReturnsSettings.from_env()


@cache
def means() -> Means:
    """Nothing is decided anew here, so no stock is asked about."""
    dynamodb, table = clients.dynamodb(), settings().table_name
    return return_means(dynamodb, table, DynamoPolicies(dynamodb, table), dict)


def note_failure(return_id: str, error: Exception) -> None:
    logger.warning("return not looked at", extra={"return_id": return_id, "error": type(error).__name__})


def handler(event: dict[str, Any], context: object) -> None:
    run = expire_returns(means(), lambda: clock.now(), note_failure)
    logger.info("terms looked at", extra=asdict(run))
    if run.failed:
        raise NotAllExpired(f"{run.failed} of {run.looked_at} returns could not be looked at.")
