"""One order on its way to Tokyo, with two canaries that no page may show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.brand import Brand
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, Leg, join

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)

View = Callable[..., TrackingView]


@pytest.fixture
def brand() -> Brand:
    return Brand("はなれ", "#e8b04a", "https://cdn.hanare.example/logo.svg", "help@hanare.example", None)


@pytest.fixture
def checkpoint() -> Callable[..., Checkpoint]:
    def at(
        hours_ago: float,
        milestone: Milestone | Detail | None,
        message: str = "",
        place: Place | None = None,
        time_inferred: bool = False,
    ) -> Checkpoint:
        when, where = NOW - timedelta(hours=hours_ago), place or Place("渋谷", "東京都", "150-8799", "JP")
        detail = Detail(milestone) if milestone else Detail.UNKNOWN
        return Checkpoint(when, detail, f"code {milestone}", message, where, time_inferred)

    return at


@pytest.fixture
def view(brand: Brand) -> View:
    """The view of an order with one parcel per argument: each a list of checkpoints, or None for no word at all.

    `returns`: which of them, from 0, the shopper sends back.
    """

    def of(
        *parcels: list[Checkpoint] | None,
        item: str = "有田焼 飯碗",
        zone: str = "Asia/Tokyo",
        returns: Sequence[int] = (),
        cancelled: bool = False,
    ) -> TrackingView:
        legs = [Leg.RETURN if number in returns else Leg.OUTBOUND for number in range(len(parcels))]
        ids = [ParcelNumber("yamato", f"4912-3456-789{number}") for number in range(len(parcels))]
        order = Order(
            order_id="HNR-10482",
            placed_at=NOW - timedelta(days=5),
            contact=Contact("canary-mail@shopper.example", "ja"),
            destination=Destination("JP", "150-CANARY", zone),
            lines=(OrderLine("SKU-CANARY", item, 2),),
            link="link-canary",
            cancelled_at=NOW if cancelled else None,
            promise=PromiseTold(date(2026, 11, 12), date(2026, 11, 13)),
            shipments={
                parcel.tracking_number: Shipment("s", NOW, (parcel,), leg)
                for parcel, leg in zip(ids, legs, strict=True)
            },
        )
        known = [
            (join(ParcelId(number, NOW.date()), Assignment("HNR-10482", "s", leg), scans), tuple(scans))
            for number, leg, scans in zip(ids, legs, parcels, strict=True)
            if scans is not None
        ]
        return tracking_view(order, known, NOW, brand)

    return of
