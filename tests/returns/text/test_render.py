"""A document as Markdown, HTML and plain text: nothing a merchant writes becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

from shared.returns.text.document import Document, Section, Sentence
from shared.returns.text.render import to_html, to_markdown, to_plain

NASTY = "<b>*bold*</b> & [link](javascript:x)"
DOCUMENT = Document(
    "en",
    "Returns",
    (
        Section("window", "How long", (Sentence("Thirty days."),), (Sentence(NASTY), Sentence("Two."))),
        Section("fees", "費用", (Sentence("無料です。"),)),
    ),
    "Hello.",
)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_markdown_has_headings_lists_and_no_markup_of_the_merchants() -> None:
    text = to_markdown(DOCUMENT)

    assert text.startswith("# Returns\n\nHello.\n\n## How long\n\nThirty days.\n\n- ")
    assert r"\<b\>\*bold\*\</b\> & \[link\](javascript:x)" in text
    assert text.endswith("## 費用\n\n無料です。\n")


def test_html_escapes_and_says_its_language() -> None:
    seen = Seen()
    seen.feed(to_html(DOCUMENT))

    assert to_html(DOCUMENT).startswith('<article lang="en">')
    assert seen.tags == ["article", "h1", "p", "section", "h2", "p", "ul", "li", "li", "section", "h2", "p"]
    assert NASTY in seen.words


def test_plain_text_underlines_headings_by_their_width() -> None:
    lines = to_plain(DOCUMENT).splitlines()

    assert lines[:2] == ["Returns", "======="]
    assert lines[lines.index("費用") + 1] == "----"
    assert f"* {NASTY}" in lines
