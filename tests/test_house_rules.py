"""The rules of the house are checked by tools; here, that the tools would notice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared.cli.checkout import ROOT, tool

CORE_FILE = "shared/tracking/milestone.py"


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n", "TID251"),
        ("import time\n\nNOW = time.time()\n", "TID251"),
        ("import os\n\nTABLE = os.environ['TABLE_NAME']\n", "TID251"),
        ("import os\n\nTABLE = os.getenv('TABLE_NAME')\n", "TID251"),
        ("from uuid import uuid4\n\nID = uuid4()\n", "TID251"),
        ("import random\n\nDICE = random.random()\n", "TID251"),
        ("from datetime import datetime\n\nTHEN = datetime(2026, 1, 1)\n", "DTZ001"),
        ("print('hello')\n", "T201"),
    ],
)
def test_the_core_may_not_reach_for_clock_chance_or_environment(code: str, rule: str) -> None:
    command = [tool("ruff"), "check", "--output-format=concise", "--stdin-filename", CORE_FILE, "-"]
    checked = subprocess.run(command, input=code, capture_output=True, text=True, cwd=ROOT, check=False)
    assert rule in checked.stdout


@pytest.mark.parametrize(
    ("file", "statement", "contract"),
    [
        ("shared/tracking/milestone.py", "import boto3", "The core knows no AWS"),
        ("shared/promise/question.py", "import pydantic", "The promise imports the standard library"),
        ("shared/tracking/milestone.py", "import shared.carriers.registry", "Contexts import each other downwards"),
        ("shared/runtime/clock.py", "import shared.tracking.order", "The runtime knows no context"),
        (
            "functions/promise_api/handler.py",
            "import functions.orders_api.handler",
            "Functions do not import one another",
        ),
        ("infra/stage.py", "import shared.aws.keys", "Infra imports no runtime code"),
        ("functions/orders_api/orders.py", "import yaml", "YAML is read by the command line only"),
    ],
)
def test_an_import_against_the_rules_is_noticed(tmp_path: Path, file: str, statement: str, contract: str) -> None:
    for folder in ("functions", "infra", "shared"):
        _copy(ROOT / folder, tmp_path / folder)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    with (tmp_path / file).open("a") as spoiled:
        spoiled.write(f"\n{statement}\n")
    checked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert re.search(rf"^{contract}.* BROKEN( \(\d+ ignored imports?\))?$", checked.stdout, re.MULTILINE), (
        checked.stdout + checked.stderr
    )


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
