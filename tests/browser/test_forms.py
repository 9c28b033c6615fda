"""Forms that a shopper fills in: by keyboard alone, without a script, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shared.aws import clients
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.shoppers.shopper import shopper_id
from tests.browser.checks import photograph, sound
from tests.browser.page_server import ONE_AT_A_TIME
from tests.browser.site import IN_BROWSER, Site
from tests.functions.conftest import NOW

pytestmark = IN_BROWSER


@pytest.fixture(autouse=True)
def delivered(site: Site) -> None:
    """Every form here is about an order that came."""
    site.delivers()


def choices(site: Site) -> dict[str, bool]:
    with ONE_AT_A_TIME:
        shopper = DynamoShoppers(clients.dynamodb(), site.cloud.table).get(shopper_id(site.order().contact))
    return {name: choice.allowed for name, choice in shopper.choices.items()}


def tab_to(page: Page, selector: str) -> None:
    """As somebody does who has no mouse."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard does not come to {selector}.")


def submit(page: Page, selector: str) -> None:
    """Press a button, and wait for the page that comes."""
    with page.expect_navigation():
        page.click(selector)


def test_what_is_told_is_chosen_by_keyboard(page: Page, site: Site) -> None:
    page.goto(site.address("preferences"))
    tab_to(page, "[name='feedback.email']")
    page.keyboard.press("Space")
    tab_to(page, "form[method=post] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("設定を保存しました")
    assert choices(site) == {"email:feedback": False}
    photograph(page, "preferences-saved-phone")
    assert sound(page, site.server, "ja") == []
    page.reload()
    expect(page.locator("[name='feedback.email']")).not_to_be_checked()


def test_unsubscribing_takes_one_button_and_undoing_it_another(page_without_javascript: Page, site: Site) -> None:
    page = page_without_javascript
    page.goto(site.address("unsubscribe", kind="feedback", channel="email", lang="en"))
    assert choices(site) == {}
    submit(page, "form[method=post] button")
    photograph(page, "unsubscribed-phone")
    assert choices(site) == {"email:feedback": False}
    site.at(NOW + timedelta(minutes=1))
    submit(page, "form[method=post] button")
    assert choices(site) == {"email:feedback": True}


def test_a_review_is_written_by_keyboard_and_can_be_changed(page: Page, site: Site) -> None:
    page.goto(site.address("reviews", sku="KB-01", lang="en"))
    tab_to(page, "[name=stars]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "#words")
    page.keyboard.type("Thin, light, and well made.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("#words")).to_have_value("Thin, light, and well made.")
    photograph(page, "review-saved-phone")
    assert sound(page, site.server, "en") == []
    page.fill("#words", "Thin and light.")
    submit(page, "form:has(#words) button")
    (kept,) = site.asks("GET", "/v1/orders/A-1001/reviews")["reviews"]
    assert (kept["stars"], kept["words"]) == (2, "Thin and light.")


def test_without_stars_the_browser_says_so_and_nothing_is_sent(page: Page, site: Site) -> None:
    page.goto(site.address("reviews", sku="KB-01"))
    page.locator("form:has(#words) button").click()
    expect(page.locator("[name=stars]").first).to_be_focused()
    assert [exchange.method for exchange in site.server.exchanges] == ["GET"]


def test_help_is_asked_for_from_the_page_of_a_review(page: Page, site: Site) -> None:
    page.goto(site.address("reviews", sku="KB-01", stars="1"))
    page.fill("#trouble", "ひびが入っていました")
    page.locator("form:has(#trouble) button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("お問い合わせを承りました")
    photograph(page, "help-asked-phone")
    assert sound(page, site.server, "ja") == []
    (case,) = site.asks("GET", "/v1/orders/A-1001/cases")["cases"]
    assert (case["kind"], case["is_open"]) == ("support", True)
