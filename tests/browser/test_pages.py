"""Every page a shopper can come to, in a real browser: on a phone and on a desktop, by day, by night and on paper.

Each of `PAGES` gets all the checks of tests/browser/checks.py and has its picture taken. A new page is a line there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from shared.returns.request.number import make_number
from shared.tracking.detail import Detail
from tests.browser.checks import LAYOUT, SMALLEST, axe, head, overflow, photograph, sound
from tests.browser.conftest import DESKTOP, ENGLISH, PHONE, Tabs
from tests.browser.site import IN_BROWSER, Site
from tests.functions.sold import GIFT_CODE, bowl

pytestmark = IN_BROWSER


def parcel(*details: Any, **changes: Any) -> Callable[[Site], str]:
    """The tracking page of an order with one parcel, of which its carrier said this."""

    def told(site: Site) -> str:
        site.sells(days_ago=2, **changes)
        site.sends("A-1001", *details, shipped_at="2026-11-23T15:00:00+09:00")
        return site.address("t")

    return told


def ordered(site: Site) -> str:
    site.sells(days_ago=0.2)
    return site.address("t")


def split(site: Site) -> str:
    """One parcel came, the other waits to be fetched."""
    site.sells(days_ago=3)
    site.sends("A-1001", Detail.PICKED_UP, Detail.DELIVERED)
    site.sends("A-1001", Detail.PICKED_UP, Detail.IN_LOCKER)
    return site.address("t")


def page_of(name: str, **query: str) -> Callable[[Site], str]:
    """One of the pages about an order that came."""

    def about(site: Site) -> str:
        site.delivers()
        return site.address(name, **query)

    return about


def no_such_link(site: Site) -> str:
    return f"{site.server.url}/t/no-such-link"


def sent_back(site: Site) -> str:
    """One return is on its way back; another, in a system of the shop's, is done."""
    site.delivers()
    return_id = site.sends_back(bowl(), method="own_carrier")
    site.does(return_id, "shipment", by_shopper=True, carrier="yamato", tracking_number="1234-5678-9012")
    for number, news in ((make_number(b"7" * 16), "sent_back"), ("RT-2026-1", "resolved")):
        site.asks(
            "PUT",
            f"/v1/orders/A-1001/cases/{number}",
            {"kind": "return", "news": news, "happened_at": "2026-11-24T15:00:00+09:00"},
        )
    return site.address("t")


def look_up(site: Site) -> str:
    return f"{site.server.url}/orders?to=returns"


def verify(site: Site) -> str:
    site.delivers()
    return site.address("t").replace("/t/", "/verify/") + "?to=cancellation"


def too_late(site: Site) -> str:
    """Nothing of it can go back any more."""
    site.delivers(days_ago=60)
    return site.address("returns")


def gift(site: Site) -> str:
    site.delivers(sale={"is_gift": True, "gift_code": GIFT_CODE})
    return site.address("gifts")


def withdrawal(site: Site) -> str:
    """A contract with a shopper in Germany, under a policy that takes up the law of the Union."""
    site.publishes(lambda text: text.replace("laws: [jp]", "laws: [jp, eu]"))
    site.sells(days_ago=0, destination={"country": "DE", "postal": "10115"})
    return site.address("returns").partition("?")[0] + "/withdrawal"


def cancellation(site: Site) -> str:
    site.sells(days_ago=0)
    return site.address("returns") + "/cancellation"


def asked_for_more(site: Site) -> str:
    """Somebody of the shop looked at it, and has a question."""
    site.publishes(lambda text: text.replace("review: automatic", "review: manual"))
    site.sells(days_ago=0)
    site.sends("A-1001", (0, Detail.DELIVERED))
    return_id = site.sends_back(bowl())
    site.does(return_id, "need-more", code="photo_unclear")
    return f"{site.address('returns')}/{return_id}"


def code_at_the_counter(site: Site) -> str:
    site.delivers()
    return_id = site.sends_back(bowl())
    site.does(return_id, "method", by_shopper=True, method="qr")
    return f"{site.address('returns')}/{return_id}"


def problems(site: Site) -> str:
    """One parcel came, the other is not late yet."""
    site.sells(days_ago=3, promise={"earliest": "2026-11-25", "latest": "2026-11-27"})
    site.sends("A-1001", Detail.PICKED_UP, Detail.DELIVERED_TO_SAFE_PLACE)
    site.sends("A-1001", Detail.PICKED_UP)
    return site.address("problem")


def report(problem: str) -> Callable[[Site], str]:
    """The form, of an order that came."""

    def about(site: Site) -> str:
        site.delivers()
        return f"{site.address('problem')}/report?problem={problem}&shipment=S-1"

    return about


def claim(site: Site) -> str:
    """The shop needs more of its shopper."""
    site.delivers()
    address = site.reports("damaged", "箱の角がつぶれ、縁が大きく欠けていました。")
    site.answers(address, "needs_more", until="2026-11-30")
    return address


def checked_and_paid(site: Site) -> str:
    """One came as it was, and its money is on its way; the other was used, and brings less."""
    site.delivers()
    return_id = site.sends_back(bowl(quantity=2), method="own_carrier")
    site.does(return_id, "shipment", by_shopper=True, carrier="yamato", tracking_number="1234-5678-9012")
    site.does(return_id, "receive")
    findings = [{"item_id": "1", "result": "reduced", "reduced_to": 9000, "found": "used"}]
    (due,) = site.does(return_id, "inspect", findings=findings)["settlements"]
    site.does(return_id, f"settlements/{due['settlement_id']}", state="paid", reference="r-1")
    return f"{site.address('returns')}/{return_id}"


PAGES: dict[str, Callable[[Site], str]] = {
    "track-ordered": ordered,
    "track-on-the-way": parcel(Detail.PICKED_UP, Detail.ARRIVED),
    "track-out-for-delivery": parcel(Detail.PICKED_UP, Detail.ARRIVED, Detail.OUT_FOR_DELIVERY),
    "track-attempt-failed": parcel(Detail.PICKED_UP, Detail.OUT_FOR_DELIVERY, Detail.NOBODY_HOME),
    "track-delayed": parcel(Detail.PICKED_UP, Detail.DELAYED_BY_WEATHER),
    "track-delivered": parcel(Detail.PICKED_UP, Detail.OUT_FOR_DELIVERY, Detail.DELIVERED_TO_SAFE_PLACE),
    "track-two-parcels": split,
    "track-sent-back": sent_back,
    "find-order": look_up,
    "verify": verify,
    "preferences": page_of("preferences"),
    "unsubscribe": page_of("unsubscribe", kind="feedback", channel="email"),
    "review-which": page_of("reviews"),
    "review": page_of("reviews", sku="KB-01", stars="4"),
    "help": page_of("help"),
    "returns-too-late": too_late,
    "returns-gift": gift,
    "withdrawal": withdrawal,
    "cancellation": cancellation,
    "return-asked-for-more": asked_for_more,
    "return-code": code_at_the_counter,
    "return-paid": checked_and_paid,
    "problem": problems,
    "problem-report": report("missing"),
    "problem-claim": claim,
    "no-such-link": no_such_link,
}
"""Name -> how to come to be there. The name is that of the picture, too."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_on_every_screen_and_on_paper(name: str, tabs: Tabs, site: Site) -> None:
    """All is checked on a Japanese phone; on an English desktop, and for long German words, what differs there."""
    address = PAGES[name](site)
    phone, desktop = tabs.open(PHONE), tabs.open(DESKTOP, locale=ENGLISH)
    phone.goto(in_language(address, "ja"))
    photograph(phone, f"{name}-phone")
    assert sound(phone, site.server, "ja") == []
    desktop.goto(in_language(address, "en"))
    photograph(desktop, f"{name}-desktop")
    assert head(desktop, "en") + axe(desktop, **LAYOUT) + overflow(desktop) == []
    phone.set_viewport_size({"width": SMALLEST, "height": 700})
    phone.goto(in_language(address, "de"))
    assert head(phone, "de") + overflow(phone) == []


def test_without_javascript_a_page_says_the_same(page: Page, page_without_javascript: Page, site: Site) -> None:
    for name in ("track-out-for-delivery", "preferences", "review", "help"):
        address = PAGES[name](site)
        for tab in (page, page_without_javascript):
            tab.goto(address)
        assert page_without_javascript.inner_text("main") == page.inner_text("main")


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"
