"""Join what a replay found in the parts of a history. Trigger: the state machine in the returns stack, at its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.s3_replays import S3Replays
from shared.returns.replay.summary import joined
from shared.runtime.settings import Settings

logger = Logger(service="join_return_replay")


@dataclass(frozen=True, slots=True)
class JoinReturnReplaySettings(Settings):
    """What this function is told by its environment."""

    bucket_name: str


@cache
def settings() -> JoinReturnReplaySettings:
    return JoinReturnReplaySettings.from_env()


@cache
def replays() -> S3Replays:
    return S3Replays(clients.s3(), settings().bucket_name)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    replay_id = event["replay_id"]
    summary = joined(replays().summaries(replay_id))
    replays().put_joined(replay_id, summary)
    logger.info("replay joined", extra={"replay_id": replay_id, "rows": summary.rows, "flipped": summary.flipped})
    return {"rows": summary.rows, "flipped": summary.flipped}
