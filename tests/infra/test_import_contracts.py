"""No part of the code is forgotten in the import rules: they name parts one by one, and know nothing of a new one."""

from __future__ import annotations

import tomllib
from typing import Any

from shared.cli.checkout import ROOT

CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
NOT_CORE = {"shared.aws", "shared.outbound", "shared.runtime", "shared.wiring", "shared.cli"}


def contract(beginning: str) -> dict[str, Any]:
    """The one contract whose name begins so."""
    [found] = [contract for contract in CONTRACTS if contract["name"].startswith(beginning)]
    return found


def test_every_part_of_shared_is_core_or_one_of_those_that_are_not() -> None:
    modules = {path.stem for path in (ROOT / "shared").glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in (ROOT / "shared").glob("*/__init__.py")}
    core = contract("The core knows no AWS")
    assert {*core["source_modules"], *NOT_CORE} == {f"shared.{name}" for name in modules | packages}
    assert set(core["forbidden_modules"]) >= NOT_CORE


def test_every_function_is_kept_from_the_others() -> None:
    functions = {f"functions.{path.parent.name}" for path in (ROOT / "functions").glob("*/handler.py")}
    assert set(contract("Functions do not import one another")["modules"]) == functions
