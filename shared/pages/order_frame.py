"""What pages behind an order's link have in common: what stands around them, and what is wrong with a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.brand import Brand
from shared.locales import page_words
from shared.pages.render import render


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page behind an order's link has around it."""

    language: str
    """BCP 47, as asked or as the order's."""
    nonce: str
    """Must also stand in the answer's Content-Security-Policy."""
    shop: Brand
    order: str
    """The order's number as the shopper knows it."""
    home: str
    """The address of the first of these pages."""
    is_gift: bool = False
    """Who reads it received a gift: no page says what something cost."""
    kept: Mapping[str, str] | None = None
    """What stays in the address when the reader asks for another language."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that is wrong with a form, in words, and the field it is about."""

    field: str
    """The id of the control; "" : of none in particular."""
    text: str


def failed(failures: Sequence[Failure], field: str) -> str:
    """What is wrong with one field; "" : nothing."""
    return next((failure.text for failure in failures if failure.field == field), "")


def framed_page(template: str, frame: Frame, heading: str, **values: object) -> str:
    """A page, rendered."""
    around: dict[str, object] = {"steps": [], "view": None}
    return render(
        template,
        page_words(frame.language),
        frame.nonce,
        frame.shop,
        kept=frame.kept or {},
        heading=heading,
        frame=frame,
        **{**around, **values},
    )
