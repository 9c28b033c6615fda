"""A shopper on the returns portal, with a browser that runs no script: forms are filled in as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from tests.functions.http_api import Reply

SENT = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What radios, boxes and lists offer."""
    buttons: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._is_in_form = False
        self._list = ""
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form":
            self.forms.append(Form(told["action"]))
            self._is_in_form = True
        elif not self._is_in_form:
            return
        elif tag == "input":
            self._input(name, told)
        elif tag == "select":
            self._list = name
        elif tag == "option" and self._list:
            self._offer(self._list, told["value"], "selected" in told)
        elif tag == "textarea":
            self._text = name
            self.forms[-1].fields[name] = ""
        elif tag == "button":
            self.forms[-1].buttons.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_in_form = False
        elif tag == "select":
            self._list = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1].fields[self._text] += data.removeprefix("\n")

    def _input(self, name: str, told: Mapping[str, str]) -> None:
        if told.get("type") in ("radio", "checkbox"):
            self._offer(name, told["value"], "checked" in told)
        elif told.get("type") != "file":
            self.forms[-1].fields[name] = told.get("value", "")

    def _offer(self, name: str, value: str, chosen: bool) -> None:
        form = self.forms[-1]
        form.choices.setdefault(name, []).append(value)
        if chosen:
            form.fields[name] = value


class Browsing(Protocol):
    """Who asks a site for its pages."""

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes | str = b""
    ) -> Reply:
        """The answer, wherever it would lead."""


class Visitor:
    """Somebody with a link, and the page they are on."""

    def __init__(self, api: Browsing, address: str) -> None:
        self.api, self.home = api, address
        self.open(address)

    def open(self, address: str) -> Reply:
        """Go there, and wherever that leads."""
        self.reply = self.api.request("GET", address)
        self.address = address
        while self.reply.status == 303:
            self.address = self.reply.headers["location"]
            self.reply = self.api.request("GET", self.address)
        return self.reply

    @property
    def text(self) -> str:
        return self.reply.text

    @property
    def path(self) -> str:
        """Where they are, below their link."""
        return urlsplit(self.address).path.removeprefix(urlsplit(self.home).path)

    @property
    def forms(self) -> list[Form]:
        return Forms(self.text).forms

    def form(self, number: int = 0) -> Form:
        return self.forms[number]

    def send(self, number: int = 0, **filled: str) -> Reply:
        """Send a form of the page as it stands, with what is filled in, and follow. Dots are written as `__`."""
        form = self.form(number)
        fields = form.fields | {name.replace("__", "."): value for name, value in filled.items()}
        return self.post(form.action, fields)

    def post(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str] = SENT) -> Reply:
        """Send whatever somebody may send, and follow."""
        self.reply = self.api.request("POST", address, headers=headers, body=urlencode(fields))
        return self.open(self.reply.headers["location"]) if self.reply.status == 303 else self.reply
