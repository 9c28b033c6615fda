"""A replay in the cloud: the history goes there in parts, each is replayed, and what was found is joined."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from functions.join_return_replay.handler import handler as join
from functions.replay_returns_batch import handler as batch
from functions.replay_returns_batch.handler import handler as replay_part
from shared.aws import clients
from shared.aws.s3_replays import Draft, ReplayUnknown, S3Replays, UnreadableDraft
from shared.cli import cloud_replay
from shared.cli.deployment import Deployment, NotDeployed
from shared.cli.return_replay import replay_file
from shared.returns.policy.policy import Fee, Window
from shared.returns.replay.figures import Assumptions
from shared.returns.replay.summary import Summary, UnreadableSummary
from tests.functions.conftest import BUCKET
from tests.functions.replay_machine import ReplayMachine
from tests.returns.policy.samples import fifty_rules, policy
from tests.returns.replay.past import made_history

OLD = policy(*fifty_rules())
DRAFT = Draft(
    dataclasses.replace(OLD, base=dataclasses.replace(OLD.base, window=Window(12), shipping_fee=Fee(900))),
    Assumptions(640),
)


class _Stacks:
    def __init__(self, outputs: list[dict[str, str]]) -> None:
        self._outputs = outputs

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        assert StackName == "todoku-production-returns"
        return {"Stacks": [{"Outputs": self._outputs}]}


class _Deployment(Deployment):
    """A deployment whose clients are these."""

    made: dict[str, Any]

    def client(self, service: str) -> Any:
        return self.made[service]


@pytest.fixture
def machine() -> ReplayMachine:
    batch.decided_by.cache_clear()
    return ReplayMachine(BUCKET, replay_part, join)


@pytest.fixture
def deployment(machine: ReplayMachine) -> _Deployment:
    fields: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    found = _Deployment(**{**fields, "stage": "production", "returns_bucket": BUCKET})
    outputs = [{"OutputKey": "ReturnReplay", "OutputValue": "arn:of:the:machine"}]
    made = {"s3": clients.s3(), "stepfunctions": machine, "cloudformation": _Stacks(outputs)}
    type(found).made = made
    return found


@pytest.fixture
def history(tmp_path: Path) -> Path:
    file = tmp_path / "history.jsonl"
    lines = [row.line_of_history() for row in made_history(50, OLD)]
    file.write_text("\n".join([*lines[:20], "no row", *lines[20:]]), "utf-8")
    return file


def test_it_finds_in_the_cloud_what_it_finds_here(
    deployment: _Deployment, machine: ReplayMachine, history: Path
) -> None:
    started = cloud_replay.start(deployment, history, DRAFT, rows_at_once=8)
    found = cloud_replay.finish(deployment, started)
    assert found == replay_file(history, DRAFT.policy, DRAFT.assumptions, workers=1)
    assert (found.rows, found.unreadable, found.first_unreadable[0][0]) == (50, 1, 21)
    assert found.flipped
    assert [part["first"] for part in machine.parts] == list(range(1, 52, 8))


def test_a_part_that_is_replayed_twice_counts_once(
    deployment: _Deployment, machine: ReplayMachine, history: Path
) -> None:
    started = cloud_replay.start(deployment, history, DRAFT, rows_at_once=20)
    once = cloud_replay.finish(deployment, started)
    replay_part({"replay_id": started.replay_id, "part": "000001", "first": 1}, None)
    join({"replay_id": started.replay_id}, None)
    assert cloud_replay.finish(deployment, started) == once


def test_what_did_not_come_to_its_end_is_told(deployment: _Deployment, machine: ReplayMachine, history: Path) -> None:
    started = cloud_replay.start(deployment, history, DRAFT)
    machine.status = "FAILED"
    with pytest.raises(cloud_replay.ReplayFailed, match="FAILED"):
        cloud_replay.finish(deployment, started)


def test_a_deployment_from_before_has_no_machine(deployment: _Deployment, history: Path) -> None:
    deployment.made["cloudformation"] = _Stacks([])
    with pytest.raises(NotDeployed):
        cloud_replay.start(deployment, history, DRAFT)


def test_a_part_that_is_missing_is_not_passed_over() -> None:
    replays = S3Replays(clients.s3(), BUCKET)
    names = [replays.put_part("r", 1, 1, [b"{}\n"]), replays.put_part("r", 2, 2, [b"{}\n"])]
    replays.put_list("r", names)
    replays.put_summary("r", "000001", Summary())
    with pytest.raises(ReplayUnknown):
        join({"replay_id": "r"}, None)
    with pytest.raises(ReplayUnknown):
        replays.joined("r")


def test_a_draft_and_a_summary_of_other_software_are_refused() -> None:
    replays = S3Replays(clients.s3(), BUCKET)
    for name in ("draft", "summary"):
        clients.s3().put_object(Bucket=BUCKET, Key=f"replays/r/{name}.json", Body=b'{"policy": 1, "rows": "x"}')
    with pytest.raises(UnreadableDraft):
        replays.draft("r")
    with pytest.raises(UnreadableSummary):
        replays.joined("r")


def test_a_draft_reads_back_as_it_was_written() -> None:
    replays = S3Replays(clients.s3(), BUCKET)
    replays.put_draft("r", DRAFT)
    assert replays.draft("r") == DRAFT
