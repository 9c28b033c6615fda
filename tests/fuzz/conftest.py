"""How long to fuzz: `--rounds`, which `make fuzz` sets to a million."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """Combinations to try in each test."""
    return int(request.config.getoption("--rounds"))
