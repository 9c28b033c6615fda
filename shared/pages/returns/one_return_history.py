"""What happened to a return, and when, as far as its shopper sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from shared.locales import Words
from shared.pages.returns.one_return_items import Goods, name_of
from shared.returns.view.answer import LogView, ReturnView


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened."""

    at: datetime
    """The shopper's time."""
    text: str
    about: str
    """The goods it is about; "" : all of them."""


@dataclass(frozen=True, slots=True)
class HappeningsOfDay:
    """A day's, the newest first."""

    day: date
    happenings: tuple[Happening, ...]


def history_of(view: ReturnView, goods: Mapping[str, Goods], zone: ZoneInfo, say: Words) -> list[HappeningsOfDay]:
    """The newest first."""
    told = [_happening(entry, view, goods, zone, say) for entry in reversed(view.log)]
    return [HappeningsOfDay(day, tuple(group)) for day, group in groupby(told, key=lambda one: one.at.date())]


def _happening(entry: LogView, view: ReturnView, goods: Mapping[str, Goods], zone: ZoneInfo, say: Words) -> Happening:
    about = [name_of(item, goods) for item in view.items if item.item_id in entry.items]
    is_all = not entry.items or len(about) == len(view.items)
    return Happening(
        at=entry.at.astimezone(zone),
        text=say(f"one_return_history.{entry.action}"),
        about="" if is_all else say("one_return_history.between").join(about),
    )
