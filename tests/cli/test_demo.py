"""The demo beside other commands, and what it says while it waits and when it failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared.cli import demo, function_log, local_cloud, process, say, waiting_queues
from shared.cli.local_cloud import LocalCloud
from tests.cli.conftest import Run

NAME = "todoku-local-app-NotificationsSendersMailsQueueDC2B9F3F-IUD1ZB6IYR3W"
NOWHERE = LocalCloud(1, 1, Path())
DEAD = "todoku-local-app-PromiseBasisBasisDeadLetters1A2B3C4D-XYZ"


@pytest.fixture
def demo_is_up(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalCloud:
    """Its cloud is noted, and answers."""
    monkeypatch.setattr(demo, "FOLDER", tmp_path / ".todoku" / "demo")
    monkeypatch.setattr(LocalCloud, "answers", lambda cloud: True)
    cloud = LocalCloud(4711, os.getpid(), demo.FOLDER)
    local_cloud.note(cloud)
    return cloud


@pytest.mark.parametrize("command", ["up", "demo"])
def test_beside_a_demo_there_is_no_other_and_nothing_that_is_to_last(
    run: Run, demo_is_up: LocalCloud, command: str
) -> None:
    refused = run(command)
    assert refused.exit_code == 1
    assert refused.stderr == "✗ A demo is up on port 4711: end it first, by Ctrl-C where it runs or `todoku down`.\n"
    assert local_cloud.running() == demo_is_up


def test_a_demos_cloud_that_outlived_it_is_ended_like_any_other(
    run: Run, demo_is_up: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(process, "end", ended.append)
    assert run("down").exit_code == 0
    assert ended == [demo_is_up.pid]
    assert local_cloud.running() is None


def test_other_commands_find_the_demos_cloud(run: Run, demo_is_up: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[LocalCloud] = []

    def logged(cloud: LocalCloud, function: str) -> list[function_log.Logged]:
        asked.append(cloud)
        return [function_log.Logged(datetime(2026, 11, 29, 12, 0, 1, 500_000, UTC), function, "left for [retry]")]

    monkeypatch.setattr(function_log, "logged", logged)
    assert run("logs", "send_email").stdout == "12:00:01.500Z send_email  left for [retry]\n"
    assert asked == [demo_is_up]


def test_a_queue_is_told_by_its_name_in_infra_and_by_when_what_failed_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queues = {NAME: (1, 2, 40), DEAD: (1, 0, 30), "todoku-local-app-EmptyQueueAAAAAAAA-B": (0, 0, 40)}
    monkeypatch.setattr(LocalCloud, "client", lambda cloud, service: Queues(queues))
    assert waiting_queues.in_words(NOWHERE) == (
        "NotificationsSendersMailsQueue holds 1 waiting and 2 taken, tried again within 40 s if that failed; "
        "PromiseBasisBasisDeadLetters holds 1 that were given up"
    )
    queues.clear()
    assert waiting_queues.in_words(NOWHERE) == "no queue holds anything"


def test_who_waits_long_is_told_what_for(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    moments, ends = iter((0.0, 2.0, 21.0)), iter((False, False, True))
    monkeypatch.setattr(say, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    done = cast("Event", SimpleNamespace(wait=lambda seconds: next(ends)))
    say._tick("waiting", lambda: "a queue", said.append, done)
    assert said == ["waiting (2 s)", "waiting (21 s): a queue"]


def test_what_functions_logged_is_written_in_its_order_without_the_platforms_lines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(LocalCloud, "client", lambda cloud, service: {"lambda": Functions(), "logs": Logs()}[service])
    assert function_log.save(LocalCloud(1, 1, tmp_path)).read_text("utf-8").splitlines() == [
        "12:00:01.000Z send_email  届いた",
        '12:00:02.000Z orders_api  {"level": "WARNING"}',
    ]


class Pages:
    """What boto3 gives for an operation with pages: one page."""

    def __init__(self, page: Callable[..., dict[str, Any]]) -> None:
        self._page = page

    def paginate(self, **asked: Any) -> list[dict[str, Any]]:
        return [self._page(**asked)]


class Queues:
    """SQS with these queues: waiting, taken, and seconds until what was taken is shown again."""

    def __init__(self, queues: Mapping[str, tuple[int, int, int]]) -> None:
        self._queues = queues

    def get_paginator(self, operation: str) -> Pages:
        return Pages(lambda: {"QueueUrls": [f"http://localhost:4566/0/{name}" for name in self._queues]})

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> dict[str, dict[str, str]]:
        counts = self._queues[QueueUrl.rpartition("/")[2]]
        return {"Attributes": dict(zip(AttributeNames, map(str, counts), strict=True))}


class Functions:
    """Lambda with two functions of ours, and one of the CDK's."""

    def get_paginator(self, operation: str) -> Pages:
        ours = [
            {"Handler": f"functions.{name}.handler.handler", "LoggingConfig": {"LogGroup": name}}
            for name in ("orders_api", "send_email")
        ]
        return Pages(lambda: {"Functions": [*ours, {"Handler": "index.handler"}]})


class Logs:
    """CloudWatch Logs, the later line in the group that comes first."""

    exceptions = SimpleNamespace(ResourceNotFoundException=KeyError)

    def get_paginator(self, operation: str) -> Pages:
        at = int(datetime(2026, 11, 29, 12, tzinfo=UTC).timestamp() * 1000)
        lines = {"orders_api": (2000, '{"level": "WARNING"}'), "send_email": (1000, "届いた")}

        def page(*, logGroupName: str) -> dict[str, Any]:
            after, text = lines[logGroupName]
            said = ("START RequestId: 1 Version: $LATEST", text, "END RequestId: 1", "REPORT RequestId: 1")
            return {"events": [{"timestamp": at + after, "message": message} for message in said]}

        return Pages(page)
