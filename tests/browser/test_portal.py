"""The returns portal off the straight way: files that are no photos, impatient fingers, going back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import photograph, sound
from tests.browser.conftest import Tabs
from tests.browser.site import IN_BROWSER, Site

pytestmark = IN_BROWSER

HTML = b"<!doctype html><script>document.title='taken'</script>"


@pytest.fixture(autouse=True)
def delivered(site: Site) -> None:
    site.delivers()


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


def asks_for_photos(page: Page, site: Site) -> None:
    """A pot that came broken: up to the page that wants to see it."""
    page.goto(site.address("returns"))
    page.check("input[value='L-2']")
    press(page, "form.card button.button")
    page.check("input[value=damaged]")
    page.locator("fieldset details summary").first.click()
    page.fill("textarea", "縁が欠けていました")
    press(page, "button[name=next]")


def returns(site: Site) -> list[Any]:
    found: list[Any] = site.asks("GET", "/v1/orders/A-1001/returns")["returns"]
    return found


def test_a_file_that_is_no_photo_is_refused_in_words(page: Page, tabs: Tabs, site: Site) -> None:
    tabs.watches[0].expects("status of 422")
    asks_for_photos(page, site)
    page.set_input_files("input[type=file]", {"name": "x.html", "mimeType": "text/html", "buffer": HTML})
    expect(page.locator(".said.error")).not_to_be_empty()
    assert site.bucket.kept == []
    photograph(page, "photo-refused-phone")
    assert sound(page, site.server, "ja") == []
    with page.expect_navigation():
        page.set_input_files("input[type=file]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": HTML})
    expect(page.locator(".error").first).to_be_visible()
    expect(page.locator(".files li")).to_have_count(0)
    assert len(site.bucket.kept) == 1


def test_the_bucket_takes_only_what_was_signed(page: Page, tabs: Tabs, site: Site) -> None:
    """Whoever changes the form in their own browser: another name, another type, another file of ours."""
    tabs.watches[0].expects("Failed to load resource")
    asks_for_photos(page, site)
    tamper = """async ([name, value]) => {
        const form = document.querySelector('form.upload'), data = new FormData(form);
        data.delete('file');
        data.set(name, value);
        data.append('file', new Blob(['x'], {type: 'image/jpeg'}), 'x.jpg');
        return (await fetch(form.action, {method: 'POST', body: data, redirect: 'manual'})).status;
    }"""
    for name, value in (("key", "evidence/another"), ("Content-Type", "text/html"), ("acl", "public-read")):
        assert page.evaluate(tamper, [name, value]) == 403, name
    assert site.bucket.kept == []


def test_who_presses_twice_and_goes_back_asks_once(page: Page, site: Site) -> None:
    page.goto(site.address("returns"))
    page.check("input[value='L-1']")
    with page.expect_navigation():
        page.dblclick("form.card button.button")
    page.wait_for_url("**/new/reasons**")
    page.check("input[value=unwanted]")
    press(page, "button[name=next]")
    page.check("input[value=refund]")
    press(page, "button[name=next]")
    draft = page.url
    with page.expect_navigation():
        page.dblclick("form[action*='/submit'] button")
    expect(page.get_by_role("status")).to_be_visible()
    page.go_back()
    page.goto(draft)
    assert [each["state"] for each in returns(site)] == ["approved"]


def test_what_was_chosen_is_still_there_when_one_goes_back(page_without_javascript: Page, site: Site) -> None:
    page = page_without_javascript
    page.goto(site.address("returns"))
    page.check("input[value='L-1']")
    page.select_option("select", "1")
    press(page, "form.card button.button")
    page.check("input[value=colour]")
    press(page, "button[name=next]")
    press(page, ".buttons a")
    expect(page.locator("input[value=colour]")).to_be_checked()
    press(page, ".buttons a")
    expect(page.locator("input[value='L-1']")).to_be_checked()
    expect(page.locator("select")).to_have_value("1")
