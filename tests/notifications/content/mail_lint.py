"""What an HTML mail must keep to, so that Gmail, Outlook, Apple Mail and screen readers show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

LARGEST = 60_000
"""Bytes. Gmail cuts a mail off at 102 KB."""
_UNKNOWN_TO_MAIL_PROGRAMS = re.compile(r"(?<![a-z-])(position|float)\s*:|display\s*:\s*(flex|grid)|@import|url\(", re.I)
_ACTIVE = ("script", "link", "iframe", "object", "embed", "form", "video", "audio", "base")
_ADDRESS = re.compile(r"(https://|mailto:)\S+")

Attributes = dict[str, str]


class Page(HTMLParser):
    """Every tag with its attributes, the text, and the style sheets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.text = ""
        self.styles = ""
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._within = tag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            self.styles += data
        else:
            self.text += data

    def all(self, tag: str) -> list[Attributes]:
        """The attributes of every `tag`."""
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self) -> list[str]:
        """Where its links lead."""
        return [link.get("href", "") for link in self.all("a")]


def faults(html: str, page: Page) -> list[str]:
    """Everything that is wrong with a mail; nothing where it is fine. `page`: `html`, read."""
    return [*_outside(html, page), *_structure(page), *_images(page), *_styles(page)]


def _outside(html: str, page: Page) -> Iterator[str]:
    if len(html.encode()) > LARGEST:
        yield f"larger than {LARGEST} bytes"
    yield from (f"<{tag}>" for tag, _ in page.tags if tag in _ACTIVE)
    yield from (f"on… on <{tag}>" for tag, attributes in page.tags if any(name.startswith("on") for name in attributes))
    yield from (f"leads to {link[:40]!r}" for link in page.links() if not _ADDRESS.fullmatch(link))


def _structure(page: Page) -> Iterator[str]:
    html = page.all("html")[0]
    if not html.get("lang") or html.get("dir") not in ("ltr", "rtl"):
        yield "no language or direction"
    if len(page.all("h1")) != 1:
        yield "not one <h1>"
    yield from ("a table that looks like data" for table in page.all("table") if table.get("role") != "presentation")


def _images(page: Page) -> Iterator[str]:
    for image in page.all("img"):
        if "alt" not in image or not (image.get("height") or image.get("width")):
            yield "an image without its text or its size"
        if not image.get("src", "").startswith("https://"):
            yield f"an image from {image.get('src', '')[:20]!r}"


def _styles(page: Page) -> Iterator[str]:
    inline = " ".join(attributes.get("style", "") for _, attributes in page.tags)
    if found := _UNKNOWN_TO_MAIL_PROGRAMS.search(inline + page.styles):
        yield f"CSS that mail programs do not know: {found.group()}"
