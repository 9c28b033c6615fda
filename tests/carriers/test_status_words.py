"""Statuses in words: one code for every spelling, and nothing guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.reading.status_words import Status, vocabulary
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

read = vocabulary(
    {
        "持戻": Detail.ATTEMPT_FAILED,
        "持戻(ご不在)": Detail.NOBODY_HOME,
        "配達完了": Detail.DELIVERED,
        "配達完了(宅配ボックス)": Detail.DELIVERED_TO_LOCKER,
        "調査中(ご不在)": (Detail.UNDER_INVESTIGATION, Cause.CONSIGNEE),
        "Out for Delivery": Detail.OUT_FOR_DELIVERY,
    }
)


@pytest.mark.parametrize(
    "written",
    [
        "持戻(ご不在)",
        "持戻（ご不在）",
        "持ち戻り（ご不在）",
        "持戻り 【不在】",
        "⇒持戻（ご不在）",
        "↓ 持戻（御不在）",
        "持戻［ご不在］",
    ],
)
def test_every_spelling_is_the_same_status_with_the_same_code(written: str) -> None:
    assert read(written) == read("持戻(ご不在)")
    assert read(written).detail is Detail.NOBODY_HOME


@pytest.mark.parametrize("written", ["配達完了（宅配ＢＯＸ）", "配達完了(宅配ﾎﾞｯｸｽ)", "配達完了（宅配 ボックス）"])
def test_half_width_and_full_width_are_the_same(written: str) -> None:
    assert read(written).detail is Detail.DELIVERED_TO_LOCKER


def test_english_is_read_in_any_case() -> None:
    assert read("OUT FOR DELIVERY") == read("Out for Delivery")
    assert read("out for delivery").code == "outfordelivery"


def test_a_reason_that_is_not_listed_leaves_what_stands_before_it() -> None:
    assert read("持戻（宅配BOX不可）120以上").detail is Detail.ATTEMPT_FAILED
    assert read("持戻（宅配BOX不可）120以上").code != read("持戻").code
    assert read("持戻（ご不在）2回目").detail is Detail.NOBODY_HOME


@pytest.mark.parametrize(
    "written", ["配達完了（返品）", "配達完了（差出人）", "配達完了（誤配）", "配達完了（荷送人へ）"]
)
def test_a_reason_that_may_turn_the_word_round_makes_it_unknown(written: str) -> None:
    assert read(written).detail is Detail.UNKNOWN


@pytest.mark.parametrize("written", ["配達", "未配達完了", "配達完了予定", "", "⇒", "(持戻)", "Delivery"])
def test_a_word_that_is_not_listed_is_unknown(written: str) -> None:
    assert read(written).detail is Detail.UNKNOWN


def test_a_cause_is_kept() -> None:
    assert read("調査中（ご不在）") == Status(read("調査中(不在)").code, Detail.UNDER_INVESTIGATION, Cause.CONSIGNEE)


@given(st.text(max_size=80))
def test_whatever_is_written_has_a_code(written: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_./:-]{1,60}", read(written).code)
