"""What pages read of the section `returns` without its models says what the models say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.merchant.offered_returns import read_offered_returns
from shared.merchant.return_windows import DEFAULT_WINDOW, WindowConfiguration, compile_window


@pytest.mark.parametrize(
    "window",
    [
        None,
        "never",
        "unlimited",
        {"days": 14},
        {"days": 14, "from": "shipped"},
        {"days": 14, "otherwise": {"from": "shipped", "plus_days": 3}},
        {"days": 14, "otherwise": {"from": "ordered"}},
    ],
)
def test_the_clock_that_stands_in_for_a_delivery_is_the_policys_own(window: Any) -> None:
    written = WindowConfiguration.model_validate(window) if isinstance(window, dict) else window
    compiled = compile_window(written, DEFAULT_WINDOW) or DEFAULT_WINDOW
    offered = read_offered_returns(json.dumps({"returns": {"window": window}}))
    assert offered.presumed_after_days == compiled.fallback_plus
