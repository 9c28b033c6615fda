"""Which slots a carrier offers for deliveries on which days.

Carriers change their slots (Yamato in 2017, Japan Post in 2018 and 2024). A table is never edited for that: it gets its
last day, and a new one follows. Carriers are spelled as `shared/carriers/adapters` spells them.

Every table names its source. What nobody could look up is called *recalled* there: check it before relying on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from shared.promise.slots.slot import Slot


@dataclass(frozen=True, slots=True)
class SlotTable:
    """The slots of a carrier, in the order of the day, for deliveries from `valid_from` to `valid_to`."""

    carrier: str
    valid_from: date | None
    """The first delivery day; None: nothing earlier is known to differ."""
    valid_to: date | None
    """The last delivery day; None: in force."""
    slots: tuple[Slot, ...]
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether deliveries on `day` have these slots."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


def slot_table(carrier: str, on: date) -> SlotTable | None:
    """The table for deliveries of `carrier` on that day; None for a carrier whose slots we do not know."""
    for table in _TABLES.get(carrier, ()):
        if table.holds_on(on):
            return table
    return None


def slot_tables() -> tuple[SlotTable, ...]:
    """Every table there is, a carrier's oldest first."""
    return tuple(table for tables in _TABLES.values() for table in tables)


def _slot(code: str, slip_code: str, change_by: str = "", *, about: bool = False) -> Slot:
    """A slot from its hours; `about`: the carrier says 頃, "around"."""
    starts, ends = time(int(code[:2])), time(int(code[2:]))
    return Slot(code, starts, ends, _labels(starts, ends, about), slip_code, _time(change_by))


def _labels(starts: time, ends: time, about: bool) -> tuple[tuple[str, str], ...]:
    english = f"{starts.hour}:00–{ends.hour}:00"
    if ends.hour == 12:
        return ("ja", "午前中"), ("en", f"Morning ({english})")
    if about:
        return ("ja", f"{starts.hour}時頃～{ends.hour}時頃"), ("en", f"Around {english}")
    return ("ja", f"{starts.hour}時～{ends.hour}時"), ("en", english)


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


_YAMATO_TO_2017 = SlotTable(
    carrier="yamato",
    valid_from=None,
    valid_to=date(2017, 6, 18),
    slots=(
        _slot("0812", "0812"),
        _slot("1214", "1214"),
        _slot("1416", "1416"),
        _slot("1618", "1618"),
        _slot("1820", "1820"),
        _slot("2021", "2021"),
    ),
    source="Codes: B2 layouts before 2017. The change: kuronekoyamato.co.jp/ytc/info/info_170317.html, as quoted in"
    " github.com/EC-CUBE/ec-cube/issues/2236 (2017-03-23), which says June 2017. Recalled: that the last day was the"
    " 18th, and that 12-14 went and 20-21 became 19-21.",
)
"""12–14 went, and 20–21 became 19–21, when drivers were to have their midday break. Recalled: the exact day."""

_YAMATO = SlotTable(
    carrier="yamato",
    valid_from=date(2017, 6, 19),
    valid_to=None,
    slots=(
        _slot("0812", "0812", "07:00"),
        _slot("1416", "1416", "13:40"),
        _slot("1618", "1618", "15:40"),
        _slot("1820", "1820", "17:40"),
        _slot("1921", "1921", "18:40"),
    ),
    source="Codes of B2 Cloud: bmypage.kuroneko.co.jp/bmypage/pdf/new_exchange1.pdf, as read in"
    " github.com/and-period/furumaru. Slots and same-day deadlines: the gem yuso 0.3.1 (rubydoc.info), third party."
    " Recalled: the first day.",
)

_SAGAWA = SlotTable(
    carrier="sagawa",
    valid_from=None,
    valid_to=None,
    slots=(
        _slot("0812", "01"),
        _slot("1214", "12"),
        _slot("1416", "14"),
        _slot("1618", "16"),
        _slot("1820", "18"),
        _slot("1821", "04"),
        _slot("1921", "19"),
    ),
    source="Codes of e飛伝Ⅲ: contents.raku-uru.jp/documents/manual/data/ordercsv/ehiden3.html, as read in"
    " github.com/and-period/furumaru. Recalled: that the morning is 8-12, and that all seven are offered together;"
    " days of changes are not known.",
)
"""Recalled: 18–21 overlaps with 18–20 and 19–21, and is not offered everywhere."""

_JAPAN_POST_TO_2018 = SlotTable(
    carrier="japan_post",
    valid_from=None,
    valid_to=date(2018, 2, 28),
    slots=(
        _slot("0812", "60"),
        _slot("1214", "62", about=True),
        _slot("1416", "63", about=True),
        _slot("1618", "64", about=True),
        _slot("1820", "65", about=True),
        _slot("2021", "66", about=True),
    ),
    source="The gem yuso 0.3.1 (rubydoc.info) has these six, third party. Recalled: that 19-21 came on 2018-03-01.",
)

_JAPAN_POST_TO_2024 = SlotTable(
    carrier="japan_post",
    valid_from=date(2018, 3, 1),
    valid_to=date(2024, 9, 30),
    slots=(
        _slot("0812", "60"),
        _slot("1214", "62", about=True),
        _slot("1416", "63", about=True),
        _slot("1618", "64", about=True),
        _slot("1820", "65", about=True),
        _slot("1921", "67", about=True),
        _slot("2021", "66", about=True),
    ),
    source="Seven until 20-21 went: online.logi-biz.com/96589 (2024-01-30), which says 1 October 2024. Codes: those of"
    " ゆうパックスマホ割 in public code, third party; ゆうプリR has others. Recalled: the first day.",
)

_JAPAN_POST = SlotTable(
    carrier="japan_post",
    valid_from=date(2024, 10, 1),
    valid_to=None,
    slots=(
        _slot("0812", "60"),
        _slot("1214", "62", about=True),
        _slot("1416", "63", about=True),
        _slot("1618", "64", about=True),
        _slot("1820", "65", about=True),
        _slot("1921", "67", about=True),
    ),
    source="post.japanpost.jp/deli_days/attention; the day: online.logi-biz.com/96589 (2024-01-30). Codes: those of"
    " ゆうパックスマホ割 in public code, third party; ゆうプリR has others.",
)

_TABLES: dict[str, tuple[SlotTable, ...]] = {
    "yamato": (_YAMATO_TO_2017, _YAMATO),
    "sagawa": (_SAGAWA,),
    "japan_post": (_JAPAN_POST_TO_2018, _JAPAN_POST_TO_2024, _JAPAN_POST),
}
