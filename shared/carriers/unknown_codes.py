"""Codes that are in no table of ours, counted: what `todoku carriers unknown` lists, most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnknownScan:
    """One kept checkpoint whose code its adapter does not know."""

    reported_by: str
    """Slug of the adapter whose table lacks the code."""
    carrier: str
    """Slug of the carrier that moves the parcel."""
    code: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """One code, and how often it was met."""

    reported_by: str
    carrier: str
    code: str
    scans: int
    newest_at: datetime


def count_unknown(scans: Iterable[UnknownScan]) -> tuple[UnknownCode, ...]:
    """One line per adapter, carrier and code; the most frequent first, then by name."""
    counts: Counter[tuple[str, str, str]] = Counter()
    newest: dict[tuple[str, str, str], datetime] = {}
    for scan in scans:
        key = scan.reported_by, scan.carrier, scan.code
        counts[key] += 1
        newest[key] = max(newest.get(key, scan.occurred_at), scan.occurred_at)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(UnknownCode(*key, scans=count, newest_at=newest[key]) for key, count in ordered)
