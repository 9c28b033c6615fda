"""What can be selected in a PDF: its texts by the document's own table of characters, without any library."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LETTERS = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texts_of(pdf: bytes) -> list[str]:
    """Each line of text, in the order of the pages."""
    streams = [_content(found[1]) for found in _STREAM.finditer(pdf)]
    table = {
        int(code, 16): bytes.fromhex(character.decode()).decode("utf-16-be")
        for stream in streams
        if b"beginbfchar" in stream
        for code, character in _CHARACTER.findall(stream.partition(b"endcodespacerange")[2])
    }
    lines = []
    for stream in streams:
        for shown in _SHOWN.findall(stream):
            codes = _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), shown)
            lines.append("".join(table[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2)))
    return lines


def _content(stream: bytes) -> bytes:
    """Some streams are compressed, the table of characters is not."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
