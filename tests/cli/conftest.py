"""The command line as a person meets it, on a machine where nobody is signed in to AWS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from shared.cli import local_cloud, say
from shared.cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `todoku` with these arguments: no credentials, no profile, and a folder of its own for a local cloud."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(local_cloud, "STATE", tmp_path / ".todoku")
    monkeypatch.setattr(say, "_QUIET_SECONDS", 600.0)  # on a busy machine it would say that it is still at work
    (tmp_path / ".todoku").mkdir()
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])
