"""Whose parcels are watched: those of carriers that are asked, and for which the merchant has credentials."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.carriers.polling.start_trackers import start_trackers
from shared.tracking.events import ParcelReference, ShipmentRegistered
from tests.fakes import InMemoryTrackers
from tests.samples import NOW, SHIPPED


def registered(*carriers: str, shipped_at: datetime = SHIPPED) -> ShipmentRegistered:
    parcels = [ParcelReference(carrier=slug, tracking_number=f"1000000{n:04}") for n, slug in enumerate(carriers)]
    return ShipmentRegistered(order_id="A-1", shipment_id="S-1", shipped_at=shipped_at, parcels=parcels)


def test_each_parcel_whose_carrier_is_asked_gets_a_tracker_once() -> None:
    trackers = InMemoryTrackers()
    started = start_trackers(trackers, registered("gls", "laposte", "gls"), connected={"gls", "laposte"}, now=NOW)
    assert [tracker.parcel.number.carrier for tracker in started] == ["gls", "laposte", "gls"]
    assert {tracker.parcel.ship_date for tracker in started} == {SHIPPED.date()}
    before = dict(trackers.trackers)
    assert start_trackers(trackers, registered("gls", "laposte", "gls"), connected={"gls", "laposte"}, now=NOW) == ()
    assert trackers.trackers == before


@pytest.mark.parametrize("slug", ["gls", "easypost", "usps", "pigeon_post"])
def test_a_parcel_nobody_can_ask_after_gets_none(slug: str) -> None:
    connected = {"laposte", "easypost", "usps"}
    assert start_trackers(InMemoryTrackers(), registered(slug), connected=connected, now=NOW) == ()


def test_a_parcel_that_left_long_ago_gets_none() -> None:
    old, young = (registered("gls", shipped_at=NOW - timedelta(days=days)) for days in (91, 89))
    assert start_trackers(InMemoryTrackers(), old, connected={"gls"}, now=NOW) == ()
    assert len(start_trackers(InMemoryTrackers(), young, connected={"gls"}, now=NOW)) == 1
