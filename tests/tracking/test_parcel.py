"""A parcel is the join of its checkpoints: whatever their order, however often they come."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery, merged
from shared.tracking.detail import Detail
from shared.tracking.incident import Incident, incidents
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, Leg, Parcel, join, timeline
from tests.samples import NOW, PARCEL_ID, checkpoint

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC))
places = st.builds(Place, st.sampled_from(["", "TOKYO"]))
names = st.sampled_from(["", "K. SATO"])
proofs = st.none() | st.builds(ProofOfDelivery, names, latitude=st.sampled_from([None, 35.6]))
checkpoints = st.builds(
    Checkpoint,
    occurred_at=moments,
    detail=st.sampled_from(Detail),
    carrier_code=st.sampled_from(["A", "B", "C"]),
    message=st.sampled_from(["", "arrived", "arrived at depot"]),
    place=places,
    time_inferred=st.booleans(),
    cause=st.none() | st.sampled_from(Cause),
    proof=proofs,
    carrier_estimate=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    weight_grams=st.none() | st.integers(1, 3),
    moved_by=st.sampled_from(["", "usps"]),
)
"""Also scans that are the same scan, told differently: carriers learn, and their tables are mended."""

REOPENING = {Detail.RETURNING, Detail.RETURNED, Detail.REOPENED}


def joined(*seen: Checkpoint) -> Parcel:
    return join(PARCEL_ID, None, seen)


@given(st.lists(checkpoints, max_size=8), st.randoms(use_true_random=False), st.integers(0, 8))
def test_order_repetition_and_batching_never_matter(seen: list[Checkpoint], chance: random.Random, cut: int) -> None:
    twice = seen + seen
    chance.shuffle(twice)
    at_once = joined(*seen)
    assert joined(*twice) == at_once
    assert joined(*timeline(twice[:cut]), *timeline(twice[cut:])) == at_once
    assert timeline(twice) == timeline(seen)


@given(checkpoints, checkpoints, checkpoints)
def test_two_tellings_of_a_scan_merge_in_any_order(one: Checkpoint, two: Checkpoint, three: Checkpoint) -> None:
    a, b, c = (replace(t, occurred_at=NOW, carrier_code="A", place=Place()) for t in (one, two, three))
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(a, a) == a
    assert merged(a, b).digest == a.digest


@given(st.lists(checkpoints, min_size=1, max_size=8), checkpoints)
def test_one_more_checkpoint_never_moves_the_milestone_back(seen: list[Checkpoint], late: Checkpoint) -> None:
    """Unless it says that the parcel returns, or the merchant says that it is not over: these two reopen."""
    before, after = joined(*seen), joined(*seen, late)
    if late.detail not in REOPENING and not any(c.digest == late.digest for c in seen):
        assert after.milestone.rank >= before.milestone.rank
        assert set(before.reached) <= set(after.reached)
        assert set(before.returned) <= set(after.returned)


def test_a_parcel_nobody_scanned_is_pending() -> None:
    parcel = join(PARCEL_ID, Assignment("A-1", "S-1"), [])
    assert parcel.milestone is Milestone.PENDING
    assert parcel.newest_at is None


def test_a_late_scan_does_not_move_the_milestone_back() -> None:
    late = checkpoint(Milestone.IN_TRANSIT, hours=5)
    assert joined(checkpoint(Milestone.DELIVERED), late).milestone is Milestone.DELIVERED


def test_a_label_that_was_only_made_is_not_in_transit() -> None:
    assert joined(checkpoint(Detail.LABEL_CREATED)).milestone is Milestone.INFO_RECEIVED


def test_a_milestone_is_reached_when_it_was_first_scanned() -> None:
    first, second = checkpoint(Milestone.IN_TRANSIT, -5), checkpoint(Milestone.IN_TRANSIT, -2)
    assert joined(second, first).reached == {Milestone.IN_TRANSIT: first.occurred_at}


def test_an_unknown_code_reaches_nothing_and_is_kept() -> None:
    parcel = joined(checkpoint(None, code="ZZ"))
    assert parcel.milestone is Milestone.PENDING
    assert parcel.checkpoint_count == 1
    assert parcel.newest_at == NOW


def test_a_code_that_was_unknown_is_known_once_the_carrier_tells_it_again() -> None:
    unknown = checkpoint(None, code="OF")
    known = replace(unknown, detail=Detail.OUT_FOR_DELIVERY)
    assert joined(unknown, known) == joined(known)


def test_an_incident_is_open_until_the_parcel_moves_again() -> None:
    broken = [checkpoint(Milestone.IN_TRANSIT, -3), checkpoint(Detail.DELAYED_BY_WEATHER, -2)]
    opened = Incident(NOW - timedelta(hours=2), Detail.DELAYED_BY_WEATHER, Cause.WEATHER)
    assert joined(*broken).incident == opened
    assert joined(*broken, checkpoint(None, -1)).incident == opened
    assert joined(*broken, checkpoint(Detail.INFORMATION, -1)).incident == opened
    assert joined(*broken, checkpoint(Milestone.OUT_FOR_DELIVERY, -1)).incident is None


def test_exceptions_in_a_row_are_one_incident_that_says_the_newest() -> None:
    seen = [checkpoint(Detail.ADDRESS_PROBLEM, -3), checkpoint(Detail.EXCEPTION, -2)]
    assert joined(*seen).incident == Incident(NOW - timedelta(hours=3), Detail.EXCEPTION, Cause.CONSIGNEE)


def test_incidents_are_told_with_when_they_cleared() -> None:
    seen = [
        checkpoint(Detail.CUSTOMS_HELD, -9),
        checkpoint(Detail.CUSTOMS_CLEARED, -7),
        checkpoint(Detail.MISSORTED, -5),
        checkpoint(Milestone.DELIVERED, -1),
    ]
    hours = [NOW - timedelta(hours=h) for h in (9, 7, 5, 1)]
    assert incidents(seen) == (
        Incident(hours[0], Detail.CUSTOMS_HELD, Cause.CUSTOMS, hours[1]),
        Incident(hours[2], Detail.MISSORTED, Cause.CARRIER, hours[3]),
    )


def test_a_delivered_parcel_has_no_open_incident() -> None:
    assert joined(checkpoint(Milestone.DELIVERED, -3), checkpoint(Milestone.EXCEPTION, -2)).incident is None


def test_what_follows_returning_to_sender_is_about_the_way_back() -> None:
    refused = [checkpoint(Milestone.OUT_FOR_DELIVERY, -9), checkpoint(Detail.RETURNING, -8)]
    back = joined(*refused, checkpoint(Milestone.IN_TRANSIT, -5))
    assert (back.milestone, back.leg, back.is_over) == (Milestone.OUT_FOR_DELIVERY, Leg.RETURN, False)
    assert back.incident == Incident(NOW - timedelta(hours=8), Detail.RETURNING)
    home = joined(*refused, checkpoint(Milestone.IN_TRANSIT, -5), checkpoint(Milestone.DELIVERED))
    assert Milestone.DELIVERED not in home.reached
    assert (home.return_milestone, home.is_over, home.incident) == (Milestone.DELIVERED, True, None)


def test_a_delivered_parcel_is_reopened_by_an_explicit_return_only() -> None:
    delivered = checkpoint(Milestone.DELIVERED, -9)
    assert joined(delivered, checkpoint(Milestone.IN_TRANSIT, -8)).is_over
    returning = joined(delivered, checkpoint(Detail.RETURNING, -8))
    assert (returning.milestone, returning.is_over) == (Milestone.DELIVERED, False)


def test_the_merchants_word_reopens_a_delivered_parcel() -> None:
    reopened = [checkpoint(Milestone.DELIVERED, -9), checkpoint(Detail.REOPENED, -8)]
    assert not joined(*reopened).is_over
    again = joined(*reopened, checkpoint(Milestone.DELIVERED))
    assert (again.reached[Milestone.DELIVERED], again.reopened) == (NOW, 1)


def test_the_carriers_own_date_is_that_of_its_newest_scan() -> None:
    early = replace(checkpoint(Milestone.IN_TRANSIT, -9), carrier_estimate=date(2026, 11, 30))
    late = replace(checkpoint(Milestone.IN_TRANSIT, -2), carrier_estimate=date(2026, 11, 28))
    assert joined(late, early, checkpoint(Milestone.IN_TRANSIT)).carrier_estimate == date(2026, 11, 28)
