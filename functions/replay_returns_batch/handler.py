"""Replay one part of a history of returns. Trigger: the Distributed Map of the state machine in the returns stack."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.s3_replays import Draft, S3Replays
from shared.returns.policy.engine import Engine
from shared.returns.replay.replay import replay_lines
from shared.runtime.settings import Settings

logger = Logger(service="replay_returns_batch")


@dataclass(frozen=True, slots=True)
class ReplayReturnsBatchSettings(Settings):
    """What this function is told by its environment."""

    bucket_name: str


@cache
def settings() -> ReplayReturnsBatchSettings:
    return ReplayReturnsBatchSettings.from_env()


@cache
def replays() -> S3Replays:
    return S3Replays(clients.s3(), settings().bucket_name)


@lru_cache(maxsize=1)
def decided_by(replay_id: str) -> tuple[Draft, Engine]:
    """One replay's draft, which never changes, and the engine that learns of it part by part."""
    draft = replays().draft(replay_id)
    return draft, Engine(draft.policy)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """What was found is kept beside the part: the map's own answer would grow with the history."""
    replay_id, part = event["replay_id"], event["part"]
    draft, engine = decided_by(replay_id)
    summary = replay_lines(replays().part(replay_id, part), engine, draft.assumptions, first=event["first"])
    replays().put_summary(replay_id, part, summary)
    logger.info("part replayed", extra={"replay_id": replay_id, "part": part, "rows": summary.rows})
    return {"rows": summary.rows, "flipped": summary.flipped}
