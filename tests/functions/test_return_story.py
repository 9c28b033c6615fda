"""The demo's return, told to the functions themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shared.cli.return_story import ReturnStory
from shared.cli.step import StoryFailed
from tests.functions.http_api import HttpApi
from tests.functions.in_process import InProcess


@pytest.fixture
def told(api: HttpApi, merchant_key: str, at: Callable[[datetime], None]) -> ReturnStory:
    at(datetime.now(UTC))
    return ReturnStory(InProcess(api), merchant_key, list, name="told", patience=0.2)


def test_a_bowl_comes_back_for_credit_with_its_bonus(told: ReturnStory) -> None:
    steps = told.tell()
    offered, asked, taken_in, paid = (next(steps) for _ in range(4))
    assert offered.outcome.endswith("exchange, store_credit, refund")
    assert asked.outcome.startswith("200, approved: ")
    assert "goods: 3,000 JPY" in asked.details
    assert taken_in.outcome == "200, received, passed, money due"
    assert paid.outcome.startswith("200, resolved: ")


def test_a_shopper_who_is_not_told_ends_the_story(told: ReturnStory) -> None:
    steps = told.tell()
    for _ in range(4):
        next(steps)
    with pytest.raises(StoryFailed, match="the mail about the credit"):
        next(steps)
