"""Positions of an order in a form: each is ticked, with how many of its pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shared.pages.shown_text import shown
from shared.tracking.order import OrderLine

MOST_SHOWN = 30
"""Numbers of pieces that a list offers."""
_TAKE = re.compile(r"take\.([0-9]{1,3})")
_COUNT = re.compile(r"[0-9]{1,5}")


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


def pieces_in(form: Mapping[str, str]) -> dict[str, int]:
    """Position -> pieces, of what is ticked; without a number it is one piece."""
    found: dict[str, int] = {}
    for name, line in form.items():
        ticked = _TAKE.fullmatch(name)
        if ticked and line:
            written = form.get(f"quantity.{ticked[1]}", "1")
            found[line] = int(written) if _COUNT.fullmatch(written) else 0
    return found
