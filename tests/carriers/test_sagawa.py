"""Sagawa: its words, its samples, and how a drop is signed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shared.carriers.adapters.sagawa.codes import status
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.carriers.dropped import details, sample, signed

__all__ = ["signed"]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_one_scan_in_full() -> None:
    update = sample("sagawa", "in_transit")
    assert update.parcel == ParcelNumber("sagawa", "360100000116")
    assert update.carrier_estimate == date(2026, 11, 24)
    assert update.checkpoints[1] == Checkpoint(
        occurred_at=datetime(2026, 11, 22, 14, 9, tzinfo=UTC),
        detail=Detail.IN_TRANSIT,
        carrier_code="text:55c6d497eaec",
        message="輸送中",
        place=Place(city="見本関東中継センター", region="", country="JP"),
        time_inferred=True,
        carrier_estimate=date(2026, 11, 24),
    )


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    assert details("sagawa", "delivered") == [
        Detail.PICKED_UP,
        Detail.IN_TRANSIT,
        Detail.AT_DELIVERY_DEPOT,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]


def test_an_attempt_in_vain_is_followed_by_what_comes_next() -> None:
    assert details("sagawa", "attempt_failed") == [
        Detail.PICKED_UP,
        Detail.IN_TRANSIT,
        Detail.OUT_FOR_DELIVERY,
        Detail.NOBODY_HOME,
        Detail.AT_DELIVERY_DEPOT,
    ]


def test_what_sagawa_asks_about_is_under_investigation() -> None:
    assert details("sagawa", "under_investigation") == [
        Detail.UNDER_INVESTIGATION,
    ]


@pytest.mark.parametrize(
    ("written", "detail"),
    [
        ("↓集荷", Detail.PICKED_UP),
        ("⇒輸送中", Detail.IN_TRANSIT),
        ("中継", Detail.PROCESSED),
        ("配達店到着", Detail.AT_DELIVERY_DEPOT),
        ("保管中", Detail.AT_DELIVERY_DEPOT),
        ("⇒配達中", Detail.OUT_FOR_DELIVERY),
        ("配達持出", Detail.OUT_FOR_DELIVERY),
        ("⇒ 持戻り", Detail.ATTEMPT_FAILED),
        ("ご不在", Detail.NOBODY_HOME),
        ("営業所受取", Detail.AVAILABLE_FOR_PICKUP),
        ("⇒配達完了", Detail.DELIVERED),
        ("配達終了", Detail.DELIVERED),
        ("配達完了（営業所受取）", Detail.COLLECTED),
        ("調査中", Detail.UNDER_INVESTIGATION),
        ("長期不在", Detail.UNCLAIMED),
        ("受取拒否", Detail.REFUSED),
        ("返送", Detail.RETURNING),
        ("返送完了", Detail.RETURNED),
        ("該当なし", Detail.PENDING),
        ("ドローン引継", Detail.UNKNOWN),
    ],
)
def test_its_words_are_read(written: str, detail: Detail) -> None:
    assert status(written).detail is detail


def test_an_arrow_is_no_part_of_the_word() -> None:
    """What is "⇒" today is "↓" tomorrow, and the same scan."""
    assert status("⇒配達中") == status("↓配達中") == status("配達中")
