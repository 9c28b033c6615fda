"""What the commands say, above all when something is amiss: a sentence on stderr, never a traceback."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from shared.cli import local_cloud, process
from shared.cli.bring_up import SAMPLE
from shared.cli.deployment import Deployment
from tests.cli.conftest import Run


def test_a_valid_configuration_is_said_to_be_valid(run: Run) -> None:
    checked = run("config", "check", SAMPLE)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "is valid: はなれ, 3 services." in checked.stdout


def test_a_date_choice_that_offers_the_day_of_the_order_is_warned_of_and_valid(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "merchant.yaml"
    written = SAMPLE.read_text("utf-8")
    file.write_text(
        re.sub("(?m)^( +)date_choice:.*$", r"\1date_choice: {earliest_after: 0}", written, count=1), "utf-8"
    )
    checked = run("config", "check", file)
    assert checked.exit_code == 0
    assert ".date_choice.earliest_after: 0 lets shoppers of " in checked.stderr
    assert "leave it out" in checked.stderr


def test_what_a_merchant_wrote_is_no_markup(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "merchant.yaml"
    file.write_text(SAMPLE.read_text("utf-8").replace("name: はなれ", 'name: "[red]Shop[/x] :smile:"'), "utf-8")
    assert "[red]Shop[/x] :smile:" in run("config", "check", file).stdout


def test_mistakes_in_a_configuration_go_to_stderr(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "merchant.yaml"
    file.write_text("merchant: [/not] a mapping\n", "utf-8")
    checked = run("config", "check", file)
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert "merchant.yaml cannot be used." in checked.stderr


@pytest.mark.parametrize("command", [("up",), ("deploy",)])
@pytest.mark.parametrize(("name", "words"), [("nope.yaml", "does not exist"), (".", "is a directory")])
def test_a_configuration_that_is_no_file_is_refused(run: Run, command: Sequence[str], name: str, words: str) -> None:
    refused = run(*command, "--config", name)
    assert refused.exit_code == 2
    assert words in refused.stderr


def test_there_are_two_kinds_of_keys(run: Run) -> None:
    refused = run("keys", "create", "[bold]golden[/bold]")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "✗ There is no key of the kind [bold]golden[/bold]: say storefront or merchant.\n"


COMMANDS_ON_AWS = [
    ("deploy", "--config", str(SAMPLE)),
    ("config", "publish", str(SAMPLE)),
    ("keys", "create", "merchant"),
    ("carriers", "connect", "easypost"),
    ("carriers", "credentials", "gls"),
    ("carriers", "send-file", "yamato", str(SAMPLE)),
]


@pytest.mark.parametrize("command", COMMANDS_ON_AWS)
def test_without_credentials_a_command_says_how_to_sign_in(run: Run, command: Sequence[str]) -> None:
    refused = run(*command)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("✗ No AWS credentials were found.")


@pytest.mark.parametrize("command", COMMANDS_ON_AWS)
def test_without_a_region_a_command_says_how_to_choose_one(
    run: Run, command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    refused = run(*command)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("✗ No AWS region is chosen: set AWS_DEFAULT_REGION")


def test_a_profile_that_does_not_exist_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    refused = run("keys", "create", "merchant")
    assert refused.exit_code == 1
    assert "(nobody) could not be found" in refused.stderr


def test_a_new_key_is_all_there_is_on_stdout(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    deployment = Deployment(**{**fields, "endpoint": "http://localhost:1"})
    monkeypatch.setattr("shared.cli.main.find", lambda stage: deployment)
    monkeypatch.setattr("shared.cli.administration.DynamoKeys", lambda client, table: _Forgetful())
    made = run("keys", "create", "merchant", "--stage", "local")
    assert made.stdout.startswith("sk_")
    assert len(made.stdout.split()) == 1


class _Forgetful:
    """Keeps no key."""

    def add(self, key: object) -> None:
        """Take it."""


@pytest.mark.parametrize("stage", ["", "a", "Production", "1st", "a_b", "a" * 22, "../x"])
def test_a_stage_has_a_plain_name(run: Run, stage: str) -> None:
    refused = run("deploy", "--config", SAMPLE, "--stage", stage)
    assert refused.exit_code == 2
    assert "small letters, digits and hyphens" in refused.stderr


def test_the_local_cloud_is_not_deployed_to_like_aws(run: Run) -> None:
    refused = run("deploy", "--config", SAMPLE, "--stage", "local")
    assert refused.exit_code == 1
    assert "is deployed to by `todoku up`" in refused.stderr


@pytest.mark.parametrize(
    "noted",
    ["not json", "[]", "{}", json.dumps({"port": 1, "pid": os.getpid(), "started": "0"})],
    ids=["not json", "a list", "nothing", "another process"],
)
def test_a_note_about_another_process_is_no_local_cloud(run: Run, noted: str) -> None:
    file = local_cloud.STATE / "cloud.json"
    file.write_text(noted)
    assert run("inbox").stderr == "✗ The local cloud is not up: run `todoku up`.\n"
    stopped = run("down")
    assert (stopped.exit_code, stopped.stdout) == (0, "The local cloud is not up.\n")
    assert not file.exists()


def test_a_process_that_is_the_noted_one_but_no_emulator_is_left_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    local_cloud.note(local_cloud.LocalCloud(1, os.getpid(), local_cloud.STATE))
    monkeypatch.setattr(local_cloud.LocalCloud, "answers", lambda cloud: False)
    monkeypatch.setattr(process, "end", lambda pid: pytest.fail("ended a process that is none of ours"))
    assert run("down").stdout == "The local cloud is not up.\n"
