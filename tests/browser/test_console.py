"""The merchant's console in a real browser: a link signs in, with scripts and without, and its pages are sound."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from shared.access.console_door import new_code
from shared.aws import clients
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.tracking.detail import Detail
from tests.browser.checks import photograph, sound
from tests.browser.page_server import ONE_AT_A_TIME
from tests.browser.site import IN_BROWSER, Site
from tests.functions.conftest import NOW
from tests.functions.sold import bowl

pytestmark = IN_BROWSER

COSTLY = [{"sku": "KB-01", "name": "飯碗", "quantity": 2, "sale": {"line_id": "L-1", "price": 66000, "tax": 6000}}]
"""So that somebody has to decide."""


def code_for(site: Site) -> str:
    code = new_code("aiko", b"\x07" * 32, NOW)
    with ONE_AT_A_TIME:
        DynamoConsoleDoor(clients.dynamodb(), site.cloud.table).keep_code(code)
    return code.plain


def waiting(site: Site) -> str:
    """A return that waits, of an order whose parcel had an incident; its id."""
    payments = [{"payment_id": "P-1", "method": "card", "amount": 132550}]
    site.sells(lines=COSTLY, sale={"payments": payments})
    site.sends("A-1001", (250, Detail.CUSTOMS_HELD), (240, Detail.OUT_FOR_DELIVERY), (238, Detail.DELIVERED))
    return site.sends_back(bowl(quantity=2, words="思っていたより大きいです。"))


def test_a_link_signs_in_and_the_pages_are_sound(page: Page, site: Site) -> None:
    return_id, code = waiting(site), code_for(site)
    page.goto(f"{site.server.url}/console/sign-in#{code}")
    expect(page.locator("#code")).to_have_value(code)
    assert "#" not in page.url
    assert sound(page, site.server, "ja") == []
    with page.expect_navigation():
        page.click("form .button")
    for name in ("/orders/A-1001", f"/returns/{return_id}"):
        page.goto(f"{site.server.url}/console{name}")
        photograph(page, f"console-{name.split('/')[1]}")
        assert sound(page, site.server, "ja") == [], name


def test_without_scripts_a_return_is_approved_from_the_list(page_without_javascript: Page, site: Site) -> None:
    page, _ = page_without_javascript, waiting(site)
    page.goto(f"{site.server.url}/console/returns")
    page.fill("#code", code_for(site))
    with page.expect_navigation():
        page.click("form .button")
    assert page.url.endswith("/console/returns")
    with page.expect_navigation():
        page.click(".list form .button")
    expect(page.locator("[role=status]")).to_be_visible()
    expect(page.locator(".list li")).to_have_count(0)
