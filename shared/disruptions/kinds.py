"""Which kind of trouble an alert is about: by the words and codes in which its sender calls it. Else "other"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.promise.slowdown import SlowdownKind

_WORDS = """
tsunami      tsunami 津波
earthquake   earthquake quake seismic 地震
snow         snow blizzard winter ice icy avalanche 雪 なだれ
storm        storm typhoon hurricane cyclone tropical thunderstorm tornado 台風 暴風 雷 竜巻
flood        flood inundation coastalevent surge 洪水 氾濫 浸水 高潮
heavy_rain   rain downpour landslide mudslide 雨 土砂
wind         wind gale 風
heat         heat hot high-temperature 高温 熱中症 猛暑
cold         cold chill freez frost low-temperature 低温 凍結 寒波
fire         fire wildfire forest-fire smoke 火災 噴火
strike       strike walkout ストライキ
customs      customs 税関 通関
traffic      traffic road closure congestion railway 交通 通行止 渋滞
"""
"""Kind, and how words begin that tell of it. The first line that fits counts: a winter storm is about snow, a tropical
storm with rain about the storm. MeteoAlarm's `awareness_type` says "2; snow-ice", "10; Rain"."""

_SAME = """
snow BZW WSW WSA LEW AVW AVA
storm HUW HUA TRW TRA TOR TOA SVR SVA SSW SSA
flood FFW FFA FLW FLA FLS CFW CFA
wind HWW HWA DSW
earthquake EQW
tsunami TSW TSA
fire FRW
"""
"""Event codes of SAME (47 CFR 11.31), and further ones that the US weather service uses with it."""

_CATEGORIES = {"FIRE": SlowdownKind.FIRE, "TRANSPORT": SlowdownKind.TRAFFIC}
"""CAP's categories that leave no doubt; the others hold all kinds of things."""


def kind_of(names: Iterable[str], codes: Iterable[str], categories: Iterable[str]) -> SlowdownKind:
    """The kind by event code, else by name, else by category."""
    called = [name.lower() for name in names]
    found = (
        *(_BY_CODE[code.upper()] for code in codes if code.upper() in _BY_CODE),
        *(kind for kind, beginning in _BY_WORD if any(beginning.search(name) for name in called)),
        *(_CATEGORIES[category.upper()] for category in categories if category.upper() in _CATEGORIES),
    )
    return next(iter(found), SlowdownKind.OTHER)


def _rows(table: str) -> Iterable[tuple[SlowdownKind, list[str]]]:
    for line in table.strip().splitlines():
        kind, *words = line.split()
        yield SlowdownKind(kind), words


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    """Finds what begins with one of `words`. Japanese is written without spaces, so there anywhere will do."""
    return re.compile("|".join(rf"\b{re.escape(word)}" if word.isascii() else word for word in words))


_BY_WORD = tuple((kind, _beginning(words)) for kind, words in _rows(_WORDS))
_BY_CODE = {code: kind for kind, codes in _rows(_SAME) for code in codes}
