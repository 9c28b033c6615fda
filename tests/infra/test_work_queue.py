"""How long a queue hides a message that somebody took: as AWS advises; on the local cloud no longer than it must."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_sns as sns

from infra.platform import Platform
from infra.stage import LOCAL, Stage
from infra.work_queue import TRIES, WorkQueue
from shared.cli.checkout import ROOT
from shared.notifications.send_message import LEASE


class OfAStage:
    """As much of a platform as a queue asks for."""

    def __init__(self, stack: Stack, name: str) -> None:
        context = json.loads((ROOT / "cdk.json").read_text())["context"]
        self.stage = Stage.from_context(App(context={**context, "stage": name}).node)
        self.alarms = sns.Topic(stack, f"Alarms{name}")


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, timedelta]:
    """Stage -> how long its queue hides what a function of 25 seconds took."""
    app = App(outdir=str(tmp_path_factory.mktemp("out")))
    for name in ("production", LOCAL):
        stack = Stack(app, name)
        WorkQueue(stack, "Work", platform=cast("Platform", OfAStage(stack, name)))
    out = Path(app.synth().directory)
    return {name: _hidden(json.loads((out / f"{name}.template.json").read_text())) for name in ("production", LOCAL)}


def _hidden(template: dict[str, dict[str, dict[str, dict[str, int]]]]) -> timedelta:
    queues = [each.get("Properties", {}) for each in template["Resources"].values()]
    [seconds] = [queue["VisibilityTimeout"] for queue in queues if "VisibilityTimeout" in queue]
    return timedelta(seconds=seconds)


def test_on_aws_it_is_hidden_for_six_times_as_long_as_its_function_may_run(hidden: dict[str, timedelta]) -> None:
    assert hidden["production"] == timedelta(seconds=6 * 25)


def test_on_the_local_cloud_what_failed_comes_again_while_somebody_waits(hidden: dict[str, timedelta]) -> None:
    assert timedelta(seconds=25) < hidden[LOCAL] <= timedelta(seconds=40)


def test_also_there_a_claim_of_a_sender_that_died_is_over_before_the_last_try(hidden: dict[str, timedelta]) -> None:
    assert (TRIES - 1) * hidden[LOCAL] > LEASE
