"""Somebody with a browser on the local cloud: pages are asked for, and orders found by the mailed code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from tests.functions.http_api import Reply
from tests.functions.portal import SENT, Visitor
from tests.journeys.conftest import Local
from tests.journeys.customer import Customer, until


class LocalSite:
    """The deployed pages, asked by a browser that keeps no cookie by itself."""

    def __init__(self, local: Local) -> None:
        self._api = local.api

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes | str = b""
    ) -> Reply:
        sent = body.encode() if isinstance(body, str) else body
        place = urlsplit(path)
        below = f"{place.path}?{place.query}" if place.query else place.path
        answer = self._api.call(method, below, body=sent or None, headers=headers)
        return Reply(answer.status, answer.headers, answer.body)


def found(site: LocalSite, shopper: Customer, to: str) -> tuple[str, str]:
    """Where the code leads, and the cookie that it leaves."""
    asked = {"number": shopper.order_id.lower(), "proof": f" {shopper.email.upper()} ", "to": to}
    look_up = site.request("POST", "/orders", headers=SENT, body=urlencode(asked)).headers["location"]

    def mailed() -> str | None:
        codes = [re.search("[0-9]{6}", mail.subject) for mail in shopper.mails()]
        return next((code.group() for code in codes if code), None)

    code = until(mailed, lambda: "the mail with the code")
    opened = site.request("POST", look_up, headers=SENT, body=urlencode({"code": code}))
    assert opened.status == 303, opened.text
    return opened.headers["location"], opened.headers["set-cookie"].partition(";")[0]


def send_form_to(visitor: Visitor, end: str, **filled: str) -> None:
    """Send the form of the page whose address ends so."""
    number = next(n for n, form in enumerate(visitor.forms) if urlsplit(form.action).path.endswith(end))
    visitor.send(number, **filled)
