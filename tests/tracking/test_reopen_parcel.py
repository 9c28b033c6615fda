"""The merchant's word that a parcel is not over: kept once, as a scan, and only where it can be about that parcel."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.errors import TodokuError
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.find_parcel import FoundParcel, ParcelUnknown, find_parcel
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment
from shared.tracking.ports import ParcelHistory
from shared.tracking.reopen_parcel import CODE, KeyReused, ParcelNotOver, ParcelPast, reopen_parcel
from tests.fakes import InMemoryParcels
from tests.samples import NOW, PARCEL, PARCEL_ID, checkpoint


def stored(*seen: Checkpoint) -> InMemoryParcels:
    parcels = InMemoryParcels()
    parcels.assignments[PARCEL_ID] = Assignment("A-1", "S-1")
    for each in seen:
        parcels.add(PARCEL, each, "usps")
    return parcels


def reopen(parcels: InMemoryParcels, hours: float = 5, **more: object) -> tuple[FoundParcel, bool]:
    values: dict[str, object] = {"reason": "Another door.", "now": NOW + timedelta(hours=hours), **more}
    return reopen_parcel(parcels, PARCEL, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("end", [Milestone.DELIVERED, Detail.RETURNED])
def test_a_parcel_that_is_over_goes_on_and_what_follows_counts_anew(end: Milestone | Detail) -> None:
    parcels = stored(checkpoint(Milestone.IN_TRANSIT, -2), checkpoint(end))
    reopened, is_new = reopen(parcels)
    assert is_new
    assert (reopened.parcel.is_over, reopened.parcel.reopened, reopened.parcel.milestone) == (
        False,
        1,
        Milestone.IN_TRANSIT,
    )
    assert find_parcel(parcels, PARCEL) == reopened
    parcels.add(PARCEL, checkpoint(Milestone.DELIVERED, 9, "again"), "usps")
    assert find_parcel(parcels, PARCEL).parcel.is_over


def test_the_word_is_kept_as_a_scan_of_the_merchants() -> None:
    parcels = stored(checkpoint(Milestone.DELIVERED))
    reopen(parcels)
    word = find_parcel(parcels, PARCEL).checkpoints[-1]
    assert word == Checkpoint(NOW + timedelta(hours=5), Detail.REOPENED, CODE, message="Another door.")


def test_a_parcel_that_is_not_over_is_left_alone() -> None:
    for parcels in (stored(), stored(checkpoint(Milestone.OUT_FOR_DELIVERY))):
        with pytest.raises(ParcelNotOver):
            reopen(parcels)
    parcels = stored(checkpoint(Milestone.DELIVERED))
    reopen(parcels)
    with pytest.raises(ParcelNotOver):
        reopen(parcels, hours=6)


def test_a_parcel_nobody_knows_cannot_be_reopened() -> None:
    with pytest.raises(ParcelUnknown):
        reopen(InMemoryParcels())
    with pytest.raises(ParcelUnknown):
        reopen(stored(checkpoint(Milestone.DELIVERED)), ship_date=date(2020, 1, 1))


def test_a_repeat_with_the_same_key_is_the_same_scan_however_late_it_comes() -> None:
    parcels = stored(checkpoint(Milestone.DELIVERED))
    assert reopen(parcels, idempotency_key="k-1")[1]
    kept = dict(parcels.checkpoints[PARCEL])
    assert not reopen(parcels, hours=6, idempotency_key="k-1")[1]
    parcels.add(PARCEL, checkpoint(Milestone.DELIVERED, 9, "again"), "usps")
    repeated, is_new = reopen(parcels, hours=10, idempotency_key="k-1")
    assert (repeated.parcel.is_over, is_new) == (True, False)
    assert set(parcels.checkpoints[PARCEL]) - set(kept) == {checkpoint(Milestone.DELIVERED, 9, "again").digest}
    assert reopen(parcels, hours=10, idempotency_key="k-2")[0].parcel.reopened == 2


def test_a_key_says_one_thing_only_and_is_not_kept_itself() -> None:
    parcels = stored(checkpoint(Milestone.DELIVERED))
    word = reopen(parcels, idempotency_key="canary-key")[0].checkpoints[-1]
    assert "canary" not in word.carrier_code
    assert word.carrier_code.startswith(f"{CODE}:")
    with pytest.raises(KeyReused):
        reopen(parcels, idempotency_key="canary-key", reason="Something else.")


def test_two_at_the_same_moment_keep_one_scan() -> None:
    class Overtaken(InMemoryParcels):
        """Both read before either writes."""

        looked: ParcelHistory | None = None

        def history(self, number: ParcelNumber) -> ParcelHistory:
            self.looked = self.looked or super().history(number)
            return self.looked

    parcels = Overtaken()
    parcels.add(PARCEL, checkpoint(Milestone.DELIVERED), "usps")
    assert [reopen(parcels, hours=5 + 0.0001 * n)[1] for n in range(2)] == [True, False]
    assert len(parcels.checkpoints[PARCEL]) == 2


def test_the_word_counts_though_the_carriers_clock_runs_ahead() -> None:
    parcels = stored(checkpoint(Milestone.DELIVERED, 7))
    assert not reopen(parcels)[0].parcel.is_over


def test_a_word_that_would_be_about_another_parcel_is_refused() -> None:
    silent = stored(checkpoint(Milestone.DELIVERED))
    with pytest.raises(ParcelPast):
        reopen(silent, hours=24 * 200)
    used_again = stored(checkpoint(Milestone.DELIVERED))
    later = NOW + timedelta(days=90)
    used_again.assignments[ParcelId(PARCEL, later.date())] = Assignment("A-2", "S-1")
    used_again.add(PARCEL, checkpoint(Milestone.DELIVERED, 24 * 91, "again"), "usps")
    with pytest.raises(ParcelPast):
        reopen(used_again, hours=24 * 92, ship_date=PARCEL_ID.ship_date)
    assert reopen(used_again, hours=24 * 92)[0].parcel.id.ship_date == later.date()
    for parcels in (silent, used_again):
        assert all(
            c.detail is not Detail.REOPENED or c.occurred_at > later for c in parcels.checkpoints[PARCEL].values()
        )


def test_a_number_that_was_used_again_answers_the_newest_and_names_all() -> None:
    parcels = stored(checkpoint(Milestone.DELIVERED))
    later = ParcelId(PARCEL, NOW.date() + timedelta(days=200))
    parcels.assignments[later] = Assignment("A-2", "S-1")
    newest = find_parcel(parcels, PARCEL)
    assert (newest.parcel.id, newest.checkpoints) == (later, ())
    assert newest.ship_dates == (PARCEL_ID.ship_date, later.ship_date)
    assert find_parcel(parcels, PARCEL, PARCEL_ID.ship_date).parcel.is_over


def test_no_error_repeats_the_reason() -> None:
    with pytest.raises(TodokuError) as refused:
        reopen(stored(), reason="canary")
    assert "canary" not in refused.value.detail
