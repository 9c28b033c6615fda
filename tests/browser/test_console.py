"""The merchant's console in a real browser: a link signs in, with scripts and without, and its pages are sound."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shared.access.console_door import new_code
from shared.aws import clients
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.tracking.detail import Detail
from tests.browser.checks import photograph, sound
from tests.browser.conftest import PHONE, Tabs
from tests.browser.page_server import ONE_AT_A_TIME
from tests.browser.site import IN_BROWSER, Site
from tests.functions.conftest import NOW
from tests.functions.sold import bowl
from tests.standins.pool_of_users import CLIENT, ISSUER, PoolOfUsers
from tests.standins.service import listening as running

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


def test_a_login_goes_to_the_pool_of_users_and_back_and_signing_out_does_too(
    tabs: Tabs, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser looks at redirects of forms too, and keeps what it began with for the way back from another host."""
    with running(PoolOfUsers(f"{site.server.url}/console", NOW)) as users:
        for name, value in (("LOGIN_URL", users.url), ("LOGIN_ISSUER", ISSUER), ("LOGIN_CLIENT", CLIENT)):
            monkeypatch.setenv(name, value)
        page = tabs.open(PHONE, javascript=False)
        tabs.watches[-1].expects(f"a request to a stranger: {users.url}/")
        page.goto(f"{site.server.url}/console/returns")
        photograph(page, "console-sign-in")
        page.click(".entrance .button >> nth=0")
        page.wait_for_url(f"{site.server.url}/console/returns")
        expect(page.locator(".who")).to_contain_text("Hanako · 担当者")
        page.click(".who button")
        page.wait_for_url(f"{site.server.url}/console/signed-out")
        page.goto(f"{site.server.url}/console")
        expect(page.locator(".entrance")).to_be_visible()
        assert users.objections == []


def test_the_page_to_sign_in_is_sound_with_logins_and_opens_its_field_for_a_link(
    page: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGIN_URL", "https://login.example.com")
    code = code_for(site)
    page.goto(f"{site.server.url}/console/sign-in")
    assert sound(page, site.server, "ja") == []
    page.goto(f"{site.server.url}/console/signed-out#{code}")
    expect(page.locator("#code")).to_have_value(code)
    with page.expect_navigation():
        page.click("form .button")
    assert page.url == f"{site.server.url}/console"
