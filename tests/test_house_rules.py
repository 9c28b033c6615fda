"""The rules of the house are checked by tools; here, that the tools would notice."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
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


AGAINST_THE_RULES = [
    ("shared/tracking/milestone.py", "import boto3", "The core knows no AWS"),
    ("shared/promise/question.py", "import pydantic", "The promise imports the standard library"),
    ("shared/tracking/milestone.py", "import shared.carriers.registry", "Contexts import each other downwards"),
    ("shared/runtime/clock.py", "import shared.tracking.order", "The runtime knows no context"),
    ("functions/promise_api/handler.py", "import functions.orders_api.handler", "Functions do not import one another"),
    ("infra/stage.py", "import shared.aws.keys", "Infra imports no runtime code"),
    ("functions/orders_api/orders.py", "import yaml", "YAML is read by the command line only"),
]
"""A file, what it must not import, and the contract that says so."""


@pytest.fixture(scope="module")
def broken_contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of a copy with all these imports in it: contract -> its breaches."""
    copy = tmp_path_factory.mktemp("spoiled")
    for folder in ("functions", "infra", "shared"):
        _copy(ROOT / folder, copy / folder)
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for file, statement, _ in AGAINST_THE_RULES:
        with (copy / file).open("a") as spoiled:
            spoiled.write(f"\n{statement}\n")
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    checked = subprocess.run(
        [sys.executable, "-c", linter, "--no-cache"],
        capture_output=True,
        text=True,
        cwd=copy,
        check=False,
        env={"PYTHONPATH": str(copy)},
    )
    _, found, report = checked.stdout.partition("Broken contracts")
    assert found, checked.stdout + checked.stderr
    titled = re.split(r"^(.+)\n-{3,}$", report, flags=re.MULTILINE)
    return dict(zip(titled[1::2], titled[2::2], strict=True))


@pytest.mark.parametrize(("file", "statement", "contract"), AGAINST_THE_RULES)
def test_an_import_against_the_rules_is_noticed(
    broken_contracts: dict[str, str], file: str, statement: str, contract: str
) -> None:
    (breaches,) = [said for title, said in broken_contracts.items() if title.startswith(contract)]
    importer, imported = file.removesuffix(".py").replace("/", "."), statement.removeprefix("import ")
    assert f"{importer} -> {imported}" in breaches


def test_mypy_reads_every_part_of_cdk_that_infra_builds_with() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    (read,) = [part["module"] for part in settings["overrides"] if part["follow_imports"] == "normal"]
    trees = [ast.parse(path.read_bytes()) for path in (ROOT / "infra").glob("**/*.py")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    of_cdk = [node for node in imports if str(node.module).startswith("aws_cdk")]
    parts = {str(node.module) for node in of_cdk}
    parts |= {f"aws_cdk.{name.name}" for node in of_cdk for name in node.names if name.name.startswith("aws_")}
    assert len(parts) > 20
    assert parts - set(read) == set()


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
