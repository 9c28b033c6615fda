"""Trackers: when a parcel is asked after next, and when no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.polling import tracker as rules
from shared.carriers.polling.tracker import (
    LIFE,
    SILENCE,
    SLOWEST,
    SLOWEST_RETRY,
    SPREAD,
    Tracker,
    TrackerState,
    ended,
    started,
    with_news,
    without_answer,
    without_news,
)
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, Parcel, join
from tests.samples import NOW, SHIPPED, checkpoint

EVERY = timedelta(hours=2)
PARCEL = ParcelId(ParcelNumber("gls", "10000000011"), SHIPPED.date())
ASSIGNED = Assignment("A-1", "S-1")

numbers = st.from_regex(r"[A-Z0-9]{4,20}", fullmatch=True)
intervals = st.timedeltas(min_value=timedelta(minutes=5), max_value=timedelta(days=3))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
outcomes = st.sampled_from(["news", "same", "none"])


def parcel(*scans: Milestone | Detail) -> Parcel:
    """The shop's parcel with these scans, an hour apart."""
    return join(PARCEL, ASSIGNED, [checkpoint(scan, hours) for hours, scan in enumerate(scans)])


def after(tracker: Tracker, outcome: str, now: datetime, every: timedelta = EVERY) -> Tracker:
    if outcome == "news":
        return with_news(tracker, "something", now, every)
    return without_news(tracker, now, every) if outcome == "same" else without_answer(tracker, now)


def lived(tracker: Tracker, outcomes: Iterable[str], every: timedelta = EVERY) -> Tracker:
    """The tracker after it was asked as often as there are outcomes, each time when it was due."""
    for outcome in outcomes:
        tracker = after(tracker, outcome, tracker.due_at, every)
    return tracker


def waits(outcomes: Iterable[str]) -> list[float]:
    """How long each wait was, in hours, but for the spread."""
    tracker, found = started(PARCEL, NOW, EVERY), []
    for outcome in outcomes:
        now = tracker.due_at
        tracker = after(tracker, outcome, now)
        hours = (tracker.due_at - now) / timedelta(hours=1)
        found.append(next(base for base in (0.25, 0.5, 1, 2, 4, 6, 8, 16, 24) if base <= hours <= base * 1.1 + 0.001))
    return found


def test_with_news_a_parcel_is_asked_after_at_the_carriers_pace() -> None:
    assert waits(["news"] * 4) == [2, 2, 2, 2]


def test_after_three_answers_without_news_the_wait_doubles_up_to_a_day_and_news_brings_it_back() -> None:
    assert waits(["same"] * 7 + ["news"]) == [2, 2, 4, 8, 16, 24, 24, 2]


def test_a_question_without_an_answer_is_asked_again_soon_then_ever_later() -> None:
    assert waits(["none"] * 7 + ["same"]) == [0.25, 0.5, 1, 2, 4, 6, 6, 2]


def test_an_outage_changes_nothing_about_what_is_known() -> None:
    known = lived(started(PARCEL, NOW, EVERY), ["news", "same", "same"])
    through = lived(known, ["none"] * 5)
    assert (through.heard, through.last_new_at, through.unchanged_in_a_row) == (known.heard, known.last_new_at, 2)


@given(numbers, intervals, moments, st.lists(outcomes, max_size=40))
def test_a_tracker_is_always_due_in_the_future_and_within_bounds(
    number: str, every: timedelta, now: datetime, outcomes: list[str]
) -> None:
    tracker = started(ParcelId(ParcelNumber("gls", number), now.date()), now, every)
    assert now <= tracker.due_at <= now + every + timedelta(seconds=1)
    for outcome in outcomes:
        asked_at = tracker.due_at
        tracker = after(tracker, outcome, asked_at, every)
        wait = tracker.due_at - asked_at
        longest = SLOWEST_RETRY if outcome == "none" else max(every, SLOWEST)
        assert timedelta(0) < wait <= longest * (1 + SPREAD) + timedelta(seconds=1)
        assert outcome == "none" or wait >= every
        assert tracker.due_at.microsecond == 0


@given(numbers, moments)
def test_the_same_question_has_the_same_answer_whenever_it_is_repeated(number: str, now: datetime) -> None:
    tracker = started(ParcelId(ParcelNumber("gls", number), now.date()), now, EVERY)
    assert tracker == started(tracker.parcel, now, EVERY)
    assert without_news(tracker, now, EVERY) == without_news(tracker, now, EVERY)


def test_parcels_that_are_registered_together_are_not_asked_after_together() -> None:
    batch = [started(ParcelId(ParcelNumber("gls", f"1000{n:07}"), NOW.date()), NOW, EVERY) for n in range(600)]
    per_run = [0] * 8
    for tracker in batch:
        per_run[(tracker.due_at - NOW) // timedelta(minutes=15) % 8] += 1
    assert max(per_run) < 2 * min(per_run)


@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        ((), None),
        ((Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY), None),
        ((Milestone.IN_TRANSIT, Milestone.DELIVERED), TrackerState.COMPLETED),
        ((Milestone.IN_TRANSIT, Detail.RETURNING), None),
        ((Milestone.IN_TRANSIT, Detail.RETURNING, Detail.RETURNED), TrackerState.COMPLETED),
        ((Milestone.DELIVERED, Detail.REOPENED), None),
    ],
)
def test_a_tracker_is_completed_when_its_parcel_is_over(
    scans: tuple[Milestone | Detail, ...], expected: TrackerState | None
) -> None:
    assert ended(started(PARCEL, NOW, EVERY), parcel(*scans), NOW) is expected


def test_a_parcel_that_is_no_orders_any_more_is_given_up() -> None:
    tracker = started(PARCEL, NOW, EVERY)
    assert ended(tracker, None, NOW) is TrackerState.EXPIRED
    assert ended(tracker, join(PARCEL, None, [checkpoint(Milestone.IN_TRANSIT)]), NOW) is TrackerState.EXPIRED


def test_ninety_days_after_its_ship_date_a_parcel_is_given_up_also_in_an_outage() -> None:
    failing = lived(started(PARCEL, NOW, EVERY), ["none"])
    end = datetime(*SHIPPED.timetuple()[:3], tzinfo=UTC) + LIFE
    assert ended(failing, parcel(), end - timedelta(seconds=1)) is None
    assert ended(failing, parcel(), end) is TrackerState.EXPIRED


def test_thirty_days_without_news_end_a_tracker_but_only_where_the_carrier_answers() -> None:
    tracker = lived(started(PARCEL, NOW, EVERY), ["news", "same"])
    end = tracker.last_new_at + SILENCE
    assert ended(tracker, parcel(), end - timedelta(seconds=1)) is None
    assert ended(tracker, parcel(), end) is TrackerState.EXPIRED
    assert ended(lived(tracker, ["none"]), parcel(), end) is None
    assert ended(started(PARCEL, NOW, EVERY), parcel(), NOW + SILENCE) is None


@given(st.lists(outcomes, min_size=1, max_size=1000), intervals)
def test_every_tracker_ends_however_its_carrier_behaves(outcomes: list[str], every: timedelta) -> None:
    tracker, asked, moving = started(PARCEL, NOW, every), 0, parcel()
    while ended(tracker, moving, tracker.due_at) is None:
        tracker = after(tracker, outcomes[asked % len(outcomes)], tracker.due_at, every)
        asked += 1
    assert asked <= (LIFE + timedelta(days=2)) / min(every, rules.FIRST_RETRY)
    assert tracker.due_at < NOW + LIFE + 2 * max(every, SLOWEST)


def asks(number: int, scans: Iterable[int]) -> int:
    """How often a parcel with scans at these hours is asked after until the last of them is known."""
    tracker = started(ParcelId(ParcelNumber("laposte", f"{number:011}"), NOW.date()), NOW, EVERY)
    waiting, known = sorted(scans), 0
    while known < len(waiting):
        now = tracker.due_at
        seen = sum(NOW + timedelta(hours=hour) <= now for hour in waiting)
        tracker = with_news(tracker, str(seen), now, EVERY) if seen > known else without_news(tracker, now, EVERY)
        known = seen
    return tracker.asked


def test_a_usual_parcel_is_asked_after_some_thirty_times() -> None:
    counts = [asks(number, (5, 13, 19, 29, 43, 59, 75, 90)) for number in range(500)]
    assert round(fmean(counts)) == 32


def test_a_tracker_remembers_how_often_it_asked() -> None:
    assert lived(started(PARCEL, NOW, EVERY), ["news", "same", "none"]).asked == 3
