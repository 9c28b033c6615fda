"""Putting a return together, in steps that each have their own address: what all of their pages have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.brand import Brand
from shared.locales import Words, page_words
from shared.pages.render import render
from shared.pages.shown_text import shown
from shared.tracking.order import OrderLine

MAX_SAID = 1000
"""Characters of the shopper's own, as many as a return keeps."""
MOST_SHOWN = 30
"""Numbers of pieces that a list offers."""


class Step(StrEnum):
    """Where somebody is. The values are keys of `[returns]`."""

    ITEMS = "step_items"
    REASONS = "step_reasons"
    PHOTOS = "step_photos"
    OUTCOMES = "step_outcomes"
    SEND = "step_send"


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of the portal has around it."""

    language: str
    """BCP 47, as asked or as the order's."""
    nonce: str
    """Must also stand in the answer's Content-Security-Policy."""
    shop: Brand
    order: str
    """The order's number as the shopper knows it."""
    home: str
    """The address of the portal's first page."""
    is_gift: bool = False
    """Who reads it received a gift: no page says what something cost."""
    kept: Mapping[str, str] | None = None
    """What stays in the address when the reader asks for another language."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A position of which so many pieces can be chosen, as a form shows it."""

    number: int
    """Its place in the form."""
    line: str
    name: str
    variant: str
    until: str
    """The last day in words; "" : nothing is said of it."""
    quantities: list[int]
    """Numbers to choose from: each up to a few dozen, and all."""
    left: int
    """All that can be chosen."""
    chosen: int
    """0: not chosen."""
    image_url: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that is wrong with a form, in words, and the field it is about."""

    field: str
    """The id of the control; "" : of none in particular."""
    text: str


def failed(failures: Sequence[Failure], field: str) -> str:
    """What is wrong with one field; "" : nothing."""
    return next((failure.text for failure in failures if failure.field == field), "")


def portal_page(template: str, frame: Frame, heading: str, **values: object) -> str:
    """A page of the portal, rendered."""
    around: dict[str, object] = {"steps": [], "view": None, "most": MAX_SAID}
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


def name_of(line: OrderLine) -> str:
    """What goods are called; their SKU where the shop gave no name."""
    return shown(line.name or line.sku)


def variant_of(line: OrderLine) -> str:
    """ "M, blue": the choices of the variant."""
    return shown(", ".join(value for _, value in line.sale.options)) if line.sale else ""


def pieces_of(line: OrderLine, number: int, left: int, chosen: int, until: str = "") -> Pieces:
    """A position in a form. `left`: pieces that can be chosen, `chosen`: those that are."""
    counts = list(range(1, left + 1)) if left <= MOST_SHOWN else [*range(1, MOST_SHOWN), left]
    return Pieces(
        number=number,
        line=line.position,
        name=name_of(line),
        variant=variant_of(line),
        until=until,
        quantities=counts,
        left=left,
        chosen=chosen if chosen in (0, *counts) else left,
        image_url=line.image_url,
    )


def progress(step: Step, say: Words, *, with_photos: bool = False) -> list[tuple[str, bool]]:
    """Each step's name, and whether it is this one. Photos are a step only where somebody asks for them."""
    steps = [each for each in Step if with_photos or each is not Step.PHOTOS or step is Step.PHOTOS]
    return [(say(f"returns.{each}"), each is step) for each in steps]
