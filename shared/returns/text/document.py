"""A text as a structure, before it is Markdown, HTML or plain: headings, paragraphs and list items.

Each sentence names the rules and slots it speaks of, so that a test can ask the engine whether they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """That this rule (or `base`) sets this slot as the sentence says."""

    rule: str
    slot: str
    said: str
    """The words in the sentence that say it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text, without markup."""

    text: str
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its paragraphs, and a list beneath them."""

    key: str
    """Which part it is: `window`, `fees` … the same in every language."""
    heading: str
    """"" : it follows from the one before."""
    paragraphs: tuple[Sentence, ...] = ()
    items: tuple[Sentence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.paragraphs or self.items)


@dataclass(frozen=True, slots=True)
class Document:
    """All of it, in one language."""

    language: str
    title: str
    sections: tuple[Section, ...]
    introduction: str = ""

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence that is in a section, in the order of reading."""
        for section in self.sections:
            yield from section.paragraphs
            yield from section.items

    def section(self, key: str) -> Section | None:
        """The section with this key, where the text has one."""
        return next((section for section in self.sections if section.key == key), None)
