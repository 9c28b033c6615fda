"""What is counted, not fitted: where postal codes lie, how promises were kept, how long stages last."""

from __future__ import annotations

from collections import Counter

import numpy as np

from shared.learning.history import Past
from shared.promise.model.effects import region_of

ADHERENCE_DAYS = 28
_PREFIXES = (2, 3)
"""Lengths of postal prefixes whose region is noted."""


def regions_of_postals(past: Past, day: int) -> dict[str, str]:
    """For each postal prefix ("JP 15") the region most parcels to it went to, where the history says regions."""
    counts: dict[str, Counter[str]] = {}
    for row in np.flatnonzero(past.ordered < day):
        asked = past.asked[row]
        if asked.destination_region:
            for length in _PREFIXES:
                prefix = f"{asked.country} {asked.postal[:length]}"
                counts.setdefault(prefix, Counter())[region_of(asked)] += 1
    return {prefix: counted.most_common(1)[0][0] for prefix, counted in sorted(counts.items())}


def deliveries_by_country(past: Past, day: int) -> dict[str, int]:
    """How many parcels arrived in each country: where hardly any did, nothing was learned of it."""
    arrived = np.flatnonzero(past.delivered < day)
    return dict(sorted(Counter(past.asked[row].country for row in arrived).items()))


def adherence(past: Past, day: int) -> dict[str, list[int]]:
    """Of the dates told that were due in the last 28 days: kept and all, by "carrier service", and "" for every one."""
    kept: dict[str, list[int]] = {}
    for row in np.flatnonzero((past.promised < day) & (past.promised >= day - ADHERENCE_DAYS)):
        asked = past.asked[row]
        for service in {"", f"{asked.carrier} {asked.service}".strip()}:
            counted = kept.setdefault(service, [0, 0])
            counted[0] += bool(past.delivered[row] <= past.promised[row])
            counted[1] += 1
    return dict(sorted(kept.items()))


def days_after(past: Past, day: int, horizon: int) -> dict[str, list[int]]:
    """For each stage, how many parcels arrived so many days after it."""
    counted = {}
    for stage, reached in past.stages.items():
        known = (past.delivered < day) & (reached <= past.delivered)
        days = (past.delivered - reached)[known]
        if len(days):
            counted[stage] = [int(count) for count in np.bincount(np.clip(days, 0, horizon))]
    return counted
