"""However a parcel's updates are ordered and repeated, the fold is the same: 2,000 times, 100,000 in `make fuzz`."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from pydantic import TypeAdapter

from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.journeys import parcels_of
from shared.tracking.parcel import Assignment, Parcel

NUMBER = ParcelNumber("usps", "9400136208231234500027")
START = datetime(2026, 11, 20, 8, tzinfo=UTC)
REGISTERED = {START.date(): Assignment("A-1001", "S-1"), date(2025, 10, 2): Assignment("A-7", "S-1")}
STORY = [
    *(Detail.LABEL_CREATED, Detail.PICKED_UP, Detail.DEPARTED, Detail.ARRIVED, Detail.UNKNOWN, Detail.CUSTOMS_HELD),
    *(Detail.CUSTOMS_CLEARED, Detail.MISSORTED, Detail.OUT_FOR_DELIVERY, Detail.NOBODY_HOME, Detail.REFUSED),
    *(Detail.RETURNING, Detail.DEPARTED, Detail.ARRIVED, Detail.DELIVERED),
]

_parcels = TypeAdapter(tuple[Parcel, ...])


def scans() -> list[Checkpoint]:
    """Two parcels under one number, a year apart; scans at the same moment; scans told twice, differently."""
    this_year = [
        Checkpoint(START + timedelta(hours=3 * (n // 2)), detail, f"C{n}", f"scan {n}", Place("TOKYO", country="JP"))
        for n, detail in enumerate(STORY)
    ]
    last_year = [Checkpoint(at.occurred_at - timedelta(days=414), at.detail, at.carrier_code) for at in this_year[:9]]
    told_again = [
        Checkpoint(at.occurred_at, Detail.DELAYED, at.carrier_code, "scan, in words", at.place, cause=Cause.WEATHER)
        for at in this_year
        if at.detail is Detail.UNKNOWN
    ]
    return [*this_year, *last_year, *told_again]


def digest(seen: Sequence[Checkpoint]) -> str:
    """Of everything the fold says."""
    return hashlib.sha256(_parcels.dump_json(parcels_of(NUMBER, REGISTERED, seen))).hexdigest()


def test_the_folds_digest_is_the_same_for_every_permutation_with_duplicates(rounds: int) -> None:
    chance = random.Random(20261125)
    known = scans()
    first = digest(known)
    for _ in range(max(2_000, rounds // 10)):
        seen = known + chance.choices(known, k=chance.randrange(12))
        chance.shuffle(seen)
        assert digest(seen) == first
