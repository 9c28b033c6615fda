"""What `merchant.yaml` says of how long something may come back, and the window compiled from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from shared.merchant.return_values import ClockName, OptionalText, ShortDays, word, word_or_section
from shared.merchant.section import SECTION, WORD, Section
from shared.merchant.values import Day
from shared.returns.policy.policy import Extension, Window
from shared.returns.vocabulary import ClockStart

DEFAULT_WINDOW = Window(days=30)
"""Where the merchant says nothing, and no law says it for them."""

STATUTORY_WINDOW_JP = Window(days=8, start=ClockStart.DELIVERED, start_counts=True)
"""特定商取引法 第15条の3: without a 返品特約, until eight days have passed, the day of receipt being the first."""


class ExtensionConfiguration(Section):
    """Orders of a season that may come back until a day: bought in November, back until 31 January."""

    name: OptionalText = Field(default="", description="What shoppers know the season as.")
    placed_from: Day = Field(description="The first day of orders that this holds for.")
    placed_until: Day = Field(description="The last day of such orders.")
    until: Day = Field(description="They may come back until this day; the window itself may last longer.")


class OtherwiseConfiguration(Section):
    """What counts where the start of the clock is not known."""

    from_: ClockName = Field(alias="from", description="What the clock starts from then: delivered, shipped, ordered.")
    plus_days: ShortDays = Field(default=0, description="Days added then, for the way to the shopper.")


class WindowConfiguration(Section):
    """How long something may come back. What a rule leaves out of it is as in the window above the rules."""

    days: Annotated[int, Field(ge=0, le=3650)] | None = Field(
        default=None, description="So many days; the last one is included."
    )
    from_: ClockName | None = Field(
        default=None, alias="from", description="What the clock starts from: delivered, shipped, ordered."
    )
    otherwise: OtherwiseConfiguration | None = Field(
        default=None, description="What counts where that is not known: 7 days after shipping when left out."
    )
    to_business_day: bool | None = Field(
        default=None, description="Whether a last day that is closed moves to the next open one (`business_days`)."
    )
    grace_days: ShortDays | None = Field(
        default=None, description="Days after the last one on which it is still taken. Shoppers are not told."
    )
    start_counts: bool | None = Field(
        default=None, description="Whether the day of the start is day one already, as Japanese law counts."
    )
    extensions: list[ExtensionConfiguration] | None = Field(default=None, description="Seasons with longer windows.")


WindowWord = Annotated[str, word("never", "unlimited"), WithJsonSchema({"enum": ["never", "unlimited"]}), Tag(WORD)]
WindowOrWord = Annotated[Annotated[WindowConfiguration, Tag(SECTION)] | WindowWord, Discriminator(word_or_section)]


def compile_window(written: WindowConfiguration | str | None, basis: Window) -> Window | None:
    """The window; None where nothing is said, or `never`, which `accept` says instead.

    `basis` holds what is left out. A clock that starts at shipping falls back to the order.
    """
    if written is None or written == "never":
        return None
    if isinstance(written, str):
        return replace(basis, days=None)
    return replace(basis, **_said(written), **_clock(written, basis))


def _said(written: WindowConfiguration) -> dict[str, Any]:
    names = ("days", "to_business_day", "grace_days", "start_counts")
    said = {name: getattr(written, name) for name in names if getattr(written, name) is not None}
    if written.extensions is not None:
        said["extensions"] = tuple(
            Extension(each.placed_from, each.placed_until, each.until, each.name) for each in written.extensions
        )
    return said


def _clock(written: WindowConfiguration, basis: Window) -> dict[str, Any]:
    start = written.from_ or basis.start
    if written.otherwise is not None:
        return {"start": start, "fallback": written.otherwise.from_, "fallback_plus": written.otherwise.plus_days}
    if start is basis.fallback:
        return {"start": start, "fallback": ClockStart.ORDERED}
    return {"start": start}
