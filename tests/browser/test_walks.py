"""A shopper from end to end: the order is found, the code from the mail opens it, and a return gets its label.

Three walks between them take a phone and a desktop, a browser with and without scripts, and both languages; each step's
picture is kept, and each page of the first walk is held to everything in tests/browser/checks.py.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.browser.checks import axe, overflow, photograph, sound
from tests.browser.conftest import DESKTOP, ENGLISH, PHONE, Tabs
from tests.browser.site import IN_BROWSER, SHOPPER, Site

pytestmark = IN_BROWSER

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 400 + b"\xff\xd9"
HOME = {"postal": "150-0001", "region": "東京都", "city": "渋谷区", "line1": "神宮前4-5-6", "name": "届 愛子"}


class Walk:
    """One shopper's way through the pages, in one tab."""

    def __init__(self, page: Page, site: Site, name: str, language: str, *, checks_all: bool = False) -> None:
        self.page, self.site, self._name, self._language = page, site, name, language
        self._checks_all, self._pictures = checks_all, 0

    def sees(self, what: str) -> None:
        """A page has come: it is photographed, and looked over."""
        self._pictures += 1
        photograph(self.page, f"{self._name}-{self._pictures:02}-{what}")
        if self._checks_all:
            assert sound(self.page, self.site.server, self._language) == [], what
        else:
            assert overflow(self.page) == [], what

    def goes(self, selector: str) -> None:
        """Press a button or follow a link, to another page."""
        with self.page.expect_navigation():
            self.page.click(selector)
        assert "no-store" in self.site.server.exchanges[-1].header("cache-control")

    def finds_the_order(self, proof: str, address: str) -> None:
        self.page.goto(f"{self.site.server.url}{address}")
        self.sees("look-up")
        self.page.fill("#number", "A-1001")
        self.page.fill("#proof", proof)
        self.goes("form.ask button")
        self.enters_the_code()

    def enters_the_code(self) -> None:
        self.sees("code")
        code = self.site.mailed_code()
        self.page.fill("#code", f"{(int(code) + 1) % 1_000_000:06}")
        self.goes("form.ask button")
        expect(self.page.locator("#code-error")).to_be_visible()
        self.sees("wrong-code")
        self.page.fill("#code", code)
        self.goes("form.ask button")
        (cookie,) = [cookie for cookie in self.page.context.cookies() if cookie["name"] == "__Host-todoku"]
        assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Lax")

    def chooses(self, line: str, reason: str) -> None:
        self.sees("returns")
        self.page.check(f"input[value='{line}']")
        self.goes("form.card button.button")
        self.sees("reasons")
        self.page.check(f"input[value='{reason}']")

    def takes(self, outcome: str) -> None:
        self.sees("outcomes")
        self.page.check(f"input[value='{outcome}']")
        self.goes("button[name=next]")
        self.sees("draft")

    def submits(self) -> None:
        self.goes("form[action$='/submit'] button, form[action*='/submit?'] button")
        self.sees("submitted")

    def gets_a_label(self) -> None:
        self.goes("a.pick[href*='/way/label']")
        self.sees("address")
        for field, value in HOME.items():
            self.page.fill(f"#{field}", value)
        self.goes("form.card button.button")
        self.sees("label")
        first = self.page.locator(".way .buttons a").first.get_attribute("href")
        fetched = self.page.request.get(urljoin(self.page.url, str(first)))
        assert (fetched.status, fetched.body()[:5]) == (200, b"%PDF-")
        assert not self.site.server.url.startswith(str(first))


def kept(site: Site) -> Any:
    """The one return there is."""
    (found,) = site.asks("GET", "/v1/orders/A-1001/returns")["returns"]
    return found


def test_a_phone_with_scripts_in_japanese(page: Page, site: Site) -> None:
    """Broken on arrival: two photos, the money back, and a label."""
    site.delivers()
    walk = Walk(page, site, "walk-phone-ja", "ja", checks_all=True)
    walk.finds_the_order(SHOPPER, "/orders")
    walk.sees("tracking")
    walk.goes("a[href*='/verify/'][href*='to=returns']:visible")
    walk.chooses("L-2", "damaged")
    walk.goes("button[name=next]")
    walk.sees("reasons-words-missing")
    page.fill("textarea", "縁が欠けていました")
    walk.goes("button[name=next]")
    walk.sees("photos")
    for name in ("one", "two"):
        with page.expect_navigation():
            page.set_input_files("input[type=file]", {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    expect(page.locator(".files li")).to_have_count(2)
    walk.sees("photos-added")
    walk.goes("button[name=next]")
    walk.takes("refund")
    walk.submits()
    walk.gets_a_label()


def test_a_desktop_without_scripts_in_english(tabs: Tabs, site: Site) -> None:
    """Straight to the returns, by postal code; a plain form brings the photo; a change of mind, and store credit."""
    site.delivers(language="en")
    page = tabs.open(DESKTOP, locale=ENGLISH, javascript=False)
    walk = Walk(page, site, "walk-desktop-en", "en")
    walk.finds_the_order("150-0001", "/orders?to=returns")
    walk.chooses("L-1", "unwanted")
    walk.goes("button[name=next]")
    walk.takes("store_credit")
    walk.submits()
    walk.gets_a_label()


def test_a_phone_without_scripts_from_a_forwarded_link(tabs: Tabs, site: Site) -> None:
    """A tracking link that lay around opens no returns: the code goes to who ordered."""
    site.delivers(language="en")
    page = tabs.open(PHONE, locale=ENGLISH, javascript=False)
    walk = Walk(page, site, "walk-phone-en", "en")
    page.goto(site.address("t"))
    walk.goes("a[href*='/verify/'][href*='to=returns']:visible")
    walk.sees("verify")
    walk.goes("form.ask button")
    walk.enters_the_code()
    walk.chooses("L-2", "damaged")
    page.click("fieldset details summary")
    page.fill("textarea", "A chipped rim")
    walk.goes("button[name=next]")
    for name in ("one", "two"):
        page.set_input_files("input[type=file]", {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
        with page.expect_navigation():
            page.click("button.send")
    expect(page.locator(".files li")).to_have_count(2)
    walk.goes("button[name=next]")
    walk.takes("replacement")
    walk.submits()


def test_a_phone_reports_what_came_damaged_in_japanese(page: Page, site: Site) -> None:
    """Found by its number, reported without sending it back, shown by photos, and answered; nobody is asked twice."""
    site.delivers()
    walk = Walk(page, site, "walk-problem-ja", "ja", checks_all=True)
    walk.finds_the_order(SHOPPER, "/orders?to=problem")
    walk.sees("problems")
    walk.goes("a.pick[href*='problem=damaged']")
    walk.sees("advice")
    page.click("details.instead summary")
    page.check("input[value='L-2']")
    page.check("input[value='replacement']")
    page.fill("textarea", "蓋の縁が欠けていました")
    photograph(page, "walk-problem-ja-report")
    assert axe(page) + overflow(page) == []
    walk.goes("details.instead button.button")
    walk.sees("claim")
    for name in ("one", "two"):
        with page.expect_navigation():
            page.set_input_files("input[type=file]", {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    expect(page.locator(".files li")).to_have_count(2)
    walk.sees("claim-with-photos")
    site.answers(page.url, "approved")
    page.reload()
    expect(page.locator("h1")).to_have_text("お申し出を承りました")
    page.goto(site.address("t"))
    walk.goes("a[href*='/verify/'][href*='to=problem']:visible")
    expect(page.locator(".earlier li")).to_have_count(1)
    walk.sees("problems-reported")
