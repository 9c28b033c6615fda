"""The synthesised stacks, as tests ask them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.infra.templates import Template


@pytest.fixture(scope="session")
def template(running: dict[str, Any]) -> Template:
    """The stacks that hold functions, as one."""
    return Template(running["Resources"])


@pytest.fixture(scope="session")
def data_template(synthesised: Path) -> Template:
    """The data stack."""
    return Template(json.loads((synthesised / "todoku-production-data.template.json").read_text())["Resources"])


@pytest.fixture(scope="session")
def packages(synthesised: Path) -> dict[str, Path]:
    """Function -> the folder that is deployed as its code."""
    found: dict[str, Path] = {}
    for asset in synthesised.glob("asset.*"):
        if (asset / "functions").exists():
            (name,) = {path.name for path in (asset / "functions").iterdir()} - {"__pycache__", "__init__.py"}
            found[name] = asset
    return found
