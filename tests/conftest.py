"""What holds for every test: no account, no network, the environment's own Node for CDK."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from shared.cli.checkout import ROOT

os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")

settings.register_profile("suite", deadline=None, derandomize=True, database=None, print_blob=False)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--storm-updates", default=400, help="pushes of the journey that pushes many at once")
    parser.addoption("--rounds", default=20_000, help="combinations that each test of tests/fuzz tries")
    parser.addoption("--crashes", default=1, help="how often each function is killed at each kind of step")


_STILL_IN_USE_SECONDS = 3600
RUNNING = ("app", "messages")
"""The stacks that hold functions."""


@pytest.fixture(scope="session")
def running(synthesised: Path) -> dict[str, Any]:
    """The stacks that hold functions, as one template."""
    templates = [json.loads((synthesised / f"todoku-production-{name}.template.json").read_text()) for name in RUNNING]
    together: dict[str, Any] = {}
    for template in templates:
        for part, named in template.items():
            together[part] = {**together.get(part, {}), **named} if isinstance(named, dict) else named
    return together


@pytest.fixture(scope="session")
def synthesised() -> Path:
    """The folder with the templates and assets of the production stage: offline, without an account, all checks on.

    It takes half a minute, so it is made once for all processes that test the same sources, and nobody changes it.
    """
    folder = ROOT / ".build" / f"tests-cdk.out-{_digest_of_what_is_deployed()}"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(f"{folder.parent / 'tests-cdk.out'}.lock"):
        if not folder.exists():
            _forget_older_ones(folder)
            unfinished = Path(tempfile.mkdtemp(prefix="tests-cdk.unfinished-", dir=folder.parent))
            _synthesise(unfinished)
            unfinished.rename(folder)
    return folder


def _synthesise(folder: Path) -> None:
    from aws_cdk import App  # here: starting its runtime takes a second, and few tests need it

    from infra.app import build

    app = App(outdir=str(folder), context=json.loads((ROOT / "cdk.json").read_text())["context"])
    build(app)
    app.synth()


def _digest_of_what_is_deployed() -> str:
    digest = hashlib.sha256(sys.version.encode())
    sources = (path for folder in ("functions", "infra", "shared") for path in (ROOT / folder).rglob("*"))
    settings = (ROOT / name for name in ("cdk.json", "package-lock.json", "pyproject.toml", "uv.lock"))
    for path in sorted((*sources, *settings)):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _forget_older_ones(folder: Path) -> None:
    """Those of other sources, but for what another run may be reading right now."""
    for known in folder.parent.glob("tests-cdk.*-*"):
        if time.time() - known.stat().st_mtime > _STILL_IN_USE_SECONDS:
            shutil.rmtree(known, ignore_errors=True)
