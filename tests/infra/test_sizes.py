"""What a cold start must load is held under ceilings. `make sizes` prints the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.sizes import functions, layer_mb, zipped_kb

ZIPPED_KB = 1_100
"""Sources and bytecode of what a handler imports. Those that read carriers' updates hold all carriers; the promise
holds the time zones. `send_email` reads what a withdrawal acknowledges from its return."""
LARGER_KB = {
    "send_email": 1_200,
    "return_ways_api": 2_700,
    "returns_api": 1_200,
    "returns_portal_api": 3_700,
    "tracking_api": 1_350,
    "claims_api": 1_850,
    "console_api": 2_050,
}
"""Who draws labels holds the font, 1.4 MB of its 2.4. The whole of returns is 1.0 MB, of which nothing is left out. The
portal has both, and its pages: 3.6 MB. The tracking page reads receipts, estimates and advisories; the pages of
claims read these and what may come back; the console reads everything there is about an order."""
LAYER_MB = (8.0, 24.0)
"""Zipped and unzipped."""


@pytest.mark.parametrize("name", functions())
def test_a_function_stays_small(packages: dict[str, Path], name: str) -> None:
    assert zipped_kb(packages[name]) <= LARGER_KB.get(name, ZIPPED_KB)


def test_the_layer_stays_small() -> None:
    zipped, unzipped = layer_mb()
    assert zipped <= LAYER_MB[0]
    assert unzipped <= LAYER_MB[1]


def test_each_asset_holds_one_function_and_what_it_imports(synthesised: Path, packages: dict[str, Path]) -> None:
    assert sorted(packages) == functions()
    for asset in synthesised.glob("asset.*"):
        assert not list(asset.glob("shared/cli"))
        assert not list(asset.glob("tests"))
