"""How far a parcel has come, by its scans."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.estimates.stage import Progress, Stage, progress_of
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.parcel import timeline
from tests.estimates.cases import HANDED_OVER, TUESDAY, at, scan
from tests.tracking.test_parcel import checkpoints


def after(*details: Detail) -> Progress:
    """One scan an hour."""
    return progress_of(scan(detail, hour=9 + hour) for hour, detail in enumerate(details))


@pytest.mark.parametrize(
    ("details", "stage"),
    [
        ((), Stage.PENDING),
        ((Detail.LABEL_CREATED,), Stage.INFO_RECEIVED),
        ((Detail.PICKED_UP,), Stage.IN_TRANSIT),
        ((Detail.PICKED_UP, Detail.LABEL_CREATED), Stage.IN_TRANSIT),
        ((Detail.PICKED_UP, Detail.INFORMATION, Detail.UNKNOWN), Stage.IN_TRANSIT),
        ((Detail.PICKED_UP, Detail.CUSTOMS_HELD), Stage.CUSTOMS),
        ((Detail.CUSTOMS_HELD, Detail.CUSTOMS_CLEARED), Stage.IN_TRANSIT),
        ((Detail.PICKED_UP, Detail.AT_DELIVERY_DEPOT), Stage.AT_DELIVERY_DEPOT),
        ((Detail.OUT_FOR_DELIVERY,), Stage.OUT_FOR_DELIVERY),
        ((Detail.OUT_FOR_DELIVERY, Detail.NOBODY_HOME), Stage.ATTEMPT_FAILED),
        ((Detail.OUT_FOR_DELIVERY, Detail.AT_DELIVERY_DEPOT), Stage.AT_DELIVERY_DEPOT),
        ((Detail.PICKED_UP, Detail.ADDRESS_PROBLEM), Stage.HELD),
        ((Detail.PICKED_UP, Detail.RETURNING, Detail.ARRIVED), Stage.RETURNING),
        ((Detail.PICKED_UP, Detail.LOST), Stage.LOST),
        ((Detail.DELIVERED, Detail.ARRIVED), Stage.DELIVERED),
        ((Detail.DELIVERED, Detail.REOPENED), Stage.HELD),
    ],
)
def test_the_newest_scan_that_says_where_it_is_decides(details: tuple[Detail, ...], stage: Stage) -> None:
    assert after(*details).stage is stage


def test_a_delay_leaves_it_where_it_is_until_it_moves_on() -> None:
    delayed = after(Detail.PICKED_UP, Detail.DELAYED_BY_WEATHER)
    assert (delayed.stage, delayed.is_delayed, delayed.delay_cause) == (Stage.IN_TRANSIT, True, Cause.WEATHER)
    assert not after(Detail.PICKED_UP, Detail.DELAYED_BY_WEATHER, Detail.DEPARTED).is_delayed


def test_it_was_handed_over_with_its_first_scan_in_the_carriers_hands() -> None:
    assert after(Detail.LABEL_CREATED).handed_over_at is None
    assert after(Detail.LABEL_CREATED, Detail.DROPPED_OFF, Detail.ARRIVED).handed_over_at == at(0, 10)


def test_what_can_be_picked_up_has_arrived_also_when_nobody_comes_for_it() -> None:
    assert after(Detail.AVAILABLE_FOR_PICKUP, Detail.RETURNING).arrived_at == at(0, 9)


def test_a_parcel_that_is_reopened_has_not_arrived() -> None:
    assert after(Detail.DELIVERED, Detail.REOPENED).arrived_at is None


def test_a_carriers_date_from_before_a_failed_attempt_is_worth_nothing() -> None:
    dated = scan(Detail.ARRIVED, 1, estimate=TUESDAY)
    assert progress_of([HANDED_OVER, dated]).carrier_date == TUESDAY
    assert progress_of([HANDED_OVER, dated, scan(Detail.NOBODY_HOME, 1, 10)]).carrier_date is None
    told_with_it = scan(Detail.NOBODY_HOME, 1, 10, estimate=TUESDAY)
    assert progress_of([HANDED_OVER, dated, told_with_it]).carrier_date == TUESDAY


@given(st.lists(checkpoints, max_size=8), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_scans_matters(scans: list, chance: random.Random) -> None:  # type: ignore[type-arg]
    shuffled = scans + scans
    chance.shuffle(shuffled)
    assert progress_of(timeline(shuffled)) == progress_of(timeline(scans))
