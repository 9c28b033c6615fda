"""Putting a return together, in steps that each have their own address: what all of their pages have in common."""

from __future__ import annotations

from enum import StrEnum

from shared.locales import Words
from shared.pages.order_frame import Frame, framed_page

MAX_SAID = 1000
"""Characters of the shopper's own, as many as a return keeps."""


class Step(StrEnum):
    """Where somebody is. The values are keys of `[returns]`."""

    ITEMS = "step_items"
    REASONS = "step_reasons"
    PHOTOS = "step_photos"
    OUTCOMES = "step_outcomes"
    SEND = "step_send"


def portal_page(template: str, frame: Frame, heading: str, **values: object) -> str:
    """A page of the portal, rendered."""
    return framed_page(template, frame, heading, **{"most": MAX_SAID, **values})


def progress(step: Step, say: Words, *, with_photos: bool = False) -> list[tuple[str, bool]]:
    """Each step's name, and whether it is this one. Photos are a step only where somebody asks for them."""
    steps = [each for each in Step if with_photos or each is not Step.PHOTOS or step is Step.PHOTOS]
    return [(say(f"returns.{each}"), each is step) for each in steps]
