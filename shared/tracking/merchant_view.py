"""What the merchant sees of orders, shipments and parcels: everything that is known, proofs and postal codes too.

In lists a parcel is told in short (`...State`), alone and in its order in full (`...Tracking`). For the shopper's view,
see `shared/pages/tracking_view.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.find_parcel import FoundParcel
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order, PromiseTold, Shipment
from shared.tracking.parcel import Leg, Parcel, Reached
from shared.tracking.risk import Assessed, Risk, assess
from shared.tracking.tracked import TrackedOrder, TrackedShipment

MOST_CHECKPOINTS = 5000
"""In one answer, which may hold 6 MB: the newest of each parcel. Its `checkpoint_count` says how many there are."""


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class PlaceState(_View):
    """Where a scan happened; empty where the carrier does not say."""

    city: str
    region: str
    postal: str
    country: str


class ProofState(_View):
    """What shows that a parcel was handed over. Personal: not for pages that others see."""

    signed_by: str
    photo_url: str
    place: str
    latitude: float | None
    longitude: float | None


class CheckpointState(_View):
    """One scan, with all that the carrier told of it."""

    occurred_at: AwareDatetime
    time_inferred: bool = Field(description="The carrier named no zone, and one was assumed.")
    detail: Detail
    milestone: Milestone | None = Field(description="Null where the scan says nothing about where the parcel is.")
    cause: Cause | None = Field(description="What the carrier puts it down to, else what the detail implies.")
    carrier_code: str
    message: str
    place: PlaceState
    moved_by: str | None = Field(description="The carrier that made the scan, where it is not the parcel's own.")
    carrier_estimate: date | None
    weight_grams: int | None
    proof: ProofState | None

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        return cls(
            occurred_at=checkpoint.occurred_at,
            time_inferred=checkpoint.time_inferred,
            detail=checkpoint.detail,
            milestone=checkpoint.milestone,
            cause=checkpoint.incident_cause,
            carrier_code=checkpoint.carrier_code,
            message=checkpoint.message,
            place=PlaceState.model_validate(checkpoint.place),
            moved_by=checkpoint.moved_by or None,
            carrier_estimate=checkpoint.carrier_estimate,
            weight_grams=checkpoint.weight_grams,
            proof=ProofState.model_validate(checkpoint.proof) if checkpoint.proof else None,
        )


class IncidentState(_View):
    """Something that went wrong, and when it cleared; null while it is open."""

    opened_at: AwareDatetime
    detail: Detail
    cause: Cause | None
    cleared_at: AwareDatetime | None


class NumberState(_View):
    """Another number of the same parcel."""

    carrier: str
    tracking_number: str


class ParcelState(_View):
    """A parcel in short."""

    carrier: str
    tracking_number: str
    ship_date: date = Field(description="UTC. With carrier and number, the parcel's identity.")
    order_id: str | None = Field(description="Null for a parcel that nobody registered.")
    shipment_id: str | None
    leg: Leg = Field(description="Which way it goes now; `return` also after the carrier said that it goes back.")
    milestone: Milestone = Field(description="The highest reached on the way out.")
    return_milestone: Milestone | None = Field(
        description="The highest reached on the way back; `delivered`: back with the sender."
    )
    is_over: bool = Field(description="Arrived, with the recipient or back with the sender.")
    incident: IncidentState | None = Field(description="The open one.")
    risks: list[Risk]
    carrier_estimate: date | None = Field(description="The carrier's own delivery date. Not what you promised.")
    newest_at: AwareDatetime | None = Field(description="When the newest scan was made.")
    age_seconds: int | None = Field(description="How old the newest scan is.")

    @classmethod
    def of(cls, assessed: Assessed, now: datetime) -> Self:
        return cls(**_state(assessed, now))


class ParcelTracking(ParcelState):
    """A parcel with everything that is known of it."""

    reached: dict[Milestone, AwareDatetime] = Field(description="When it first was at each stage, on the way out.")
    returned: dict[Milestone, AwareDatetime] = Field(description="The same of the way back.")
    reopened: int = Field(description="How often you said that it was not over.")
    incidents: list[IncidentState] = Field(description="Oldest first.")
    also: list[NumberState]
    ship_dates: list[date] = Field(description="Of every parcel that went under this number, oldest first.")
    checkpoint_count: int
    checkpoints: list[CheckpointState] = Field(description="Newest first.")

    @classmethod
    def of_found(cls, found: FoundParcel, order: Order | None, now: datetime, most: int = MOST_CHECKPOINTS) -> Self:
        """`order`: the parcel's own, None where it is nobody's. `most`: checkpoints to show, at least one."""
        parcel = found.parcel
        return cls(
            **_state(assess(parcel, order, now), now),
            reached=_reached(parcel.reached),
            returned=_reached(parcel.returned),
            reopened=parcel.reopened,
            incidents=[IncidentState.model_validate(incident) for incident in found.incidents],
            also=[NumberState.model_validate(number) for number in found.also],
            ship_dates=list(found.ship_dates),
            checkpoint_count=parcel.checkpoint_count,
            checkpoints=[CheckpointState.of(checkpoint) for checkpoint in found.checkpoints[: -most - 1 : -1]],
        )


class PromiseState(_View):
    """The window the shopper was shown: local dates at the destination."""

    id: str | None = Field(description="Of the receipt that was kept (`GET /v1/promises/{id}`), where there is one.")
    earliest: date
    latest: date

    @classmethod
    def of(cls, told: PromiseTold) -> Self:
        return cls(id=told.promise_id or None, earliest=told.earliest, latest=told.latest)


class ShipmentState(_View):
    """A shipment with its parcels in short."""

    order_id: str
    shipment_id: str
    shipped_at: AwareDatetime
    leg: Leg
    parcels: list[ParcelState]

    @classmethod
    def of(cls, tracked: TrackedShipment[Assessed], now: datetime) -> Self:
        return cls(
            **_shipment(tracked.order, tracked.shipment),
            parcels=[ParcelState.of(parcel, now) for parcel in tracked.parcels],
        )


class ShipmentTracking(_View):
    """A shipment with everything that is known of its parcels."""

    order_id: str
    shipment_id: str
    shipped_at: AwareDatetime
    leg: Leg
    parcels: list[ParcelTracking]

    @classmethod
    def of(cls, tracked: TrackedShipment[FoundParcel], now: datetime, most: int | None = None) -> Self:
        """`most`: checkpoints to show of each parcel; left out, as many as one answer holds."""
        shown = most or _most_each(len(tracked.parcels))
        parcels = [ParcelTracking.of_found(parcel, tracked.order, now, shown) for parcel in tracked.parcels]
        return cls(**_shipment(tracked.order, tracked.shipment), parcels=parcels)


class OrderState(_View):
    """An order with its shipments and their parcels in short."""

    order_id: str
    placed_at: AwareDatetime
    country: str
    promise: PromiseState | None
    shipments: list[ShipmentState]

    @classmethod
    def of(cls, tracked: TrackedOrder[Assessed], now: datetime) -> Self:
        return cls(
            **_order(tracked.order), shipments=[ShipmentState.of(shipment, now) for shipment in tracked.shipments]
        )


class OrderTracking(_View):
    """An order with everything that is known of its parcels."""

    order_id: str
    placed_at: AwareDatetime
    country: str
    promise: PromiseState | None
    first_promise: PromiseState | None = Field(description="What was promised first: promises are measured by it.")
    time_zone: str = Field(description="IANA zone of the destination: there, the promise's days begin and end.")
    shipments: list[ShipmentTracking]

    @classmethod
    def of(cls, tracked: TrackedOrder[FoundParcel], now: datetime) -> Self:
        most, first = _most_each(len(tracked.parcels)), tracked.order.first_promise
        return cls(
            **_order(tracked.order),
            first_promise=PromiseState.of(first) if first else None,
            time_zone=tracked.order.destination.zone.key,
            shipments=[ShipmentTracking.of(shipment, now, most) for shipment in tracked.shipments],
        )


def _state(assessed: Assessed, now: datetime) -> dict[str, object]:
    parcel = assessed.parcel
    return {
        "carrier": parcel.id.number.carrier,
        "tracking_number": parcel.id.number.tracking_number,
        "ship_date": parcel.id.ship_date,
        "order_id": parcel.assignment.order_id if parcel.assignment else None,
        "shipment_id": parcel.assignment.shipment_id if parcel.assignment else None,
        "leg": parcel.leg,
        "milestone": parcel.milestone,
        "return_milestone": parcel.return_milestone,
        "is_over": parcel.is_over,
        "incident": IncidentState.model_validate(parcel.incident) if parcel.incident else None,
        "risks": list(assessed.risks),
        "carrier_estimate": parcel.carrier_estimate,
        "newest_at": parcel.newest_at,
        "age_seconds": _age_seconds(parcel, now),
    }


def _age_seconds(parcel: Parcel, now: datetime) -> int | None:
    """Never negative, though carriers' clocks may run ahead."""
    return int(max(now - parcel.newest_at, timedelta()).total_seconds()) if parcel.newest_at else None


def _reached(reached: Reached) -> dict[Milestone, AwareDatetime]:
    return {milestone: at.astimezone(UTC) for milestone, at in reached.items()}


def _shipment(order: Order, shipment: Shipment) -> Mapping[str, object]:
    return {
        "order_id": order.order_id,
        "shipment_id": shipment.shipment_id,
        "shipped_at": shipment.shipped_at,
        "leg": shipment.leg,
    }


def _order(order: Order) -> Mapping[str, object]:
    return {
        "order_id": order.order_id,
        "placed_at": order.placed_at,
        "country": order.destination.country,
        "promise": PromiseState.of(order.promise) if order.promise else None,
    }


def _most_each(parcels: int) -> int:
    """Checkpoints to show of each of so many parcels."""
    return MOST_CHECKPOINTS // max(parcels, 1)
