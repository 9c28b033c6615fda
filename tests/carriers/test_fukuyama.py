"""Fukuyama: its words, its samples, and how a drop is signed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shared.carriers.adapters.fukuyama.codes import status
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.carriers.dropped import details, sample, signed

__all__ = ["signed"]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_one_scan_in_full() -> None:
    update = sample("fukuyama", "in_transit")
    assert update.parcel == ParcelNumber("fukuyama", "522000000115")
    assert update.carrier_estimate == date(2026, 11, 24)
    assert update.checkpoints[3] == Checkpoint(
        occurred_at=datetime(2026, 11, 22, 21, 10, tzinfo=UTC),
        detail=Detail.ARRIVED,
        carrier_code="text:d8ffe3744ac8",
        message="到着",
        place=Place(city="見本千葉支店", region="", country="JP"),
        time_inferred=True,
        carrier_estimate=date(2026, 11, 24),
    )


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    assert details("fukuyama", "delivered") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.PROCESSED,
        Detail.ARRIVED,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]


def test_an_attempt_in_vain_is_followed_by_what_comes_next() -> None:
    assert details("fukuyama", "attempt_failed") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.PROCESSED,
        Detail.OUT_FOR_DELIVERY,
        Detail.NOBODY_HOME,
        Detail.AT_DELIVERY_DEPOT,
    ]


def test_a_parcel_for_collection_says_so() -> None:
    assert details("fukuyama", "ready_for_pickup") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.PROCESSED,
        Detail.AVAILABLE_FOR_PICKUP,
    ]


@pytest.mark.parametrize(
    ("written", "detail"),
    [
        ("集荷", Detail.PICKED_UP),
        ("発送", Detail.DEPARTED),
        ("中継", Detail.PROCESSED),
        ("到着", Detail.ARRIVED),
        ("保管", Detail.AT_DELIVERY_DEPOT),
        ("持出", Detail.OUT_FOR_DELIVERY),
        ("不在", Detail.NOBODY_HOME),
        ("持戻", Detail.ATTEMPT_FAILED),
        ("支店止め", Detail.AVAILABLE_FOR_PICKUP),
        ("配達完了", Detail.DELIVERED),
        ("配達済み", Detail.DELIVERED),
        ("配完", Detail.DELIVERED),
        ("配達完了（返品）", Detail.UNKNOWN),
        ("調査中", Detail.UNDER_INVESTIGATION),
        ("返送", Detail.RETURNING),
        ("返送完了", Detail.RETURNED),
        ("ドローン引継", Detail.UNKNOWN),
    ],
)
def test_its_words_are_read(written: str, detail: Detail) -> None:
    assert status(written).detail is detail
