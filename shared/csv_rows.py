"""CSV from people, warehouses and carts: which rows there are, whatever is wrong with some of them.

UTF-8 with or without a byte order mark, or Shift-JIS as Windows writes it (code page 932).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

MAX_LINES_A_ROW = 50
"""Lines that one row may take by quoted line breaks: what an unclosed quotation mark can swallow at most."""

_NOT_IN_A_NAME = re.compile(r"[\s_\-・.:#]+")
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


def decoded(raw: bytes) -> str | None:
    """The file's characters, without a byte order mark; None when it is neither UTF-8 nor Shift-JIS."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line on which it begins; None for a line that begins no record that can be read.

    Each is read by a reader of its own, so that an unclosed quotation mark spoils one line and not the rest.
    """
    lines = list(io.StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        if lines[at].isspace():
            at += 1
            continue
        reader = csv.reader(lines[at : at + MAX_LINES_A_ROW], strict=True)
        try:
            record = next(reader)
        except csv.Error:
            yield at + 1, None
            at += 1
        else:
            yield at + 1, record
            at += reader.line_num


def plain_name(column: str) -> str:
    """A column's name without what does not matter in it: case, width, blanks, hyphens and the like."""
    return _NOT_IN_A_NAME.sub("", unicodedata.normalize("NFKC", column).lower())


def cell(written: str) -> str:
    """A cell without blanks around it, and without the ="…" by which exports keep Excel from shortening numbers."""
    value = written.strip()
    formula = _FORMULA.fullmatch(value)
    return formula[1].strip() if formula else value
