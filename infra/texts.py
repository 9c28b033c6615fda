"""Words and templates as functions read them: words as JSON, messages as .mo, MJML as HTML for Jinja.

A .po or .mjml never lies in a package, so that nothing there needs what reads them.
"""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import cache
from typing import Any

import mrml
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS_READ_BY = {
    "words": "shared/locales/__init__.py",
    "labels": "shared/returns/methods/drawing/words.py",
    "return_reasons": "shared/merchant/return_reasons.py",
    "withdrawal": "shared/returns/text/europe.py",
}
"""Files of words in the folder of a language, and the module that reads them: functions without it do not get them."""
PAGE_WORDS = "shared/locales/*/pages/*.toml"
READER = "shared/notifications/content/words.py"
"""What reads messages: functions without it write none, and get no .mo."""
PAGES = "shared/pages/render.py"
"""What writes pages: functions without it need none of their words."""
CONSOLE_WORDS = "shared/locales/*/pages/console*.toml"
CONSOLE = "shared/pages/console/frame.py"
"""What writes the console's pages: shoppers' pages say nothing of them, and functions without it do not get them."""


def prepared_texts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` of a package (path -> content) with each text in the form that is read there."""
    kept = {path: content for path, content in files.items() if not _is_prepared(path)}
    return kept | _words(files) | _page_words(files) | (_messages(files) if READER in files else {}) | _layouts(files)


def _is_prepared(path: str) -> bool:
    """Whether it is a source that no function reads: another form of it lies in the package, or none at all."""
    return path.endswith((".po", ".mjml")) or fnmatch(path, "shared/locales/*.toml")


def _words(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What `shared/locales` reads in a tenth of the time: each language's subjects as JSON, and which languages."""
    read_here = [subject for subject, reader in WORDS_READ_BY.items() if reader in files]
    sources = {
        path[: -len(".toml")]: files[path]
        for subject in read_here
        for path in sorted(files)
        if fnmatch(path, f"shared/locales/*/{subject}.toml") and not fnmatch(path, PAGE_WORDS)
    }
    words: dict[str, Any] = {path: _read(content) for path, content in sources.items()}
    if words:
        words["shared/locales/languages"] = sorted({path.split("/")[2] for path in words})
    return {f"{path}.json": json.dumps(written, ensure_ascii=False).encode() for path, written in words.items()}


def _page_words(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each language's words of pages in one file, where pages are written."""
    if PAGES not in files:
        return {}
    written: dict[str, dict[str, Any]] = {}
    for path in sorted(path for path in files if fnmatch(path, PAGE_WORDS)):
        if fnmatch(path, CONSOLE_WORDS) and CONSOLE not in files:
            continue
        written.setdefault(path.split("/")[2], {}).update(_read(files[path]))
    return {
        f"shared/locales/{language}/pages.json": json.dumps(content, ensure_ascii=False).encode()
        for language, content in written.items()
    }


def _messages(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each `messages.po` as the .mo that `gettext` reads."""
    sources = {path: content for path, content in files.items() if fnmatch(path, "shared/locales/*/messages.po")}
    return {path[:-3] + ".mo": _mo(content) for path, content in sorted(sources.items())}


@cache
def _read(source: bytes) -> dict[str, Any]:
    """One for all functions, as are the next ones: each has the same words."""
    return tomllib.loads(source.decode())


@cache
def _mo(source: bytes) -> bytes:
    target = io.BytesIO()
    write_mo(target, read_po(io.BytesIO(source)))
    return target.getvalue()


def _layouts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each MJML template as the HTML that Jinja fills in; compiled as in `shared/notifications/content/layout.py`."""
    sources = {path: content for path, content in files.items() if path.endswith(".mjml")}
    return {f"{path[:-5]}.html.jinja": _html(content).encode() for path, content in sorted(sources.items())}


@cache
def _html(source: bytes) -> str:
    # Without fonts: mrml would fetch those it knows from Google, and tell Google who reads a mail.
    options = mrml.RenderOptions(disable_comments=True, fonts={})
    return mrml.to_html(source.decode(), render_options=options).content
