"""A document as Markdown, as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from shared.returns.text.document import Document, Section

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_[]<>#|"})
"""Signs that mean something in CommonMark 0.31 and may stand in a merchant's words."""


def to_markdown(document: Document) -> str:
    """CommonMark. The merchant's words are escaped."""
    blocks = [f"# {_marked(document.title)}"]
    if document.introduction:
        blocks.append(_marked(document.introduction))
    for section in document.sections:
        blocks += [f"## {_marked(section.heading)}"] if section.heading else []
        blocks += [_marked(paragraph.text) for paragraph in section.paragraphs]
        if section.items:
            blocks.append("\n".join(f"- {_marked(item.text)}" for item in section.items))
    return "\n\n".join(blocks) + "\n"


def to_html(document: Document) -> str:
    """An `<article>` with its language, to be put into a page: no scripts, no styles, everything escaped."""
    lines = [f'<article lang="{escape(document.language)}">', f"<h1>{escape(document.title)}</h1>"]
    if document.introduction:
        lines.append(f"<p>{escape(document.introduction)}</p>")
    for section in document.sections:
        lines += _html(section)
    return "\n".join((*lines, "</article>")) + "\n"


def to_plain(document: Document) -> str:
    """For mails and files: headings underlined, items behind a bullet."""
    lines = [document.title, "=" * _width(document.title)]
    if document.introduction:
        lines += ["", document.introduction]
    for section in document.sections:
        lines += ["", section.heading, "-" * _width(section.heading)] if section.heading else [""]
        lines += [sentence.text for sentence in section.paragraphs]
        lines += [f"* {item.text}" for item in section.items]
    return "\n".join(lines) + "\n"


def _html(section: Section) -> Iterator[str]:
    yield f'<section id="{escape(section.key)}">'
    if section.heading:
        yield f"<h2>{escape(section.heading)}</h2>"
    yield from (f"<p>{escape(paragraph.text)}</p>" for paragraph in section.paragraphs)
    if section.items:
        yield "<ul>"
        yield from (f"<li>{escape(item.text)}</li>" for item in section.items)
        yield "</ul>"
    yield "</section>"


def _marked(text: str) -> str:
    return " ".join(text.translate(_MARKDOWN).split())


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
