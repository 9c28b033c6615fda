"""Recommendations and promotions on the pages of a return, as the section `returns` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from shared.merchant.contradiction import Contradiction, Path, repeated
from shared.merchant.return_values import Code, Notice
from shared.merchant.section import Section
from shared.merchant.values import Country, Day, Language, Slug, Text, Url
from shared.returns.suggestions.slots import ReturnSlot


class ReturnSlotConfiguration(Section):
    """A recommendation or a promotion beside a change of mind, for those who said yes to such."""

    name: Slug = Field(description="A name of your own, that no other slot has.")
    kind: Literal["recommendation", "promotion"] = Field(description="What it is.")
    title: dict[Language, Text] = Field(min_length=1, description="Its heading, by language.")
    text: Notice = Field(min_length=1, description="Its text, by language.")
    url: Url = Field(description="Where it leads.")
    image_url: Url | None = Field(default=None, description="Its picture, on a public address.")
    from_: Day | None = Field(default=None, alias="from", description="The first day it is shown.")
    until: Day | None = Field(default=None, description="The last day it is shown.")
    countries: list[Country] = Field(default=[], description="Only for orders to these countries, in quotes.")
    categories: list[Text] = Field(
        default=[], description="Only for orders with a position of one of these categories or product types."
    )
    reasons: list[Code] = Field(
        default=[], description="Only beside these reasons; beside every change of mind without."
    )


def compile_slots(written: Sequence[ReturnSlotConfiguration]) -> tuple[ReturnSlot, ...]:
    """As functions read them."""
    return tuple(
        ReturnSlot(
            name=slot.name,
            kind=slot.kind,
            title=dict(slot.title),
            text=dict(slot.text),
            url=slot.url,
            image_url=slot.image_url or "",
            begins=slot.from_,
            ends=slot.until,
            countries=tuple(slot.countries),
            categories=tuple(slot.categories),
            reasons=tuple(slot.reasons),
        )
        for slot in written
    )


def slot_contradictions(
    path: Path, written: Sequence[ReturnSlotConfiguration], calm_reasons: Sequence[str]
) -> Iterator[Contradiction]:
    """`calm_reasons`: the codes of every change of mind."""
    yield from repeated(path, [slot.name for slot in written], "name", "a name no other slot has")
    for index, slot in enumerate(written):
        if slot.from_ and slot.until and slot.until < slot.from_:
            yield Contradiction((*path, index, "until"), f"a day not before from, which is {slot.from_}")
        for place, reason in enumerate(slot.reasons):
            if reason not in calm_reasons:
                yield Contradiction(
                    (*path, index, "reasons", place), "a reason of change_of_mind: nobody sells to trouble"
                )
