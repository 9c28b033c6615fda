"""Find a parcel by its number, with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.errors import NotFound
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.incident import Incident, incidents
from shared.tracking.parcel import Assignment, Parcel, of_timeline
from shared.tracking.ports import ParcelHistory, Parcels


class ParcelUnknown(NotFound):
    """Nobody registered the parcel, and no carrier reported it."""

    code = "parcel_unknown"


@dataclass(frozen=True, slots=True)
class FoundParcel:
    """A parcel with its timeline."""

    parcel: Parcel
    checkpoints: tuple[Checkpoint, ...] = ()
    """Oldest first."""
    also: tuple[ParcelNumber, ...] = ()
    """Its other numbers."""
    ship_dates: tuple[date, ...] = ()
    """Of every parcel that went under its number, oldest first: carriers use numbers again."""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """What went wrong on its way, oldest first."""
        return incidents(self.checkpoints)


def find_parcel(parcels: Parcels, number: ParcelNumber, ship_date: date | None = None) -> FoundParcel:
    """The parcel of that ship date, else the newest under the number, as it is now. Raises ParcelUnknown."""
    return parcel_in(parcels.history(number), ship_date)


def parcel_in(history: ParcelHistory, ship_date: date | None = None) -> FoundParcel:
    """The parcel of that ship date, else the newest, in a history that was read already. Raises ParcelUnknown."""
    found = history.journeys()
    chosen = [journey for journey in found if ship_date in (None, journey.ship_date)]
    if not chosen:
        raise ParcelUnknown("There is no parcel with this carrier, number and ship date.", field="tracking_number")
    journey = chosen[-1]
    return FoundParcel(
        parcel=of_timeline(ParcelId(history.number, journey.ship_date), journey.assignment, journey.checkpoints),
        checkpoints=journey.checkpoints,
        also=history.also,
        ship_dates=tuple(each.ship_date for each in found),
    )


def registered_parcel(parcels: Parcels, parcel_id: ParcelId, assignment: Assignment) -> FoundParcel:
    """A parcel of an order; bare where it was released since the order was read."""
    try:
        return find_parcel(parcels, parcel_id.number, parcel_id.ship_date)
    except ParcelUnknown:
        return FoundParcel(Parcel(parcel_id, assignment), ship_dates=(parcel_id.ship_date,))
