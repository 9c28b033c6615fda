"""A replay in the deployment's own AWS: the history goes there in parts, and a state machine replays them all."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from shared.aws.s3_replays import Draft, S3Replays
from shared.cli.deployment import Deployment, NotDeployed
from shared.cli.history_parts import parts_of
from shared.errors import Unavailable
from shared.returns.replay.summary import Summary

ROWS_AT_ONCE = 5000
"""Of a part: a few seconds of one function. A list of ten thousand parts is read in one piece."""
MOST_PARTS = 10_000
_LOOK_AGAIN_SECONDS = 2.0
_OUTPUT = "ReturnReplay"


class ReplayFailed(Unavailable):
    """The state machine did not come to its end."""

    code = "replay_failed"


@dataclass(frozen=True, slots=True)
class Started:
    """A replay that is under way."""

    replay_id: str
    execution: str


def start(deployment: Deployment, file: Path, draft: Draft, rows_at_once: int = ROWS_AT_ONCE) -> Started:
    """Send the draft and the history, part by part, and start the machine.

    Raises NotDeployed, UnreadableHistory, ReplayFailed where the history is too long, and botocore's errors.
    """
    machine = _machine(deployment)
    replays = S3Replays(deployment.client("s3"), deployment.returns_bucket)
    replay_id = secrets.token_hex(8)
    replays.put_draft(replay_id, draft)
    names = []
    for number, part in enumerate(parts_of(file, rows_at_once), 1):
        if number > MOST_PARTS:
            raise ReplayFailed(f"{file} has more than {MOST_PARTS * rows_at_once:,} rows: replay it in two.")
        names.append(replays.put_part(replay_id, number, part.first, part.lines))
    given = {"replay_id": replay_id, "parts": replays.put_list(replay_id, names)}
    started = deployment.client("stepfunctions").start_execution(
        stateMachineArn=machine, name=replay_id, input=json.dumps(given)
    )
    return Started(replay_id, started["executionArn"])


def finish(deployment: Deployment, started: Started) -> Summary:
    """Wait until it is through; answers what was found. Raises ReplayFailed and botocore's errors."""
    client = deployment.client("stepfunctions")
    while (found := client.describe_execution(executionArn=started.execution))["status"] == "RUNNING":
        time.sleep(_LOOK_AGAIN_SECONDS)
    if found["status"] != "SUCCEEDED":
        told = found.get("error", "no error told")
        raise ReplayFailed(
            f"Replay {started.replay_id} ended as {found['status']} ({told}): look at it in Step Functions."
        )
    return S3Replays(deployment.client("s3"), deployment.returns_bucket).joined(started.replay_id)


def _machine(deployment: Deployment) -> str:
    stack = f"todoku-{deployment.stage}-returns"
    outputs = deployment.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    arn = next((str(output["OutputValue"]) for output in outputs if output["OutputKey"] == _OUTPUT), None)
    if arn is None:
        raise NotDeployed(f"The deployment {deployment.stage} has no replays: deploy it anew.")
    return arn
