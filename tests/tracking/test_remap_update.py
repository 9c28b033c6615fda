"""After a table is mended, what is stored says what the table says now, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.project_shipment import project_shipment
from shared.tracking.record_update import ChangedInBetween, record_update
from shared.tracking.remap_update import remap_update
from tests.fakes import InMemoryParcels
from tests.samples import PARCEL, checkpoint

UNKNOWN = checkpoint(None, code="OF")
KNOWN = replace(UNKNOWN, detail=Detail.OUT_FOR_DELIVERY)


def stored(*checkpoints: Checkpoint) -> InMemoryParcels:
    parcels = InMemoryParcels()
    record_update(parcels, CarrierUpdate(PARCEL, checkpoints), reported_by="easypost")
    project_shipment(parcels, PARCEL)
    return parcels


def remap(parcels: InMemoryParcels, *told: Checkpoint, dry_run: bool = False) -> int:
    return len(remap_update(parcels, CarrierUpdate(PARCEL, told), reported_by="easypost", dry_run=dry_run))


def test_an_unknown_code_becomes_what_the_table_says_now() -> None:
    parcels = stored(UNKNOWN)
    assert remap(parcels, KNOWN) == 1
    project_shipment(parcels, PARCEL)
    [projected] = parcels.projections.values()
    assert projected.parcel.milestone is Milestone.OUT_FOR_DELIVERY
    assert remap(parcels, KNOWN) == 0


def test_a_wrong_meaning_is_taken_back_and_the_facts_stay() -> None:
    wrong = replace(checkpoint(Milestone.DELIVERED), carrier_estimate=date(2026, 11, 30), weight_grams=900)
    parcels = stored(wrong)
    assert remap(parcels, replace(wrong, detail=Detail.RETURNING, carrier_estimate=None, weight_grams=None)) == 1
    assert parcels.history(PARCEL).checkpoints == (replace(wrong, detail=Detail.RETURNING),)


def test_a_dry_run_changes_nothing_and_says_what_would_change() -> None:
    parcels = stored(UNKNOWN)
    assert remap(parcels, KNOWN, dry_run=True) == 1
    assert parcels.history(PARCEL).checkpoints == (UNKNOWN,)


def test_a_scan_that_is_not_stored_is_not_recorded_by_a_remap() -> None:
    parcels = stored(UNKNOWN)
    assert remap(parcels, checkpoint(Milestone.DELIVERED)) == 0
    assert parcels.history(PARCEL).checkpoints == (UNKNOWN,)


def test_a_scan_that_changed_in_between_is_left_for_the_next_run() -> None:
    class Changing(InMemoryParcels):
        def replace(self, *_: object) -> bool:  # type: ignore[override]
            return False

    parcels = Changing()
    parcels.add(PARCEL, UNKNOWN, "easypost")
    with pytest.raises(ChangedInBetween):
        remap(parcels, KNOWN)


def test_a_carrier_that_tells_it_again_completes_the_scan_by_itself() -> None:
    parcels = stored(UNKNOWN)
    recorded = record_update(parcels, CarrierUpdate(PARCEL, (KNOWN,)), reported_by="easypost")
    assert (recorded.new, recorded.completed) == ((), (KNOWN,))
