"""Japan Post: its words, its samples, and how a drop is signed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.carriers.adapters.japan_post.codes import status
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.carriers.dropped import details, sample, signed

__all__ = ["signed"]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_one_scan_in_full() -> None:
    update = sample("japan_post", "delivered")
    assert update.parcel == ParcelNumber("japan_post", "405500000135")
    assert update.carrier_estimate is None
    assert update.checkpoints[4] == Checkpoint(
        occurred_at=datetime(2026, 11, 23, 2, 40, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="text:20a43d2925d4",
        message="お届け先にお届け済み",
        place=Place(city="見本下鴨郵便局", region="京都府", country="JP"),
        time_inferred=True,
    )


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    assert details("japan_post", "delivered") == [
        Detail.PICKED_UP,
        Detail.PROCESSED,
        Detail.AT_DELIVERY_DEPOT,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]


def test_an_attempt_in_vain_is_followed_by_what_comes_next() -> None:
    assert details("japan_post", "attempt_failed") == [
        Detail.PICKED_UP,
        Detail.PROCESSED,
        Detail.OUT_FOR_DELIVERY,
        Detail.NOBODY_HOME,
        Detail.AT_DELIVERY_DEPOT,
        Detail.DELIVERY_SCHEDULED,
    ]


def test_a_parcel_collected_at_the_counter_says_so() -> None:
    assert details("japan_post", "counter") == [
        Detail.PICKED_UP,
        Detail.PROCESSED,
        Detail.AT_DELIVERY_DEPOT,
        Detail.COLLECTED,
    ]


def test_a_return_is_told_from_an_arrival() -> None:
    assert details("japan_post", "returned") == [
        Detail.PICKED_UP,
        Detail.PROCESSED,
        Detail.ADDRESS_PROBLEM,
        Detail.RETURNING,
        Detail.RETURNED,
    ]


def test_an_item_for_abroad_goes_through_the_customs() -> None:
    assert details("japan_post", "international") == [
        Detail.PICKED_UP,
        Detail.ARRIVED,
        Detail.DEPARTED,
        Detail.ARRIVED,
        Detail.CUSTOMS_STARTED,
        Detail.CUSTOMS_CLEARED,
    ]


def test_the_english_page_is_read_as_well() -> None:
    assert details("japan_post", "english_page") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.CUSTOMS_STARTED,
        Detail.NOBODY_HOME,
        Detail.DELIVERED,
    ]


@pytest.mark.parametrize(
    ("written", "detail"),
    [
        ("引受", Detail.PICKED_UP),
        ("中継", Detail.PROCESSED),
        ("通過", Detail.PROCESSED),
        ("到着", Detail.AT_DELIVERY_DEPOT),
        ("持ち出し中", Detail.OUT_FOR_DELIVERY),
        ("ご不在のため持ち戻り", Detail.NOBODY_HOME),
        ("お届け先休日のため保管", Detail.BUSINESS_CLOSED),
        ("保管", Detail.AT_DELIVERY_DEPOT),
        ("配達希望受付", Detail.DELIVERY_SCHEDULED),
        ("窓口でお渡し", Detail.COLLECTED),
        ("お届け先にお届け済み", Detail.DELIVERED),
        ("お届け済み", Detail.DELIVERED),
        ("お届け済み（宅配ボックス）", Detail.DELIVERED_TO_LOCKER),
        ("差出人に返送", Detail.RETURNING),
        ("差出人に返送済み", Detail.RETURNED),
        ("転送", Detail.FORWARDED),
        ("調査中", Detail.UNDER_INVESTIGATION),
        ("あて所不明", Detail.ADDRESS_PROBLEM),
        ("国際交換局に到着", Detail.ARRIVED),
        ("国際交換局から発送", Detail.DEPARTED),
        ("通関手続中", Detail.CUSTOMS_STARTED),
        ("通関検査のため税関へ提示", Detail.CUSTOMS_STARTED),
        ("税関から到着", Detail.CUSTOMS_CLEARED),
        ("Posting/Collection", Detail.PICKED_UP),
        ("En route", Detail.PROCESSED),
        ("Processing at delivery Post Office", Detail.AT_DELIVERY_DEPOT),
        ("Absence. Attempted delivery.", Detail.NOBODY_HOME),
        ("Absence. Attempted delivery", Detail.NOBODY_HOME),
        ("Office closed. Retention.", Detail.BUSINESS_CLOSED),
        ("Retention", Detail.AT_DELIVERY_DEPOT),
        ("Final delivery", Detail.DELIVERED),
        ("Arrival at inward office of exchange", Detail.ARRIVED_IN_COUNTRY),
        ("Held by import Customs", Detail.CUSTOMS_STARTED),
        ("Return to Sender", Detail.RETURNING),
        ("Returned to sender", Detail.RETURNED),
        ("ドローン引継", Detail.UNKNOWN),
        ("Drone handover", Detail.UNKNOWN),
    ],
)
def test_its_words_are_read(written: str, detail: Detail) -> None:
    assert status(written).detail is detail


def test_a_scan_abroad_is_not_in_japan() -> None:
    countries = [scan.place.country for scan in sample("japan_post", "international").checkpoints]
    assert countries == ["JP", "JP", "JP", "", "", ""]
