"""A tracking number used again is another parcel, and it never matters in which order its scans came."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.journeys import journeys, parcels_of
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment
from tests.samples import PARCEL, checkpoint

FIRST, SECOND = Assignment("A-1", "S-1"), Assignment("A-9", "S-1")
LAST_YEAR, THIS_YEAR = date(2025, 11, 20), date(2026, 11, 23)
YEAR = 365 * 24

moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
scans = st.builds(Checkpoint, moments, st.sampled_from(Detail), st.sampled_from(["A", "B"]))
registrations = st.dictionaries(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.just(FIRST), max_size=3)


@given(st.lists(scans, max_size=10), registrations, st.randoms(use_true_random=False))
def test_every_scan_is_in_one_journey_whatever_the_order(
    seen: list[Checkpoint], registered: dict[date, Assignment], chance: random.Random
) -> None:
    twice = seen + seen
    chance.shuffle(twice)
    found = journeys(registered, seen)
    assert journeys(registered, twice) == found
    assert sum(len(journey.checkpoints) for journey in found) == len({scan.digest for scan in seen})
    assert {journey.ship_date for journey in found if journey.assignment} == set(registered)


def test_a_number_used_again_next_year_is_another_parcel() -> None:
    seen = [checkpoint(Milestone.DELIVERED, -YEAR), checkpoint(Detail.LABEL_CREATED, -30)]
    old, new = parcels_of(PARCEL, {LAST_YEAR: FIRST, THIS_YEAR: SECOND}, seen)
    assert (old.milestone, old.assignment) == (Milestone.DELIVERED, FIRST)
    assert (new.milestone, new.assignment) == (Milestone.INFO_RECEIVED, SECOND)


def test_scans_of_last_year_say_nothing_about_the_parcel_registered_now() -> None:
    stray, mine = parcels_of(PARCEL, {THIS_YEAR: SECOND}, [checkpoint(Milestone.DELIVERED, -YEAR)])
    assert (stray.assignment, stray.milestone) == (None, Milestone.DELIVERED)
    assert (mine.assignment, mine.milestone) == (SECOND, Milestone.PENDING)


def test_what_comes_after_long_silence_is_not_about_the_registered_parcel() -> None:
    seen = [checkpoint(Milestone.IN_TRANSIT, -YEAR), checkpoint(Milestone.DELIVERED)]
    mine, stray = parcels_of(PARCEL, {LAST_YEAR: FIRST}, seen)
    assert (mine.milestone, mine.assignment) == (Milestone.IN_TRANSIT, FIRST)
    assert (stray.milestone, stray.assignment) == (Milestone.DELIVERED, None)


def test_a_parcel_nobody_registered_is_known_by_its_first_scan() -> None:
    [parcel] = parcels_of(PARCEL, {}, [checkpoint(Milestone.IN_TRANSIT, -48), checkpoint(Milestone.DELIVERED)])
    assert parcel.id.ship_date == (checkpoint(Milestone.IN_TRANSIT, -48).occurred_at).date()


def test_a_label_announced_weeks_before_belongs_to_its_parcel() -> None:
    early = checkpoint(Detail.LABEL_CREATED, -timedelta(days=20).total_seconds() / 3600)
    [parcel] = parcels_of(PARCEL, {THIS_YEAR: SECOND}, [early])
    assert parcel.milestone is Milestone.INFO_RECEIVED
