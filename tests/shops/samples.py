"""What the tests of this folder share: the sample merchant's shop."""

from __future__ import annotations

from pathlib import Path

from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.shops.shop import Shop

_SAMPLE = Path(__file__).parents[2] / "shared" / "merchant" / "sample.yaml"


def sample_shop() -> Shop:
    """As it is published."""
    configuration = read(_SAMPLE.read_text("utf-8"))
    return Shop(configuration.merchant.default_language, compile_network(configuration))
