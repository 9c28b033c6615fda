"""What a store of trackers must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.carriers.polling.tracker import Tracker, TrackerState
from shared.carriers.polling.trackers import Pause, StaleTracker, Trackers, Trouble
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryTrackers
from tests.samples import NOW, SHIPPED

NUMBERS = ("10000000011", "10000000022", "10000000033")


@pytest.fixture(params=["memory", "dynamodb"])
def trackers(request: pytest.FixtureRequest) -> Trackers:
    if request.param == "memory":
        return InMemoryTrackers()
    return DynamoTrackers(request.getfixturevalue("dynamodb"), TABLE)


def tracker(number: str = NUMBERS[0], minutes: float = 0, carrier: str = "gls") -> Tracker:
    """A tracker that is due `minutes` after NOW."""
    due_at = NOW + timedelta(minutes=minutes)
    return Tracker(ParcelId(ParcelNumber(carrier, number), SHIPPED.date()), due_at=due_at, last_new_at=NOW)


def due(trackers: Trackers, carrier: str = "gls", limit: int = 10) -> list[str]:
    return [found.parcel.number.tracking_number for found in trackers.due(carrier, NOW, limit)]


def test_a_parcel_has_one_tracker_however_often_it_is_started(trackers: Trackers) -> None:
    assert trackers.start(tracker())
    assert not trackers.start(tracker(minutes=-60))
    assert list(trackers.due("gls", NOW, 10)) == [replace(tracker(), version=1)]


def test_a_number_that_is_used_again_has_a_tracker_for_each_parcel(trackers: Trackers) -> None:
    other = replace(tracker(), parcel=ParcelId(tracker().parcel.number, SHIPPED.date() + timedelta(days=200)))
    assert trackers.start(tracker())
    assert trackers.start(other)
    assert len(due(trackers)) == 2


def test_what_is_due_comes_longest_waiting_first_and_is_bounded(trackers: Trackers) -> None:
    for number, minutes in zip(NUMBERS, (-1, -30, 1), strict=True):
        trackers.start(tracker(number, minutes))
    assert due(trackers) == [NUMBERS[1], NUMBERS[0]]
    assert due(trackers, limit=1) == [NUMBERS[1]]


def test_a_tracker_that_is_due_this_very_second_is_due(trackers: Trackers) -> None:
    trackers.start(tracker())
    assert due(trackers) == [NUMBERS[0]]


def test_each_carrier_has_trackers_of_its_own(trackers: Trackers) -> None:
    trackers.start(tracker(carrier="laposte"))
    assert due(trackers) == []
    assert due(trackers, "laposte") == [NUMBERS[0]]


def test_every_field_of_a_tracker_comes_back(trackers: Trackers) -> None:
    trackers.start(tracker())
    (kept,) = trackers.due("gls", NOW, 10)
    told = replace(kept, heard="abc", asked=7, unchanged_in_a_row=2, failed_in_a_row=1, last_new_at=NOW)
    assert trackers.save(told) == replace(told, version=2)
    assert list(trackers.due("gls", NOW, 10)) == [replace(told, version=2)]


def test_of_two_runs_only_the_first_may_move_a_tracker(trackers: Trackers) -> None:
    trackers.start(tracker())
    (mine,), (theirs,) = trackers.due("gls", NOW, 10), trackers.due("gls", NOW, 10)
    later = NOW + timedelta(hours=2)
    trackers.save(replace(mine, due_at=later))
    with pytest.raises(StaleTracker):
        trackers.save(replace(theirs, due_at=later))
    assert due(trackers) == []


def test_a_tracker_that_was_moved_while_the_list_was_read_is_not_due(trackers: Trackers) -> None:
    for number in NUMBERS[:2]:
        trackers.start(tracker(number, -1))
    found = trackers.due("gls", NOW, 10)
    next(found)
    (_, second) = trackers.due("gls", NOW, 10)
    trackers.save(replace(second, due_at=NOW + timedelta(hours=1)))
    assert list(found) == []


@pytest.mark.parametrize("state", [TrackerState.COMPLETED, TrackerState.EXPIRED])
def test_a_tracker_that_has_ended_is_due_no_more_and_is_not_started_again(
    trackers: Trackers, state: TrackerState
) -> None:
    trackers.start(tracker())
    (kept,) = trackers.due("gls", NOW, 10)
    trackers.save(replace(kept, state=state))
    assert not trackers.start(tracker())
    assert due(trackers) == []


def test_a_pause_is_kept_until_it_is_ended_and_replaced_by_the_next(trackers: Trackers) -> None:
    assert trackers.pause_of("gls") is None
    first = Pause("gls", Trouble.UNAVAILABLE, NOW)
    trackers.pause(first)
    assert trackers.pause_of("gls") == first
    assert trackers.pause_of("laposte") is None
    second = Pause("gls", Trouble.CREDENTIALS_REFUSED, NOW + timedelta(hours=1), in_a_row=3)
    trackers.pause(second)
    assert trackers.pause_of("gls") == second
    trackers.resume("gls")
    trackers.resume("gls")
    assert trackers.pause_of("gls") is None


def test_a_tracker_that_has_ended_leaves_the_index(dynamodb: object) -> None:
    trackers = DynamoTrackers(dynamodb, TABLE)  # type: ignore[arg-type]
    trackers.start(tracker())
    (kept,) = trackers.due("gls", NOW, 10)
    assert dynamodb.scan(TableName=TABLE, IndexName="lists")["Count"] == 1  # type: ignore[attr-defined]
    trackers.save(replace(kept, state=TrackerState.COMPLETED))
    assert dynamodb.scan(TableName=TABLE, IndexName="lists")["Count"] == 0  # type: ignore[attr-defined]
