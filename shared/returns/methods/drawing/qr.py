"""QR codes as rows of modules. ISO/IEC 18004; `segno` makes them."""

from __future__ import annotations

QUIET_MODULES = 4
"""Left free on every side."""


def qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules, dark is True, without the quiet zone. Error correction M: a seventh of it may be unreadable."""
    import segno

    made = segno.make(text, error="m", boost_error=False, micro=False)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)
