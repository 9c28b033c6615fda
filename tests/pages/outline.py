"""A page's tags, read back: what tests of pages look at."""

from __future__ import annotations

from html.parser import HTMLParser

NONCE = "bm9uY2U"
VOID = {"meta", "img", "br", "link", "hr", "input", "source"}


class Outline(HTMLParser):
    """Tags with their attributes, texts by tag, and a complaint for every tag left open or closed twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.complaints: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.complaints += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.complaints.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]] = self.texts.get(self._open[-1], "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
