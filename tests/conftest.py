"""What holds for every test: no account, no network, the environment's own Node for CDK."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
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
    parser.addoption("--rounds", default=100_000, help="combinations that each test of tests/fuzz tries")


@pytest.fixture(scope="session")
def synthesised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the templates and assets of the production stage: offline, without an account, all checks on."""
    from aws_cdk import App  # here: starting its runtime takes a second, and few tests need it

    from infra.app import build

    folder = tmp_path_factory.mktemp("cdk.out")
    app = App(outdir=str(folder), context=json.loads((ROOT / "cdk.json").read_text())["context"])
    build(app)
    app.synth()
    return folder
