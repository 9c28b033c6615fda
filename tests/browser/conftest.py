"""A browser, the pages' own server beside it, and a watch on everything that happens in a tab.

One browser per process; each test has tabs of its own, with nothing remembered from another. When a test ends, its
tabs must have had nothing to complain of: see tests/browser/watch.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from shared.cli.chromium import chromium
from tests.browser.bucket import Bucket, receiving
from tests.browser.page_server import PageServer, listening
from tests.browser.site import Site
from tests.browser.watch import Watch
from tests.functions.conftest import BUCKET, Cloud, at, built_once, cloud, merchant, merchant_key

__all__ = ["at", "built_once", "cloud", "merchant", "merchant_key"]

PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 900}}
JAPANESE = "ja-JP"
ENGLISH = "en-GB"
PATIENCE = 10_000
"""Milliseconds that anything on a page may take."""

_REQUIRED = "TODOKU_BROWSER_REQUIRED"
"""Where this is 1, a machine without a browser fails the tests instead of skipping them."""
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, or the one that `playwright install chromium` brought."""
    executable = chromium() or playwright.chromium.executable_path
    if not Path(executable).exists():
        _without("There is no Chromium on the PATH, and Playwright has none: `playwright install chromium`.")
    launched = playwright.chromium.launch(executable_path=executable, args=_QUIET)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def listening_server() -> Iterator[PageServer]:
    with listening() as server:
        yield server


@pytest.fixture(scope="session")
def receiving_bucket() -> Iterator[Bucket]:
    with receiving() as bucket:
        yield bucket


@pytest.fixture
def site(
    listening_server: PageServer,
    receiving_bucket: Bucket,
    cloud: Cloud,
    merchant: dict[str, str],
    at: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    """The shop's site, without an order yet. Its functions are told the address at which they are reached."""
    monkeypatch.setenv("PUBLIC_URL", listening_server.url)
    listening_server.exchanges.clear()
    receiving_bucket.name, receiving_bucket.allowed_origin = BUCKET, listening_server.url
    receiving_bucket.kept.clear()
    _sign_for(receiving_bucket, monkeypatch)
    return Site(listening_server, receiving_bucket, cloud, merchant, at)


class Tabs:
    """Opens tabs, and watches over each; `watches` may be told what one test provokes on purpose."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser = browser
        self._site = site
        self._contexts: list[BrowserContext] = []
        self.watches: list[Watch] = []

    def open(self, size: Mapping[str, Any], *, locale: str = JAPANESE, javascript: bool = True, **more: Any) -> Page:
        context = self._browser.new_context(**size, locale=locale, java_script_enabled=javascript, **more)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        self.watches.append(Watch(page, self._site.server.url, self._site.bucket.url))
        return page

    def close(self) -> list[str]:
        """Close them all; answers what they had to complain of."""
        complaints = [complaint for watch in self.watches for complaint in watch.complaints()]
        for context in self._contexts:
            context.close()
        return complaints


@pytest.fixture
def tabs(browser: Browser, site: Site) -> Iterator[Tabs]:
    """To open others than the usual ones."""
    opened = Tabs(browser, site)
    yield opened
    assert opened.close() == []


@pytest.fixture
def page(tabs: Tabs) -> Page:
    """A Japanese phone."""
    return tabs.open(PHONE)


@pytest.fixture
def desktop(tabs: Tabs) -> Page:
    """A desktop whose reader reads English."""
    return tabs.open(DESKTOP, locale=ENGLISH)


@pytest.fixture
def page_without_javascript(tabs: Tabs) -> Page:
    """A phone that runs no script at all."""
    return tabs.open(PHONE, javascript=False)


def _without(reason: str) -> None:
    if os.environ.get(_REQUIRED) == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _sign_for(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms for S3 lead to the bucket that listens here."""
    from shared.aws import clients  # as it stands for this test: what makes clients is replaced for each

    client = clients.s3()
    sign = client.generate_presigned_post

    def signed(**asked: Any) -> dict[str, Any]:
        return {**sign(**asked), "url": f"{bucket.url}/"}

    monkeypatch.setattr(client, "generate_presigned_post", signed)
