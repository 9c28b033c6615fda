"""A carrier update: one webhook or poll result about one parcel, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.tracking.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class ParcelId:
    """A parcel's identity: who carries it, under which number.

    `carrier` is the slug of the company that moves the parcel ("usps"), also when an aggregator reports it.
    """

    carrier: str
    tracking_number: str
    """As `canonical_number` writes it, so that the shop's and the carrier's way to write it meet."""


def canonical_number(written: str) -> str:
    """A tracking number without the spaces and hyphens that people and labels group it by, in capitals."""
    return written.replace(" ", "").replace("-", "").upper()


@dataclass(frozen=True, slots=True)
class CarrierUpdate:
    """What one payload says about one parcel. Full histories are welcome: known scans change nothing."""

    parcel: ParcelId
    checkpoints: tuple[Checkpoint, ...]
    carrier_estimate: date | None = None
    """The carrier's own delivery date, when it gives one. An estimate, not our promise."""
