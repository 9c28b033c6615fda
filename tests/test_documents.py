"""Documents lead where they say, and name what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("docs", "events", "functions", "infra", "shared", "tests")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(page for folder in OURS for page in (ROOT / folder).rglob("*.md"))])
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_NAMED = re.compile(r"`((?:shared|functions|infra|events|tests|docs)/[\w./-]+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_leads_to_something(document: Path) -> None:
    links = _LINK.findall(document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/how-to-add.md", "docs/conventions.md"])
def test_every_place_that_is_named_is_there(page: str) -> None:
    named = _NAMED.findall((ROOT / page).read_text("utf-8"))
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_every_document_is_in_the_index() -> None:
    listed = set(_LINK.findall((ROOT / "docs" / "README.md").read_text("utf-8")))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - listed == {"README.md"}


def test_the_diagram_shows_every_function() -> None:
    diagram = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    functions = {handler.parent.name for handler in (ROOT / "functions").glob("*/handler.py")}
    assert sorted(name for name in functions if not re.search(rf"\b{name}\b", diagram)) == []
