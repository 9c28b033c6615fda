"""Yamato: its words, its samples, and how a drop is signed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shared.carriers.adapters.yamato import CARRIER
from shared.carriers.adapters.yamato.codes import status
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.carriers.dropped import SAMPLES, details, sample, signed

__all__ = ["signed"]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_one_scan_in_full() -> None:
    update = sample("yamato", "attempt_failed")
    assert update.parcel == ParcelNumber("yamato", "440100000141")
    assert update.carrier_estimate == date(2026, 11, 25)
    assert update.checkpoints[4] == Checkpoint(
        occurred_at=datetime(2026, 11, 24, 6, 32, tzinfo=UTC),
        detail=Detail.NOBODY_HOME,
        carrier_code="text:2a6fc3bc5946",
        message="持戻（ご不在） ご不在連絡票をお入れしました。",
        place=Place(city="渋谷見本センター", region="東京都", country="JP"),
        time_inferred=True,
    )


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    assert details("yamato", "delivered") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.IN_TRANSIT,
        Detail.AT_DELIVERY_DEPOT,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED_TO_SAFE_PLACE,
    ]


def test_an_attempt_in_vain_is_followed_by_what_comes_next() -> None:
    assert details("yamato", "attempt_failed") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.IN_TRANSIT,
        Detail.OUT_FOR_DELIVERY,
        Detail.NOBODY_HOME,
        Detail.ESTIMATE_CHANGED,
        Detail.DELIVERY_SCHEDULED,
    ]


def test_a_parcel_for_collection_says_so() -> None:
    assert details("yamato", "ready_for_pickup") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.IN_TRANSIT,
        Detail.INFORMATION,
        Detail.AVAILABLE_FOR_PICKUP,
    ]


def test_a_return_is_told_from_an_arrival() -> None:
    assert details("yamato", "returned") == [
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.UNDER_INVESTIGATION,
        Detail.RETURNING,
        Detail.INFORMATION,
        Detail.RETURNED,
    ]


def test_a_parcel_over_new_year_has_both_years() -> None:
    assert details("yamato", "new_year") == [
        Detail.INFO_RECEIVED,
        Detail.PICKED_UP,
        Detail.DELIVERED,
    ]


@pytest.mark.parametrize(
    ("written", "detail"),
    [
        ("荷物受付", Detail.PICKED_UP),
        ("出荷指示", Detail.INFO_RECEIVED),
        ("伝票番号未登録", Detail.PENDING),
        ("発送", Detail.DEPARTED),
        ("発送済み", Detail.DEPARTED),
        ("輸送中", Detail.IN_TRANSIT),
        ("作業店通過", Detail.PROCESSED),
        ("配達店到着", Detail.AT_DELIVERY_DEPOT),
        ("配達準備中", Detail.AT_DELIVERY_DEPOT),
        ("配達中", Detail.OUT_FOR_DELIVERY),
        ("持戻（ご不在）", Detail.NOBODY_HOME),
        ("持戻り（休業）", Detail.BUSINESS_CLOSED),
        ("持戻（住所不明）", Detail.ADDRESS_PROBLEM),
        ("持戻（転居）", Detail.RECIPIENT_MOVED),
        ("持戻（受取ご辞退）", Detail.REFUSED),
        ("持戻（宅配BOX不可）120以上", Detail.ATTEMPT_FAILED),
        ("持戻（引継中）", Detail.AT_DELIVERY_DEPOT),
        ("配達日・時間帯指定（保管中）", Detail.DELIVERY_SCHEDULED),
        ("保管中", Detail.AT_DELIVERY_DEPOT),
        ("ご来店予定（保管中）", Detail.AVAILABLE_FOR_PICKUP),
        ("保管中（ご指定店）", Detail.AVAILABLE_FOR_PICKUP),
        ("配達完了", Detail.DELIVERED),
        ("配達完了（宅配ボックス）", Detail.DELIVERED_TO_LOCKER),
        ("配達完了（置き配）", Detail.DELIVERED_TO_SAFE_PLACE),
        ("投函完了", Detail.DELIVERED_TO_MAILBOX),
        ("受取完了", Detail.COLLECTED),
        ("調査中", Detail.UNDER_INVESTIGATION),
        ("調査中（転居先不明）", Detail.RECIPIENT_MOVED),
        ("遅延中（台風）", Detail.DELAYED_BY_WEATHER),
        ("遅延中（交通渋滞）", Detail.DELAYED),
        ("輸送経路修正", Detail.MISSORTED),
        ("転送", Detail.FORWARDED),
        ("委託先引渡", Detail.HANDED_TO_CARRIER),
        ("返品", Detail.RETURNING),
        ("返品完了", Detail.RETURNED),
        ("依頼受付（日、時間帯変更）", Detail.ESTIMATE_CHANGED),
        ("国内到着", Detail.ARRIVED_IN_COUNTRY),
        ("通関", Detail.CUSTOMS_STARTED),
        ("Departure Scan", Detail.DEPARTED),
        ("Arrival Scan", Detail.AT_DELIVERY_DEPOT),
        ("Hold at Yamato (Consignee Not Available)", Detail.NOBODY_HOME),
        ("Hold at Yamato (pickup at Yamato's office)", Detail.AVAILABLE_FOR_PICKUP),
        ("引渡", Detail.UNKNOWN),
        ("ドローン引継", Detail.UNKNOWN),
    ],
)
def test_its_words_are_read(written: str, detail: Detail) -> None:
    assert status(written).detail is detail


def test_new_year_lies_between_the_scans() -> None:
    assert [scan.occurred_at.year for scan in sample("yamato", "new_year").checkpoints] == [2026, 2027, 2027]


def test_an_investigation_for_absence_is_not_put_down_to_yamato() -> None:
    assert status("調査中（ご不在）").cause is Cause.CONSIGNEE


def test_a_drop_without_scans_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "yamato" / "no_scans.json").read_bytes()) == ()
