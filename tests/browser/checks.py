"""What must be true of every page, whatever is on it: each check answers what is wrong, and `sound` runs them all.

The scripts run in the page by the browser's own debugger: no security policy of a page has to be loosened for them.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.page_server import PageServer

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".build" / "pages"
"""Where pictures of every page are written; git ignores it."""
MOST_BYTES = 60 * 1024
"""Of a page as it goes over the wire, without pictures."""
SMALLEST = 320
"""CSS pixels: the smallest phone, and a desktop's page at four times its size (WCAG 2.2, 1.4.10)."""
A4 = 718
"""CSS pixels between the margins of a sheet."""

_AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LAYOUT = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}}
"""What may differ from one screen to the other, for `axe`."""


def sound(page: Page, server: PageServer, language: str) -> list[str]:
    """Everything below, on a page that is open on a phone. It is left as it was found."""
    size = page.viewport_size
    assert size
    found = [
        *head(page, language),
        *weight(page, server),
        *axe(page),
        *conduct(page),
        *keyboard(page),
        *enlarged(page),
        *spaced(page),
        *at_night(page),
        *printed(page),
    ]
    page.set_viewport_size({"width": SMALLEST, "height": size["height"]})
    found += [f"at {SMALLEST} px: {wrong}" for wrong in overflow(page)]
    page.set_viewport_size(size)
    return found


def axe(page: Page, **options: Any) -> list[str]:
    """What axe-core finds: WCAG 2.2 to level AA, and its best practices."""
    asked = options or {"runOnly": {"type": "tag", "values": _STANDARD}}
    page.evaluate(f"() => {{ if (!window.axe) {{ {_axe_core()} }} }}")
    found = page.evaluate("async asked => (await axe.run(document, asked)).violations", asked)
    return [f"axe: {rule['id']} at {node['target']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def head(page: Page, language: str) -> list[str]:
    """What stands above the page, and outlines it."""
    seen = page.evaluate(
        """() => ({
            doctype: document.doctype?.name, mode: document.compatMode, charset: document.characterSet,
            lang: document.documentElement.lang, title: document.title, url: location.href,
            viewport: document.querySelector('meta[name=viewport]')?.content ?? '',
            headings: [...document.querySelectorAll('h1')].map(each => each.innerText.trim()),
            mains: document.querySelectorAll('main').length,
        })"""
    )
    wrong = [f"{name} is {seen[name]}, not {due}" for name, due in _DUE.items() if seen[name] != due]
    if seen["lang"] != language:
        wrong.append(f"lang is {seen['lang']}, not {language}")
    if re.search("user-scalable|maximum-scale", seen["viewport"]) or "width=device-width" not in seen["viewport"]:
        wrong.append(f"the viewport is {seen['viewport']}")
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        wrong.append(f"the headings are {seen['headings']}")
    elif seen["headings"][0] not in seen["title"]:
        wrong.append(f"the title {seen['title']} does not name the page: {seen['headings'][0]}")
    return wrong


_DUE = {"doctype": "html", "mode": "CSS1Compat", "charset": "UTF-8", "mains": 1}


def weight(page: Page, server: PageServer) -> list[str]:
    """What it takes to show the page, as sent: and how many requests must be done before anything is seen."""
    address = page.url.removeprefix(server.url).partition("#")[0]
    shown = server.last(address)
    wrong = []
    if len(shown.body) > MOST_BYTES:
        wrong.append(f"the page has {len(shown.body)} bytes, {len(gzip.compress(shown.body))} of them compressed")
    if b'charset="utf-8"' not in shown.body[:1024].lower():
        wrong.append("the charset is not declared in the first 1,024 bytes")
    blocking = page.evaluate(
        "() => performance.getEntriesByType('resource').filter(r => r.renderBlockingStatus === 'blocking')"
        ".map(r => r.name)"
    )
    if len(blocking) > 1:
        wrong.append(f"these requests block rendering: {blocking}")
    return wrong


def conduct(page: Page) -> list[str]:
    """What Lighthouse calls best practices, as far as no other check here does."""
    wrong: list[str] = page.evaluate(_CONDUCT)
    return wrong


_CONDUCT = """() => {
    const wrong = [];
    const own = location.origin;
    for (const link of document.querySelectorAll('a[href]')) {
        const to = new URL(link.href);
        if (!['https:', 'mailto:', 'tel:'].includes(to.protocol) && to.origin !== own) wrong.push('a link to ' + to);
        if (link.target === '_blank' && !/noopener|noreferrer/.test(link.rel)) wrong.push('an opener for ' + to);
        if (!link.textContent.trim() && !link.querySelector('img[alt]') && !link.getAttribute('aria-label'))
            wrong.push('a link without words: ' + link.outerHTML);
    }
    for (const image of document.images) {
        if (!image.hasAttribute('alt')) wrong.push('no alt: ' + image.outerHTML);
        if (image.complete && image.naturalWidth && getComputedStyle(image).objectFit === 'fill') {
            const shown = image.width / image.height, made = image.naturalWidth / image.naturalHeight;
            if (Math.abs(shown - made) > .05 * made) wrong.push('out of shape: ' + image.outerHTML);
        }
    }
    for (const field of document.querySelectorAll('input:not([type=hidden]),select,textarea')) {
        if (field.type === 'password') wrong.push('a password field');
        if (['email', 'tel'].includes(field.type) && !field.autocomplete) wrong.push('autocomplete: ' + field.name);
        const typed = !['radio', 'checkbox', 'file'].includes(field.type);
        if (typed && parseFloat(getComputedStyle(field).fontSize) < 16)
            wrong.push('phones zoom into ' + field.name + ', whose text is smaller than 16 px');
    }
    const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
    for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) wrong.push('twice the id ' + id);
    for (const element of document.querySelectorAll('[style]:not([style=""]),[onclick],[onload],[onsubmit]'))
        wrong.push('an inline style or handler, which the security policy forbids: ' + element.outerHTML.slice(0, 99));
    return wrong;
}"""


def overflow(page: Page) -> list[str]:
    """Nothing is wider than the window, and no text is cut off by its own box."""
    wrong: list[str] = page.evaluate(_OVERFLOW)
    return wrong


_OVERFLOW = """() => {
    const wide = document.documentElement.clientWidth, wrong = [];
    if (document.documentElement.scrollWidth > wide + 1) {
        const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 1);
        wrong.push('wider than the window: ' + (out.at(-1)?.outerHTML ?? '').slice(0, 160));
    }
    for (const e of document.body.querySelectorAll('*')) {
        const style = getComputedStyle(e), hides = /hidden|clip/.test(style.overflowX + style.overflowY);
        const tiny = e.clientWidth <= 1 || e.clientHeight <= 1 || style.clipPath !== 'none';
        if (hides && !tiny && e.innerText && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
            wrong.push('cut off: ' + e.outerHTML.slice(0, 160));
    }
    return wrong;
}"""


def keyboard(page: Page) -> list[str]:
    """Everything that can be clicked is reached with Tab, is seen when it is, and lets go again."""
    wanted: list[str] = page.evaluate(_REACHABLE)
    reached, wrong = [], []
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        told = page.evaluate(_FOCUSED)
        if told is None or told["name"] in reached:
            break
        reached.append(told["name"])
        if not told["seen"]:
            wrong.append(f"focus cannot be seen on {told['name']}")
        if not told["inside"]:
            wrong.append(f"focus is outside of what is shown: {told['name']}")
    else:
        wrong.append(f"the keyboard does not get out again: {reached}")
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); getSelection()?.removeAllRanges() }")
    return wrong + [f"the keyboard does not reach {name}" for name in wanted if name not in reached]


_NAMED = """
    const named = e => e.tagName.toLowerCase() + (e.type === 'radio' ? ` ${e.form?.action} ${e.name}` :
        ' ' + [...document.querySelectorAll(e.tagName)].indexOf(e) + ' ' + (e.innerText || e.name || '').slice(0, 40));
"""
_REACHABLE = (
    "() => {"
    + _NAMED
    + """
    const parts = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"],[contenteditable]';
    const shown = e => !e.disabled && e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) &&
        (!e.closest('details:not([open])') || e.tagName === 'SUMMARY' && !e.closest('details details:not([open])'));
    window.calm = new Map();
    for (const e of document.body.querySelectorAll('*')) {
        const style = getComputedStyle(e);
        calm.set(e, [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join());
    }
    return [...new Set([...document.querySelectorAll(parts)].filter(shown).map(named))];
}"""
)
_FOCUSED = (
    "() => {"
    + _NAMED
    + """
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const near = [e, e.nextElementSibling, e.parentElement, e.parentElement?.parentElement].filter(Boolean);
    const now = one => { const s = getComputedStyle(one);
        return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow].join() };
    const rings = one => { const s = getComputedStyle(one);
        return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none' };
    const at = (e.closest('label') ?? e).getBoundingClientRect();
    return {
        name: named(e),
        seen: near.some(one => calm.get(one) !== now(one) && rings(one)),
        inside: at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth,
    };
}"""
)


def enlarged(page: Page) -> list[str]:
    """Text twice as large (WCAG 1.4.4) still fits."""
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    wrong = [f"with text of 200 %: {each}" for each in overflow(page)]
    page.evaluate("() => { document.documentElement.removeAttribute('style') }")
    return wrong


def spaced(page: Page) -> list[str]:
    """So does text that its reader spaces out (WCAG 1.4.12)."""
    page.evaluate(
        """() => {
            const spacing = new CSSStyleSheet();
            spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
            document.adoptedStyleSheets = [spacing];
        }"""
    )
    wrong = [f"with text spaced out: {each}" for each in overflow(page)]
    page.evaluate("() => { document.adoptedStyleSheets = [] }")
    return wrong


def at_night(page: Page) -> list[str]:
    """Colours can be told apart in the dark too."""
    page.emulate_media(color_scheme="dark")
    wrong = [f"at night: {each}" for each in axe(page, **_COLOURS)]
    page.emulate_media(color_scheme="light")
    return wrong


def printed(page: Page) -> list[str]:
    """On paper everything fits, dark text on white, also for who reads by night."""
    size = page.viewport_size
    assert size
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": A4, "height": 1000})
    wrong = [f"on paper: {each}" for each in overflow(page)]
    ground, ink = page.evaluate(
        "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
    )
    if ground not in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"):
        wrong.append(f"on paper: the ground is {ground}")
    if sum(map(int, re.findall(r"\d+", ink)[:3])) > 3 * 90:
        wrong.append(f"on paper: the heading is {ink}")
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(size)
    return wrong


def photograph(page: Page, name: str) -> Path:
    """Keep how the whole page looks now."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    target = PICTURES / f"{name}.png"
    page.screenshot(path=target, full_page=True, animations="disabled", scale="css")
    return target


@cache
def _axe_core() -> str:
    return _AXE.read_text("utf-8")
