"""Returns on the tracking page: that there are any, how far they are, and what is not pretended any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.brand import Brand
from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.locales import languages, page_words
from shared.pages.came_back import with_returns
from shared.pages.order_actions import ActionKind, ReturnsOffer, may_have_returns, open_actions
from shared.pages.order_returns import order_returns
from shared.pages.tracking_page import Around, tracking_page
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, Leg, join
from shared.tracking.shown_stage import ShownStage
from tests.pages.outline import NONCE, Outline

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
SENT = NOW - timedelta(days=9)
ORDER = Order(
    order_id="A-1",
    placed_at=NOW - timedelta(days=10),
    contact=Contact("", "en"),
    destination=Destination("JP", "150-0001", "Asia/Tokyo"),
    lines=(OrderLine("CUP", "Cup", 2), OrderLine("POT", "Pot", 1)),
    link="x",
    promise=PromiseTold(NOW.date(), NOW.date()),
    shipments={"S-1": Shipment("S-1", SENT, (ParcelNumber("yamato", "491"),))},
)
ALL = (CaseLine("CUP", 2), CaseLine("POT"))
ON = ReturnsOffer(is_on=True)
PAGE = "https://x.example/verify/t?to=returns&number=RMA-7"


def case(*news: CaseNews, kind: CaseKind = CaseKind.RETURN, lines: tuple[CaseLine, ...] = ALL, **more: Told) -> Case:
    """One whose news came an hour apart, the last an hour ago, each about `lines`; `more`: news that say otherwise."""
    told = {each: Told(NOW - timedelta(hours=len(news) - place), lines=lines) for place, each in enumerate(news)}
    known = Case("A-1", "RMA-7", kind)
    for each, said in (told | {CaseNews(name): said for name, said in more.items()}).items():
        known = known.hearing(each, said)
    return known


@pytest.fixture
def seen(brand: Brand) -> Callable[..., TrackingView]:
    def of(*cases: Case, order: Order = ORDER, scans: tuple[Checkpoint, ...] = ()) -> TrackingView:
        parcel = join(order.parcels()[0], Assignment("A-1", "S-1"), scans)
        return with_returns(tracking_view(order, [(parcel, scans)], NOW, brand), order, cases)

    return of


def test_returns_and_exchanges_are_shown_by_what_happened_last_the_newest_first() -> None:
    label = case(CaseNews.APPROVED, CaseNews.LABEL_READY)
    later = replace(case(CaseNews.REQUESTED, kind=CaseKind.EXCHANGE), case_id="EX-1")
    pickup = Told(NOW, day=NOW.date())
    assert [(each.number, each.news) for each in order_returns([label, later])] == [
        ("RMA-7", CaseNews.LABEL_READY),
        ("EX-1", CaseNews.REQUESTED),
    ]
    assert [each.news for each in order_returns([case(CaseNews.REQUESTED, kind=CaseKind.CLAIM), case()])] == []
    assert order_returns([case(CaseNews.APPROVED, pickup_scheduled=pickup)])[0].day == NOW.date()


@pytest.mark.parametrize("language", languages())
def test_every_state_has_words_and_its_way_stands_behind_the_number(
    language: str, seen: Callable[..., TrackingView]
) -> None:
    say = page_words(language)
    assert all(say(f"order_returns_state.{news}") for news in CaseNews)
    view = seen(case(CaseNews.SENT_BACK))
    (known,) = view.returns
    page = Outline(tracking_page(view, language, NONCE, Around(returns=(replace(known, url=PAGE),))))
    assert PAGE in [link["href"] for link in page.all("a")]
    assert say("order_returns.heading") in page.texts["h2"]
    assert say("order_returns_state.sent_back") in page.texts["span"]
    assert say("order_returns.heading") not in Outline(tracking_page(view, language, NONCE)).texts["h2"]


def test_a_return_of_the_shops_own_system_is_shown_and_leads_nowhere(seen: Callable[..., TrackingView]) -> None:
    view = seen(case(CaseNews.LABEL_READY, label_ready=Told(NOW, url="https://carrier.example/a-label")))
    page = tracking_page(view, "en", NONCE, Around(returns=view.returns))
    assert "RMA-7" in page
    assert "carrier.example" not in page


def test_a_parcel_that_goes_back_is_called_so_and_counts_for_nothing_of_what_was_sent(
    seen: Callable[..., TrackingView],
) -> None:
    two = ORDER.with_shipment(Shipment("S-2", SENT, (ParcelNumber("yamato", "492"),)))
    for order, expected in ((ORDER, ["What we sent"]), (two, ["Parcel 1 of 2", "Parcel 2 of 2"])):
        back = order.with_shipment(Shipment("R-1", NOW, (ParcelNumber("yamato", "r"),), Leg.RETURN))
        page = tracking_page(seen(order=back), "en", NONCE)
        assert all(each in page for each in [*expected, "What you send back"])
        assert "of 3" not in page


def test_an_order_that_came_back_whole_is_not_expected_any_more(
    seen: Callable[..., TrackingView], checkpoint: Callable[..., Checkpoint]
) -> None:
    """Whatever its carrier told, or did not tell: nobody sends back what never came."""
    say = page_words("en")
    for scans in ((), (checkpoint(200, Milestone.IN_TRANSIT),)):
        before, view = seen(scans=scans), seen(case(CaseNews.SENT_BACK, CaseNews.RECEIVED), scans=scans)
        page = Outline(tracking_page(view, "en", NONCE, Around(returns=view.returns)))
        assert page.texts["h1"] == say("order_returns.headline")
        assert (view.all_came_back, view.stage) == (True, ShownStage.DELIVERED)
        assert [say(key) in page.texts["summary"] for key in ("faq.money_back", "faq.no_movement")] == [True, False]
        assert (say("page.promise") in page.texts.get("dt", ""), page.all("time")) == (False, [])
        assert say("next.heading") not in page.texts["h2"] + page.texts.get("h3", "")
        assert (ActionKind.RETURN in open_actions(ORDER, before, ON), view.is_calm) == (True, True)
        assert ActionKind.RETURN not in open_actions(ORDER, view, ON)


def test_what_came_back_in_part_was_exchanged_or_is_disputed_did_not_come_back_whole(
    seen: Callable[..., TrackingView],
) -> None:
    cups, pot = (ALL[0],), (ALL[1],)
    received = (CaseNews.SENT_BACK, CaseNews.RECEIVED)
    of_cups, of_pot = case(*received, lines=cups), replace(case(*received, lines=pot), case_id="RMA-8")
    settled = (*received, CaseNews.REFUNDED, CaseNews.RESOLVED)
    sent_again = ORDER.with_shipment(Shipment("S-2", NOW, (ParcelNumber("yamato", "492"),)))
    for cases, order, came in (
        ((of_cups,), ORDER, False),
        ((of_cups, of_pot), ORDER, True),
        ((case(CaseNews.SENT_BACK),), ORDER, False),
        ((case(*received, kind=CaseKind.EXCHANGE),), ORDER, False),
        ((case(*received, CaseNews.INSPECTION_FAILED),), ORDER, False),
        ((case(*settled),), ORDER, True),
        ((case(*settled, kept=Told(NOW, lines=pot)),), ORDER, False),
        ((case(*settled, declined=Told(NOW, lines=pot)),), ORDER, False),
        ((case(*received),), sent_again, False),
    ):
        assert seen(*cases, order=order).all_came_back is came


def test_nothing_is_read_of_returns_before_anything_can_be_on_its_way_back(seen: Callable[..., TrackingView]) -> None:
    just_sent = replace(ORDER, shipments={"S-1": replace(ORDER.shipments["S-1"], shipped_at=NOW)})
    comes_back = just_sent.with_shipment(Shipment("R-1", NOW, (ParcelNumber("yamato", "r"),), Leg.RETURN))
    law = ReturnsOffer(withdrawal_countries={"JP"})
    for order, offer, may in (
        (just_sent, ON, False),
        (ORDER, ON, True),
        (comes_back, ON, True),
        (just_sent, law, True),
    ):
        assert may_have_returns(order, seen(order=order), offer) is may
