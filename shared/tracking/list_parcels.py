"""List registered parcels, newest ship date first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from shared.tracking.carrier_update import ParcelId
from shared.tracking.listing import ByDay, Looked, Page, Wanted, Whole, page_of
from shared.tracking.parcel import Parcel
from shared.tracking.ports import OpenIncident, Registry
from shared.tracking.publications import order_of
from shared.tracking.risk import Assessed, Risk, assess, may_be_late

AtRisk = Callable[[Collection[ParcelId]], Collection[ParcelId]]
"""Of some parcels, those whose promise will probably be broken."""


def _nobody(_: Collection[ParcelId]) -> Collection[ParcelId]:
    return ()


def list_parcels(
    registry: Registry,
    wanted: Wanted,
    *,
    limit: int,
    cursor: str | None,
    now: datetime,
    at_risk: AtRisk = _nobody,
) -> Page[Assessed]:
    """Registered parcels by ship date. Who asks for incidents and says no day gets every open one, the newest first.

    `at_risk` is asked where `wanted` wants it; left out, no promise is. Raises ImpossibleDays and InvalidCursor.
    """

    def look(parcels: Sequence[ParcelId], most: int) -> Looked[ParcelId, Assessed]:
        seen = parcels[:most]
        fitting = those_at_risk(_fitting(registry, seen, wanted, now))
        return Looked([(parcel, fitting.get(parcel)) for parcel in seen], len(seen))

    def look_at_incidents(incidents: Sequence[OpenIncident], most: int) -> Looked[OpenIncident, Assessed]:
        seen = incidents[:most]
        fitting = _fitting(registry, [incident.parcel for incident in seen], wanted, now)
        return Looked([(incident, fitting.get(incident.parcel)) for incident in seen], len(seen))

    def those_at_risk(fitting: Mapping[ParcelId, Assessed]) -> Mapping[ParcelId, Assessed]:
        if not wanted.at_risk:
            return fitting
        may_be = [parcel for parcel, assessed in fitting.items() if may_be_late(assessed.parcel)]
        return {parcel: fitting[parcel] for parcel in at_risk(may_be)}

    if wanted.risk is Risk.INCIDENT and wanted.first_day is None and wanted.last_day is None:
        incidents = Whole("incidents", OpenIncident, read=registry.with_incident)
        return page_of(incidents, look_at_incidents, wanted, limit=limit, cursor=cursor)
    parcels = ByDay("parcels", ParcelId, wanted, now.date(), read=registry.shipped_on, day_of=_ship_date)
    return page_of(parcels, look, wanted, limit=limit, cursor=cursor)


def _fitting(
    registry: Registry, parcels: Sequence[ParcelId], wanted: Wanted, now: datetime
) -> Mapping[ParcelId, Assessed]:
    """Those of `parcels` that fit, with their risks. Of the orders, only those are read whose promise matters."""
    known = [parcel for parcel in registry.parcels(parcels).values() if _may_fit(parcel, wanted, now)]
    promised = registry.orders({order_of(parcel) or "" for parcel in known if may_be_late(parcel)})
    assessed = [assess(parcel, promised.get(order_of(parcel) or ""), now) for parcel in known]
    return {each.parcel.id: each for each in assessed if wanted.fits(each)}


def _may_fit(parcel: Parcel, wanted: Wanted, now: datetime) -> bool:
    """Whether it fits, as far as can be told without its order."""
    if wanted.risk is Risk.LATE:
        return wanted.may_fit(parcel) and may_be_late(parcel)
    return wanted.fits(assess(parcel, None, now))


def _ship_date(parcel: ParcelId) -> date:
    return parcel.ship_date
