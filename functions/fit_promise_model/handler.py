"""Fit the model that promises are made with. Trigger: a clock, every night; or by hand (`todoku promise refit`)."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.athena_query import AthenaQuery
from shared.aws.kept_history import KeptHistory
from shared.aws.promise_models import PromiseModels
from shared.aws.s3_history import S3History
from shared.learning.fit_rows import fit_rows
from shared.learning.refit import NothingToLearnFrom, refit
from shared.runtime import clock
from shared.runtime.settings import Settings

logger = Logger(service="fit_promise_model")


@dataclass(frozen=True, slots=True)
class FitPromiseModelSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    bucket_name: str
    promise_bucket: str
    workgroup: str
    database: str


@cache
def settings() -> FitPromiseModelSettings:
    return FitPromiseModelSettings.from_env()


@cache
def history() -> KeptHistory:
    query = AthenaQuery(clients.athena(), settings().workgroup, settings().database)
    return KeptHistory(S3History(clients.s3(), settings().bucket_name), query)


@cache
def models() -> PromiseModels:
    return PromiseModels(clients.s3(), settings().promise_bucket, clients.dynamodb(), settings().table_name)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers what came of it. A young shop has nothing to learn from yet: that is no failure."""
    try:
        done = refit(history(), fit_rows, models(), clock.now())
    except NothingToLearnFrom as error:
        logger.info("nothing to learn from", extra={"reason": error.detail})
        return {"fitted": False, "reason": error.detail}
    answer = {"fitted": True, "model": done.name, "rows": done.fitted.rows, **asdict(done.verdict)}
    logger.info("promise model fitted", extra={**answer, "forgotten": done.forgotten})
    return answer
