"""A shop's page that embeds our elements, on another origin than our API, under a policy as strict as they come.

Nothing listens: the tab's requests are answered here. What the API says of promises is what the promise itself makes
of the sample shop.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, Route

from infra.released_elements import released
from shared.errors import NotFound, TodokuError
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.promise.make_promise import make_promise
from shared.promise.network import DeliveryNetwork
from shared.promise.question import read_question

SHOP, CDN, API = "https://shop.example", "https://cdn.example", "https://api.example"
NOW = datetime(2026, 11, 24, 3, 46, 30, tzinfo=UTC)
"""12:46 in Tokyo: 2 h 13 min and half a minute before the cutoff."""
POLICY = (
    f"default-src 'none'; script-src {CDN}; style-src {SHOP}; connect-src {API}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
STYLE = """
delivery-promise{display:block;min-height:var(--delivery-promise-reserve,3.25em)}
body{margin:0;padding:1rem;max-width:34rem;font:16px/1.6 Georgia,"Noto Serif CJK JP",serif;
color:#2b2622;background:#fffdf9;
--delivery-promise-accent:#8a3b12;--parcel-tracking-accent:#8a3b12;--parcel-tracking-surface:#fffdf9}
@media(prefers-color-scheme:dark){:root{color-scheme:dark}
body{color:#e8e8ee;background:#15161b;font-family:"Noto Sans CJK JP",sans-serif;
--delivery-promise-accent:#8fd3ff;--parcel-tracking-accent:#8fd3ff;--parcel-tracking-surface:#15161b;--delivery-promise-radius:0}}
"""
ELEMENT = (
    f'<delivery-promise api="{API}" key="pk_x" country="JP" postal="150" sku="CUP-1" remember>'
    '<span slot="fallback">2日以内に発送します</span></delivery-promise>'
)
Answer = tuple[int, str]
"""Status and body."""


@dataclass(slots=True)
class Storefront:
    """One shop in one tab."""

    page: Page
    now: datetime = NOW
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    """Method, path, and the question or questions, of every request to the API."""
    answers: Callable[[str, Any], Answer | None] | None = None
    """In place of the API: path and what was asked -> the answer; None for none at all."""
    html: str = ""
    integrity: str = ""
    """Instead of the right one."""

    def open(self, body: str = ELEMENT, *, lang: str = "ja", direction: str = "ltr") -> Page:
        """Show a page with `body`, whose clock says `now`."""
        scripts = "".join(
            f'<script type="module" src="{CDN}/{element.file}" crossorigin="anonymous" '
            f'integrity="{self.integrity or element.integrity}"></script>'
            for element in released()
        )
        self.html = (
            f'<!doctype html><html lang="{lang}" dir="{direction}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>白磁の湯呑み</title>'
            f'<link rel="stylesheet" href="/style.css">{scripts}</head>'
            f"<body><main><h1>白磁の湯呑み</h1>{body}<p id=after>次の段落</p></main></body></html>"
        )
        self.page.route("**/*", lambda route: self._route(route))
        self.page.clock.install(time=self.now)
        self.page.goto(f"{SHOP}/cup")
        return self.page

    def _route(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" == API:
            self._api(route, address.path, dict(parse_qsl(address.query)))
        elif f"{address.scheme}://{address.netloc}" == CDN:
            content = {f"/{element.file}": element.content for element in released()}[address.path]
            route.fulfill(body=content, headers={"content-type": "text/javascript", "access-control-allow-origin": "*"})
        elif address.path == "/style.css":
            route.fulfill(body=STYLE, content_type="text/css")
        elif address.path == "/cup":
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
            route.fulfill(body=self.html, headers=headers)
        else:
            route.fulfill(status=404, body="")

    def _api(self, route: Route, path: str, query: dict[str, str]) -> None:
        assert route.request.method != "OPTIONS", "no preflight is needed"
        body = route.request.post_data
        query.pop("key", None)
        question = json.loads(body)["questions"] if body else query
        self.asked.append((route.request.method, path, question))
        answer = self.answers(path, question) if self.answers else promised(path, question, self.now)
        if answer is None:
            return
        status, text = answer
        if status == 0:
            route.abort("connectionfailed")
        else:
            headers = {"content-type": "application/json", "access-control-allow-origin": "*"}
            route.fulfill(status=status, body=text, headers=headers)

    def forget(self) -> None:
        """What was asked so far."""
        self.asked.clear()


@cache
def network() -> DeliveryNetwork:
    """The sample shop's."""
    return compile_network(read((Path(__file__).parents[2] / "shared" / "merchant" / "sample.yaml").read_text("utf-8")))


def promised(path: str, question: Any, now: datetime) -> Answer:
    """What the API answers."""
    if path == "/v1/promise":
        try:
            return 200, _one(question, now)
        except TodokuError as error:
            problem = {"code": error.code, "detail": error.detail, "field": error.field}
            return 404 if isinstance(error, NotFound) else 422, json.dumps(problem)
    return 200, f'{{"answers":[{",".join(_of_several(each, now) for each in question)}]}}'


def _one(question: Any, now: datetime) -> str:
    return make_promise(network(), read_question(question, now)).to_text()


def _of_several(question: Any, now: datetime) -> str:
    try:
        return _one(question, now)
    except TodokuError as error:
        return json.dumps({"problem": {"code": error.code, "detail": error.detail}})
