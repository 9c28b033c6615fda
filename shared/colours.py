"""Colours as `#rrggbb`, and whether one can be read on another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

AA = 4.5
"""Contrast that WCAG 2.2 (1.4.3) asks of text at level AA."""
AA_CONTROLS = 3.0
"""Contrast that WCAG 2.2 (1.4.11) asks of the edges of controls, and of signs."""

_STEPS = 40

_Channels = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(_channels(one)), _luminance(_channels(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weakest(colour: str, surfaces: Sequence[str]) -> float:
    """The contrast of `colour` on that of `surfaces` where it is least."""
    return min(contrast(colour, surface) for surface in surfaces)


@lru_cache(maxsize=1024)
def readable(colour: str, *surfaces: str, at_least: float = AA) -> str:
    """`colour`, made darker or lighter only as far as it takes on every one of `surfaces`; else black or white."""
    if weakest(colour, surfaces) >= at_least:
        return colour
    far = text_on(*surfaces)
    steps = (mixed(colour, far, step / _STEPS) for step in range(1, _STEPS))
    return next((found for found in steps if weakest(found, surfaces) >= at_least), far)


def can_be_written_on(*surfaces: str) -> bool:
    """Whether there is any colour that is AA on every one of `surfaces`."""
    return weakest(text_on(*surfaces), surfaces) >= AA


def text_on(*surfaces: str) -> str:
    """Black or white, whichever reads better; on a single surface always at least AA."""
    return max("#000000", "#ffffff", key=lambda end: weakest(end, surfaces))


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` of `other`, 0 to 1."""
    return _written(
        *(round(one + (two - one) * share) for one, two in zip(_channels(colour), _channels(other), strict=True))
    )


def _written(red: int, green: int, blue: int) -> str:
    return f"#{red:02x}{green:02x}{blue:02x}"


def _channels(colour: str) -> _Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(channels: _Channels) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
