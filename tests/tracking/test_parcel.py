"""A parcel is the join of its checkpoints: whatever their order, however often they come."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, join, timeline
from tests.samples import NOW, PARCEL, checkpoint

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC))
codes = st.sampled_from([("??", None), *((milestone.value, milestone) for milestone in Milestone)])
places = st.builds(Place, st.sampled_from(["", "TOKYO"]))
checkpoints = st.builds(lambda at, code, place: Checkpoint(at, code[1], code[0], place=place), moments, codes, places)
"""A carrier's code means one milestone, so scans that are the same scan agree on it."""


@given(st.lists(checkpoints, max_size=8), st.randoms(use_true_random=False), st.integers(0, 8))
def test_order_repetition_and_batching_never_matter(seen: list[Checkpoint], chance: random.Random, cut: int) -> None:
    twice = seen + seen
    chance.shuffle(twice)
    at_once = join(PARCEL, None, seen)
    in_two = timeline([*timeline(twice[:cut]), *timeline(twice[cut:])])
    assert join(PARCEL, None, twice) == at_once
    assert join(PARCEL, None, in_two) == at_once


@given(st.lists(checkpoints, min_size=1, max_size=8), checkpoints)
def test_one_more_checkpoint_never_moves_the_milestone_back(seen: list[Checkpoint], late: Checkpoint) -> None:
    before, after = join(PARCEL, None, seen), join(PARCEL, None, [*seen, late])
    assert after.milestone.rank >= before.milestone.rank
    assert set(before.reached) <= set(after.reached)


def test_a_parcel_nobody_scanned_is_pending() -> None:
    parcel = join(PARCEL, Assignment("A-1", "S-1"), [])
    assert parcel.milestone is Milestone.PENDING
    assert parcel.newest_at is None


def test_a_late_scan_does_not_move_the_milestone_back() -> None:
    late = checkpoint(Milestone.IN_TRANSIT, hours=5)
    assert join(PARCEL, None, [checkpoint(Milestone.DELIVERED), late]).milestone is Milestone.DELIVERED


def test_a_milestone_is_reached_when_it_was_first_scanned() -> None:
    first, second = checkpoint(Milestone.IN_TRANSIT, -5), checkpoint(Milestone.IN_TRANSIT, -2)
    assert join(PARCEL, None, [second, first]).reached == {Milestone.IN_TRANSIT: first.occurred_at}


def test_an_unknown_code_reaches_nothing_and_is_kept() -> None:
    parcel = join(PARCEL, None, [checkpoint(None, code="ZZ")])
    assert parcel.milestone is Milestone.PENDING
    assert parcel.checkpoint_count == 1
    assert parcel.newest_at == NOW


def test_an_incident_is_open_until_the_parcel_moves_again() -> None:
    broken = [checkpoint(Milestone.IN_TRANSIT, -3), checkpoint(Milestone.EXCEPTION, -2)]
    assert join(PARCEL, None, broken).incident_since == NOW - timedelta(hours=2)
    assert join(PARCEL, None, [*broken, checkpoint(None, -1)]).incident_since is not None
    assert join(PARCEL, None, [*broken, checkpoint(Milestone.OUT_FOR_DELIVERY, -1)]).incident_since is None


def test_a_delivered_parcel_has_no_open_incident() -> None:
    seen = [checkpoint(Milestone.DELIVERED, -3), checkpoint(Milestone.EXCEPTION, -2)]
    assert join(PARCEL, None, seen).incident_since is None
