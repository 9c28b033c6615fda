"""What holds for every test: no account, no network, the environment's own Node for CDK."""

from __future__ import annotations

import functools
import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from hypothesis import settings

from tests import synthesis

os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")

botocore.session.create_loader = functools.cache(botocore.session.create_loader)
"""Every session reads AWS's descriptions of its services, up to 0.3 s for one: once per process is enough."""

settings.register_profile("suite", deadline=None, derandomize=True, database=None, print_blob=False, max_examples=40)
settings.register_profile("thorough", settings.get_profile("suite"), derandomize=False, max_examples=1000)
settings.load_profile("suite")  # `make fuzz` takes the thorough one


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--storm-updates", default=400, help="pushes of the journey that pushes many at once")
    parser.addoption("--rounds", default=5_000, help="combinations that each test of tests/fuzz tries")
    parser.addoption("--requests", default=15, help="how many requests cover each operation of the API")
    parser.addoption("--crashes", default=1, help="how often each function is killed at each kind of step")


def pytest_collection() -> None:
    """What is collected stays until the end: looking through it for garbage again and again takes time for nothing."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on there is garbage, but not among what was collected."""
    gc.collect()
    gc.freeze()
    gc.enable()


RUNNING = ("app", "messages", "returns", "pages")
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
    """The folder with the templates and assets of the production stage: see tests/synthesis.py."""
    return synthesis.synthesised()
