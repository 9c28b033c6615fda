"""When a parcel is expected, as the tracking page and its JSON say it: a day or several, and why it is not sooner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.brand import Brand
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate, Outcome
from shared.estimates.reason import NO_SETBACK, Reason
from shared.estimates.revision import Revision
from shared.locales import languages, page_words
from shared.pages.expected import expected
from shared.pages.tracking_page import tracking_page
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, join

TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
NUMBER = ParcelNumber("yamato", "491234567890")
PARCEL = ParcelId(NUMBER, TODAY)


def told(first: int = 1, last: int = 1, *reasons: Reason, **changes: object) -> LiveEstimate:
    """Expected between so many days from today."""
    days = [TODAY + timedelta(days=day) for day in (first, first, last)]
    estimate = Estimate(*days, 9_000, EstimateSource.STAGE, NOW, reasons)
    live = LiveEstimate(
        "A-1", "Asia/Tokyo", PARCEL, promised=TODAY, revisions=(Revision(1, NOW, Reason.FIRST, estimate),)
    )
    return replace(live, **changes)  # type: ignore[arg-type]


@pytest.fixture
def view(brand: Brand, checkpoint: Callable[..., Checkpoint]) -> Callable[..., TrackingView]:
    def of(
        live: LiveEstimate | None, milestone: Milestone = Milestone.IN_TRANSIT, *, shipped: bool = True
    ) -> TrackingView:
        order = Order(
            order_id="A-1",
            placed_at=NOW,
            contact=Contact("", "ja"),
            destination=Destination("JP", "150", "Asia/Tokyo"),
            lines=(),
            link="x",
            promise=PromiseTold(TODAY, TODAY),
            shipments={"S-1": Shipment("S-1", NOW, (NUMBER,))} if shipped else {},
        )
        scans = (checkpoint(1, milestone),)
        known = [(join(PARCEL, Assignment("A-1", "S-1"), scans), scans)] if shipped else []
        lives = {PARCEL if shipped else None: live} if live else {}
        return tracking_view(order, known, NOW, brand, lives)

    return of


def test_what_is_on_time_says_so_without_a_reason(view: Callable[..., TrackingView]) -> None:
    shown = view(told(0, 0, Reason.WEATHER))
    assert shown.to_json()["parcels"][0]["expected"] == {  # type: ignore[index]
        "earliest": "2026-11-12",
        "latest": "2026-11-12",
        "standing": "on_time",
        "reason": None,
        "advisories": [],
    }
    page = tracking_page(shown, "en", "n")
    assert "on time" in page
    assert "weather" not in page.lower()


@pytest.mark.parametrize("language", languages())
def test_what_is_at_risk_or_late_says_why_in_every_language(view: Callable[..., TrackingView], language: str) -> None:
    say = page_words(language)
    for changes, standing in (({"at_risk": True}, "at_risk"), ({"outcome": Outcome.MISSED}, "late")):
        page = tracking_page(view(told(1, 2, Reason.WEATHER, **changes)), language, "n")
        assert say(f"estimate.{standing}") in page
        assert say("estimate.weather") in page
        assert say.date(TODAY + timedelta(days=2)) in page


@pytest.mark.parametrize("language", languages())
def test_every_setback_has_its_words(language: str) -> None:
    assert all(page_words(language)(f"estimate.{reason}") for reason in Reason if reason not in NO_SETBACK)


def test_an_order_that_has_not_shipped_shows_its_own(view: Callable[..., TrackingView]) -> None:
    shown = view(told(1, 2, at_risk=True), shipped=False)
    assert shown.expected is not None
    assert page_words("ja")("estimate.at_risk") in tracking_page(shown, "ja", "n")


@pytest.mark.parametrize(
    "live",
    [None, told(-3, -1), told(arrived_on=TODAY), told(revisions=(Revision(1, NOW, Reason.LOST, None),))],
)
def test_days_that_are_over_and_parcels_that_came_or_will_not_come_show_no_date(live: LiveEstimate | None) -> None:
    assert expected(live, TODAY) is None


def test_a_range_that_began_begins_today() -> None:
    shown = expected(told(-2, 2), TODAY)
    assert shown is not None
    assert (shown.earliest, shown.latest) == (TODAY, TODAY + timedelta(days=2))


def test_a_delivered_parcel_shows_no_estimate_though_it_was_not_yet_revised(view: Callable[..., TrackingView]) -> None:
    assert view(told(), Milestone.DELIVERED).parcels[0].expected is None
