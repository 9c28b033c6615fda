"""What pages and mails could not show, or nobody could read: it is not published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared.brand import Brand
from shared.colours import AA, contrast
from shared.errors import Invalid
from shared.merchant.contradiction import Contradiction, Path
from shared.palette import Role, Shade, clash, unreadable

if TYPE_CHECKING:
    from shared.merchant.configuration import MerchantConfiguration

_ELSEWHERE: dict[str | None, Path] = {
    "name": ("merchant", "name"),
    "support_email": ("merchant", "support_email"),
    "support_url": ("merchant", "support_url"),
}
"""The fields of a brand that do not stand in the section `brand` under their own name."""

_CALLED: dict[Role, str] = {"background": "the page", "surface": "cards", "colour": "buttons"}


def branding_contradictions(configuration: MerchantConfiguration) -> Iterator[Contradiction]:
    """Every fault of the brand; the colours last, and only where they are colours."""
    try:
        brand = configuration.shown_brand()
    except Invalid as error:
        yield Contradiction(_ELSEWHERE.get(error.field, ("brand", str(error.field))), error.detail)
        return
    yield from _colours("day", brand, brand.day, by_night=False)
    yield from _colours("night", brand, brand.night, by_night=True)


def _colours(time: str, brand: Brand, shade: Shade, *, by_night: bool) -> Iterator[Contradiction]:
    if clash(shade, by_night=by_night):
        written, other = ("surface", "background") if shade.surface else ("background", "surface")
        expected = f"a colour more like brand.{time}.{other}: no text can be read on both"
        yield Contradiction(("brand", time, written), expected)
        return
    for found in unreadable(brand.colour, brand.accent, shade, by_night=by_night):
        expected = (
            f"a colour that can be read on {_CALLED[found.on]}, {found.surface}, such as {found.nearest} "
            f"(contrast {AA} at least; this one has {_rounded(found.ratio)})"
        )
        yield Contradiction(("brand", time, found.role), expected)


def branding_warnings(configuration: MerchantConfiguration) -> Iterator[str]:
    """Where the colour of links is not shown as it is written, by day. By night, colours are expected to differ."""
    brand = configuration.shown_brand()
    field, written = ("brand.accent", brand.accent) if brand.accent else ("brand.colour", brand.colour)
    by_day = brand.palette(by_night=False)
    if brand.day.accent or by_day.accent == written:
        return
    ratio = min(contrast(written, surface) for surface in (by_day.background, by_day.surface, by_day.tint))
    yield (
        f"{field}: {written} cannot be read as text by day (contrast {_rounded(ratio)}, {AA} is needed), so links "
        f"are shown in {by_day.accent}. To choose another colour, say brand.day.accent."
    )


def _rounded(ratio: float) -> str:
    """Down: 4.49 is not 4.5."""
    return f"{int(ratio * 10) / 10:.1f}"
