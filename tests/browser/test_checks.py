"""The checks themselves: a page on which everything is wrong, and each of them says so."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.checks import SMALLEST, at_night, axe, conduct, enlarged, head, keyboard, overflow, printed, spaced
from tests.browser.conftest import Tabs
from tests.browser.site import IN_BROWSER

pytestmark = IN_BROWSER

WRONG = """<html><head>
<title>Page</title><meta name="viewport" content="width=device-width,maximum-scale=1"><style>
a:focus { outline: none } body { background: #222; color: #333 } h1 { color: #ddd }
@media (prefers-color-scheme: dark) { p { color: #232323 } }
.long { width: 21rem } .box { height: 1.2em; line-height: 1.2; overflow: hidden }
</style></head><body>
<h1>One</h1><h1>Two</h1><a href="http://stranger.example/">there</a>
<button style="color: red" tabindex="-1">unreachable</button><a href="#t" onkeydown="event.preventDefault()">trap</a>
<p class="long">wide</p><p class="box">cut off as soon as its lines are spaced or its words are many</p>
<input type="email" name="mail" id="t"><span id="t"></span><p id="low">low</p>
<script>console.error("broken"); fetch("https://stranger.example/x").catch(() => {})</script>
</body></html>"""


def test_each_check_says_what_is_wrong(page: Page, tabs: Tabs) -> None:
    page.set_content(WRONG)
    (watch,) = tabs.watches
    page.wait_for_function("() => performance.getEntriesByName('https://stranger.example/x').length > 0")
    told = "\n".join(watch.complaints())
    assert "console: broken" in told
    assert "a request to a stranger: https://stranger.example/x" in told
    watch.expects("console", "a request to a stranger", "issue:")

    found = "\n".join(head(page, "ja"))
    assert all(said in found for said in ("lang is", "headings are", "doctype is", "viewport is"))
    found = "\n".join(axe(page))
    assert all(rule in found for rule in ("html-has-lang", "color-contrast", "label", "landmark-one-main"))
    found = "\n".join(conduct(page))
    assert all(said in found for said in ("http://stranger.example", "inline style", "twice the id t", "autocomplete"))
    found = "\n".join(keyboard(page))
    assert "does not reach button" in found
    assert "cannot be seen on a 0 there" in found
    assert "does not reach input" in found  # behind the trap
    page.set_viewport_size({"width": SMALLEST, "height": 700})
    assert any("wider than the window" in wrong for wrong in overflow(page))
    assert any("wider" in wrong for wrong in enlarged(page))
    assert any("cut off" in wrong for wrong in spaced(page))
    assert any("#low" in wrong for wrong in at_night(page))
    assert any("the ground is rgb(34, 34, 34)" in wrong for wrong in printed(page))
