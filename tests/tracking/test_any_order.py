"""Whatever the order, repetition and batching in which updates are recorded and projected: the store ends the same."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.parcel import Assignment
from shared.tracking.ports import ParcelHistory
from shared.tracking.project_shipment import project_shipment
from shared.tracking.record_update import record_update
from tests.fakes import InMemoryParcels
from tests.samples import PARCEL, PARCEL_ID
from tests.tracking.test_parcel import checkpoints

LAST_MILE = ParcelNumber("fedex", "9261290100830600000000")
numbers = st.sampled_from([PARCEL, LAST_MILE])


@st.composite
def updates(draw: st.DrawFn) -> CarrierUpdate:
    """A full or partial history under one of a parcel's two numbers, which may name the other."""
    number = draw(numbers)
    other = LAST_MILE if number == PARCEL else PARCEL
    also = (other,) if draw(st.booleans()) else ()
    return CarrierUpdate(number, tuple(draw(st.lists(checkpoints, max_size=4))), also=also)


def stored(told: list[CarrierUpdate], assigned_after: int) -> dict[ParcelNumber, tuple[object, ...]]:
    """Record and project one by one, with the shop's registration somewhere in between."""
    parcels = InMemoryParcels()
    for number, update in enumerate(told):
        if number == assigned_after:
            _register(parcels)
        record_update(parcels, update, reported_by="easypost")
        project_shipment(parcels, update.parcel)
    _register(parcels)
    return {number: _content(parcels.history(number)) for number in (PARCEL, LAST_MILE)}


def _register(parcels: InMemoryParcels) -> None:
    parcels.assignments[PARCEL_ID] = Assignment("A-1", "S-1")
    project_shipment(parcels, PARCEL)


def _content(history: ParcelHistory) -> tuple[object, ...]:
    projected = {day: kept.parcel for day, kept in history.projections.items()}
    return set(history.checkpoints), set(history.also), projected, history.parcels()


@given(st.lists(updates(), max_size=6), st.randoms(use_true_random=False), st.integers(0, 6), st.integers(0, 6))
def test_order_repetition_and_batching_of_updates_never_matter(
    told: list[CarrierUpdate], chance: random.Random, first: int, second: int
) -> None:
    shuffled = told + told
    chance.shuffle(shuffled)
    batched = [_one_by_one(update) for update in shuffled]
    in_pieces = [piece for pieces in batched for piece in pieces]
    once, again = stored(told, first), stored(in_pieces, second)
    assert again[PARCEL] == once[PARCEL]
    assert again[LAST_MILE][:2] == once[LAST_MILE][:2]


def _one_by_one(update: CarrierUpdate) -> list[CarrierUpdate]:
    """The same scans, an update for each."""
    scans: list[tuple[Checkpoint, ...]] = [(scan,) for scan in update.checkpoints] or [()]
    return [CarrierUpdate(update.parcel, scan, also=update.also) for scan in scans]
