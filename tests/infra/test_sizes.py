"""What a cold start must load is held under ceilings. `make sizes` prints the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.sizes import functions, layer_mb, packed_kb

ZIPPED_KB = 1_000
"""Sources and bytecode of what a handler imports. Those that read carriers' updates hold all carriers; the promise
holds the time zones."""
LAYER_MB = (8.0, 24.0)
"""Zipped and unzipped."""


@pytest.mark.parametrize("name", functions())
def test_a_function_stays_small(name: str) -> None:
    assert packed_kb(name) <= ZIPPED_KB


def test_the_layer_stays_small() -> None:
    zipped, unzipped = layer_mb()
    assert zipped <= LAYER_MB[0]
    assert unzipped <= LAYER_MB[1]


def test_each_asset_holds_one_function_and_what_it_imports(synthesised: Path) -> None:
    held = [
        {path.name for path in (asset / "functions").iterdir()} - {"__pycache__"}
        for asset in synthesised.glob("asset.*")
        if (asset / "functions").exists()
    ]
    assert sorted(held, key=sorted) == [{"__init__.py", name} for name in functions()]
    for asset in synthesised.glob("asset.*"):
        assert not list(asset.glob("shared/cli"))
        assert not list(asset.glob("tests"))
