"""A carrier update: what one webhook or poll result says about one parcel, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.tracking.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class ParcelNumber:
    """Under which number a carrier reports a parcel.

    `carrier` is the slug of the company that moves the parcel ("usps"), also when an aggregator reports it.
    """

    carrier: str
    tracking_number: str
    """As `canonical_number` writes it, so that the shop's and the carrier's way to write it meet."""


@dataclass(frozen=True, slots=True)
class ParcelId:
    """A parcel's identity: its number and its ship date, because carriers use a number again after a year or so."""

    number: ParcelNumber
    ship_date: date
    """The UTC date on which the shop handed it over; of a parcel nobody registered, that of its first scan."""


def canonical_number(written: str) -> str:
    """A tracking number without the spaces and hyphens that people and labels group it by, in capitals."""
    return written.replace(" ", "").replace("-", "").upper()


@dataclass(frozen=True, slots=True)
class CarrierUpdate:
    """What one payload says about one parcel. Full histories are welcome: known scans change nothing."""

    parcel: ParcelNumber
    checkpoints: tuple[Checkpoint, ...]
    carrier_estimate: date | None = None
    """The carrier's own delivery date, when it gives one: local to the destination. Kept with the newest scan."""
    also: tuple[ParcelNumber, ...] = ()
    """Other numbers of the same parcel: the first or the last mile's, at another carrier or the same."""
