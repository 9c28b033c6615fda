"""What a file is, by how it begins: nobody has to believe what it is said to be.

JPEG: ISO/IEC 10918-1, B.1.1.3 (SOI, then a marker). PNG: W3C PNG (Third Edition), 5.2. WebP: RFC 9649, 2.4. HEIC, MP4
and QuickTime: ISO/IEC 14496-12, 4.3, the brand of the file type box; brands of HEIF by ISO/IEC 23008-12, annex B. PDF:
ISO 32000-1, 7.5.2 (from memory, as of 2026-11: verify).
"""

from __future__ import annotations

ENOUGH_TO_KNOW = 32
"""Bytes that `kind_of` wants to see."""
_PNG = b"\x89PNG\r\n\x1a\n"
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AUDIO = frozenset({b"M4A ", b"M4B "})


def kind_of(beginning: bytes) -> str:
    """`photo`, `video`, `document`; "" for everything else. `beginning`: the first bytes of the file."""
    is_webp = beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP"
    if beginning[:3] == b"\xff\xd8\xff" or beginning[:8] == _PNG or is_webp:
        return "photo"
    if beginning[:5] == b"%PDF-":
        return "document"
    if beginning[4:8] != b"ftyp":
        return ""
    brand = beginning[8:12]
    if brand in _HEIF:
        return "photo"
    return "" if brand in _AUDIO else "video"
