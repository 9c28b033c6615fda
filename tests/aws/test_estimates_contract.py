"""What a store of live estimates must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate, Outcome
from shared.estimates.ports import Estimates, StaleEstimate
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.estimates.sweep import Sweep
from shared.tracking.cause import Cause
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryEstimates
from tests.samples import NOW, PARCEL_ID

DAY = date(2026, 11, 25)
TOLD = Estimate(DAY, DAY, DAY, 9_100, EstimateSource.CARRIER, NOW, (Reason.WEATHER, Reason.STALLED), on_time=4_200)
LIVE = LiveEstimate(
    "A-1",
    "Asia/Tokyo",
    PARCEL_ID,
    "S-1",
    promised=DAY,
    first_promised=DAY,
    revisions=(Revision(1, NOW, Reason.FIRST, TOLD), Revision(2, NOW, Reason.RETURNED, None)),
    at_risk=True,
    warned_at=NOW,
    arrived_on=DAY,
    outcome=Outcome.KEPT,
    settled_at=NOW,
    times_settled=1,
    cause=Cause.WEATHER,
    look_at=NOW,
)
UNSHIPPED = LiveEstimate("A-1", "Asia/Tokyo", look_at=NOW - timedelta(hours=1))


@pytest.fixture(params=["memory", "dynamodb"])
def estimates(request: pytest.FixtureRequest) -> Estimates:
    if request.param == "memory":
        return InMemoryEstimates()
    return DynamoEstimates(request.getfixturevalue("dynamodb"), TABLE)


def due(estimates: Estimates, now: datetime = NOW, limit: int = 10) -> list[LiveEstimate]:
    return list(estimates.due(now, limit))


def test_every_field_comes_back_one_version_on(estimates: Estimates) -> None:
    assert estimates.save(LIVE) == replace(LIVE, version=1)
    assert estimates.of_parcel(PARCEL_ID) == replace(LIVE, version=1)
    assert estimates.of_parcels([PARCEL_ID, PARCEL_ID]) == {PARCEL_ID: replace(LIVE, version=1)}


def test_an_orders_own_stands_beside_its_parcels(estimates: Estimates) -> None:
    estimates.save(LIVE)
    assert estimates.of_order("A-1") is None
    estimates.save(UNSHIPPED)
    assert estimates.of_order("A-1") == replace(UNSHIPPED, version=1)
    assert estimates.of_parcel(replace(PARCEL_ID, ship_date=DAY)) is None


def test_of_two_runs_only_the_first_may_save(estimates: Estimates) -> None:
    estimates.save(LIVE)
    with pytest.raises(StaleEstimate):
        estimates.save(LIVE)
    assert estimates.save(replace(LIVE, version=1)).version == 2


def test_what_is_due_comes_longest_waiting_first_and_is_bounded(estimates: Estimates) -> None:
    for live in (LIVE, UNSHIPPED, replace(UNSHIPPED, order_id="A-2", look_at=NOW + timedelta(seconds=1))):
        estimates.save(live)
    assert [(live.order_id, live.parcel) for live in due(estimates)] == [("A-1", None), ("A-1", PARCEL_ID)]
    assert len(due(estimates, limit=1)) == 1


def test_what_is_over_is_not_due(estimates: Estimates) -> None:
    estimates.save(LIVE)
    estimates.save(replace(LIVE, version=1, look_at=None))
    assert due(estimates, NOW + timedelta(days=9)) == []


def test_all_that_are_open_are_walked_page_by_page_and_those_that_are_over_left_out(estimates: Estimates) -> None:
    later = replace(UNSHIPPED, order_id="A-2", look_at=NOW + timedelta(days=9))
    for live in (LIVE, UNSHIPPED, later, replace(UNSHIPPED, order_id="A-3", look_at=None)):
        estimates.save(live)
    names: list[tuple[str, object]] = []
    place, pages = "", 0
    while pages == 0 or place:
        page, place = estimates.open_ones(place, 2)
        names += [(live.order_id, live.parcel) for live in page]
        pages += 1
    assert (sorted(names, key=str), pages) == (sorted([("A-1", PARCEL_ID), ("A-1", None), ("A-2", None)], key=str), 2)


def test_how_far_the_sweep_has_come_is_kept(estimates: Estimates) -> None:
    assert estimates.swept() == Sweep()
    swept = Sweep(frozenset({"a"}), frozenset({"a", "b"}), frozenset({"a"}), "there")
    estimates.note_sweep(swept)
    estimates.note_sweep(swept)
    assert estimates.swept() == swept
