"""Who would do harm to a shopper: by what a carrier, a shop or a shopper wrote, and from pages of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page

from shared.tracking.detail import Detail
from tests.browser.conftest import DESKTOP, Tabs
from tests.browser.page_server import Answering, serving
from tests.browser.site import IN_BROWSER, SHOPPER, Site

pytestmark = IN_BROWSER

SCRIPT = "<script>document.title='taken'</script>"
XSS = (
    f"{SCRIPT}</style></title></textarea></script>{SCRIPT}<svg onload=document.title='taken'>"
    "<img src=x onerror=document.title='taken'>\"autofocus onfocus=document.title='taken' x=\"'`${{7*7}}{%0%}"
)
"""Tries each place in which it might be written: text, attribute, style, title, text area, script, template."""
TAKEN = "taken"


def takes_nothing(page: Page, address: str, *shown: str) -> None:
    """The page says what was written, as text; nothing of it ran, nor became part of the page."""
    page.goto(address)
    looks_harmless(page, *shown)


def looks_harmless(page: Page, *shown: str) -> None:
    assert TAKEN not in page.title()
    written = page.locator("main").evaluate("main => main.textContent")
    for part in shown:
        assert part in written, f"{part} is not on {page.url}"
    assert page.locator("svg[onload],img[onerror],[onfocus],[autofocus]").count() == 0
    assert TAKEN not in "".join(page.locator("script").all_text_contents())


@pytest.mark.parametrize("javascript", [True, False])
def test_what_others_wrote_is_text_on_every_page(javascript: bool, tabs: Tabs, site: Site) -> None:
    """A carrier in its scans, a shop in its goods and promotions, a shopper in reviews and returns."""
    site.publishes(promoting_a_script)
    lines = [{"sku": "KB-01", "name": XSS[:200], "quantity": 1, "sale": {"line_id": "L-1", "price": 17550}}]
    site.sells(language="en", lines=lines, sale={"shipping": 0})
    parcel = site.sends()
    site.scans(parcel, Detail.ARRIVED, 30, message=XSS, city=XSS[:100], region=XSS[:100])
    site.scans(parcel, Detail.DELIVERED, 20)
    page = tabs.open(DESKTOP, javascript=javascript)
    takes_nothing(page, site.address("t"), SCRIPT, XSS[:100])
    for name in ("reviews", "help"):
        takes_nothing(page, site.address(name, sku="KB-01"), SCRIPT)
    page.goto(site.address("reviews", sku="KB-01", stars="2"))
    page.fill("#words", XSS)
    press(page, "form:has(#words) button")
    looks_harmless(page, SCRIPT)
    assert page.input_value("#words") == XSS

    takes_nothing(page, site.address("returns"), SCRIPT)
    page.check("input[value='L-1']")
    press(page, "form.card button.button")
    looks_harmless(page, SCRIPT)
    page.check("input[value=unwanted]")
    page.locator("fieldset details summary").first.click()
    page.fill("textarea", XSS)
    press(page, "button[name=next]")
    looks_harmless(page, SCRIPT)
    page.check("input[value=exchange]")
    page.fill("input[name='wanted.1.exchange']", XSS[:200])
    press(page, "button[name=next]")
    looks_harmless(page, SCRIPT)


def promoting_a_script(text: str) -> str:
    """The sample shop's promotion, shown now, with other words."""
    text = text.replace("title: { ja: 冬のうつわ, en: Winter cups }", f"title: {{ en: {json.dumps(SCRIPT)} }}")
    text = re.sub(r"text: \{ ja: 手にあたたかい、土もの.*", f"text: {{ en: {json.dumps(XSS[:150])} }}", text)
    return text.replace("from: 2026-12-01\n", "from: 2026-11-01\n")


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


HOSTILE_QUERIES = [{"lang": XSS, "m": XSS, "to": XSS}, {"stars": XSS, "sku": XSS}, {"kind": XSS, "channel": XSS}]


@pytest.mark.parametrize("query", HOSTILE_QUERIES)
def test_nothing_in_an_address_becomes_part_of_a_page(query: dict[str, str], page: Page, site: Site) -> None:
    site.delivers()
    for name in ("t", "preferences", "unsubscribe", "reviews", "help", "returns"):
        takes_nothing(page, site.address(name, **query))
    for path in ("/orders", "/orders/code/x", site.address("t").partition("/t/")[2].join(("/verify/", ""))):
        takes_nothing(page, f"{site.server.url}{path}?{urlencode(query)}")


ELSEWHERE = (
    "//evil.example",
    "https:evil.example",
    "https://evil.example",
    "/\\evil.example",
    "%2f%2fevil.example",
    "javascript:1",
)


def test_no_address_of_ours_leads_to_another_site(page: Page, site: Site) -> None:
    """Neither the look-up, nor what follows from a code, nor a promotion, nor a language."""
    site.delivers()
    for place in ELSEWHERE[:2]:
        page.goto(f"{site.server.url}/orders?{urlencode({'to': place, 'lang': place})}")
        page.fill("#number", "A-1001")
        page.fill("#proof", SHOPPER)
        press(page, "form.ask button")
        page.fill("#code", site.mailed_code())
        press(page, "form.ask button")
        assert page.url.startswith(f"{site.server.url}/t/")
    verify = site.address("t").replace("/t/", "/verify/")
    for place in ELSEWHERE:
        for address in (
            f"{verify}?{urlencode({'to': place, 'lang': place})}",
            f"{site.address('t')}/p/{quote(place, safe='')}",
            f"{site.server.url}/{place}",
            f"{site.server.url}/s/{quote(place, safe='')}",
        ):
            page.goto(address)
            assert page.url.startswith(f"{site.server.url}/"), address


def test_a_code_opens_one_order_and_no_script_reads_what_it_left(page: Page, site: Site) -> None:
    site.delivers()
    site.sells("A-1002")
    page.goto(f"{site.server.url}/orders?to=returns")
    page.fill("#number", "A-1001")
    page.fill("#proof", SHOPPER)
    press(page, "form.ask button")
    page.fill("#code", site.mailed_code())
    press(page, "form.ask button")
    assert page.evaluate("() => document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["path"]) == (
        "__Host-todoku",
        True,
        True,
        "Lax",
        "/",
    )
    own, other = (site.address("t", order).replace("/t/", "/verify/") for order in ("A-1001", "A-1002"))
    page.goto(f"{own}?to=returns")
    assert page.url.startswith(f"{site.server.url}/returns/")
    page.goto(f"{other}?to=returns")
    assert page.url.startswith(f"{site.server.url}/verify/")


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """A page on another origin; answers its address. For the browser, other ports of localhost are the same site."""

    class Page(Answering):
        def do_GET(self) -> None:
            self.answer(200, [("content-type", "text/html; charset=utf-8")], html.encode())

    with serving(Page) as port:
        yield f"http://127.0.0.1:{port}"


def test_no_other_site_sends_a_form_for_a_shopper(tabs: Tabs, site: Site) -> None:
    site.delivers()
    forms = {
        "preferences": "<input name=shown value=service.email>",
        "reviews": "<input name=sku value=KB-01><input name=stars value=1>",
        "help": "<input name=words value=x>",
        "returns/new": "<input name=take.0 value=L-1><input name=quantity.0 value=1><input name=visit value=x>",
        "verify": "",
    }
    page = tabs.open(DESKTOP)
    (watch,) = tabs.watches
    for name, fields in forms.items():
        of_page, _, below = name.partition("/")
        address = site.address("t").replace("/t/", "/verify/") if name == "verify" else site.address(of_page)
        action = f"{address}/{below}" if below else address
        form = f"<!doctype html><form method=post action='{action}'>{fields}<button>x</button></form>"
        with another_site(form) as address:
            watch.expects(address)
            page.goto(address)
            press(page, "button")
        refused = site.server.last(f"/{of_page}/")
        assert (refused.method, refused.sent["sec-fetch-site"], refused.status) == ("POST", "cross-site", 403)
    assert site.asks("GET", "/v1/orders/A-1001/reviews") == {"reviews": [], "help": []}
    assert site.asks("GET", "/v1/orders/A-1001/returns")["returns"] == []


def test_no_page_can_be_put_into_a_frame_of_somebody_elses(tabs: Tabs, site: Site) -> None:
    site.delivers()
    page = tabs.open(DESKTOP)
    (watch,) = tabs.watches
    for name in ("t", "preferences", "reviews", "help", "returns"):
        with another_site(f"<!doctype html><title>x</title><iframe src='{site.address(name)}'></iframe>") as address:
            watch.expects(address, "frame-ancestors", "ContentSecurityPolicyIssue", "net::ERR_BLOCKED_BY_RESPONSE")
            page.goto(address)
            (frame,) = page.frames[1:]
            frame.wait_for_url("chrome-error:**")


def test_a_page_tells_its_address_to_nobody_and_is_not_kept(page: Page, site: Site) -> None:
    site.delivers()
    for name in ("t", "preferences", "unsubscribe", "reviews", "help", "returns"):
        page.goto(site.address(name))
        shown = site.server.last(f"/{name}/")
        assert shown.header("cache-control") == "no-store"
        assert shown.header("referrer-policy") == "no-referrer"
        assert shown.header("x-content-type-options") == "nosniff"
        assert "frame-ancestors 'none'" in shown.header("content-security-policy")
        assert "base-uri 'none'" in shown.header("content-security-policy")
        assert not set("*") & set(shown.header("content-security-policy"))
        assert "unsafe" not in shown.header("content-security-policy")


def test_a_script_that_gets_into_a_page_is_not_run(page: Page, tabs: Tabs, site: Site) -> None:
    """If all escaping failed: the policy of the page itself still refuses."""
    (watch,) = tabs.watches
    watch.expects("Content Security Policy", "ContentSecurityPolicyIssue")
    site.delivers()
    for name in ("t", "preferences", "reviews", "help", "returns"):
        page.goto(site.address(name))
        page.evaluate(
            """() => {
                const script = document.createElement('script');
                script.textContent = "document.title = 'taken'";
                document.body.append(script);
                document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror="document.title=`taken`">');
            }"""
        )
        page.wait_for_timeout(0)
        assert page.title() != TAKEN
