"""Where a place is, by its code in somebody's list: as (country, postal prefix), or nowhere. Nothing is guessed.

| scheme | values | placed |
| --- | --- | --- |
| ISO 3166 (-1, -2) | `JP`, `JP-01`, `US-TX` | countries; prefectures of Japan; states of the USA |
| JIS X 0401, prefecture | `01` | prefectures |
| JIS X 0402, municipality | `13104` | municipalities of Japan |
| JMA | `1310400`, `130000` | by the municipality they begin with; `…0000`: the prefecture |
| SAME | `048201`, `048000` | counties of the USA; `…000`: the state |
| FIPS (5, 6) | `48201` | the same, as counties' codes alone |
| UGC | `TXC201` | counties; forecast zones (`TXZ213`) are nowhere: they follow no postal border |
| ZIP | `77002` | as it is |

Schemes are compared without case, spaces and punctuation. Municipalities and counties are placed by the first three
digits of their postal codes, which may reach across their border.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from shared.disruptions.advisory import Code
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.places.japan import PREFECTURES
from shared.promise.places.region import Region
from shared.promise.places.united_states import STATES, STATES_BY_FIPS
from shared.promise.slowdown import Area

Place = tuple[Area, ...]

_PREFECTURES = {region.code: region for region in PREFECTURES}
_STATES = {region.code: region for region in STATES}
_REGIONS = {"JP": _PREFECTURES, "US": _STATES}
_WHOLE = "000"
"""Instead of a county: all of the state."""


def place_of(code: Code) -> Place:
    """Where it is; empty where that is not known."""
    read = _SCHEMES.get(re.sub(r"[^a-z0-9]", "", code.scheme.lower()))
    return read(code.value.strip().upper()) if read else ()


def region_of(code: Code) -> Region | None:
    """The prefecture or state that the code names, if it names one and no less."""
    placed = place_of(code)
    return next((region for region in (*PREFECTURES, *STATES) if placed and region.areas == placed), None)


def _iso_3166(value: str) -> Place:
    country, _, part = value.partition("-")
    if not part:
        return ((country, ""),) if country in COUNTRY_ZONES else ()
    region = _REGIONS.get(country, {}).get(part)
    return region.areas if region else ()


def _prefecture(value: str) -> Place:
    region = _PREFECTURES.get(value.zfill(2))
    return region.areas if region else ()


def _municipality(value: str) -> Place:
    return tuple(("JP", prefix) for prefix in _listed("jp_municipalities").get(value, ()))


def _jma(value: str) -> Place:
    if re.fullmatch(r"[0-9]{7}", value):
        return _municipality(value[:5])
    return _prefecture(value[:2]) if re.fullmatch(r"[0-9]{2}0000", value) else ()


def _same(value: str) -> Place:
    return _county(value[1:]) if re.fullmatch(r"[0-9]{6}", value) else ()


def _fips(value: str) -> Place:
    return _county(value[-5:]) if re.fullmatch(r"0?[0-9]{5}", value) else ()


def _ugc(value: str) -> Place:
    if not re.fullmatch(r"[A-Z]{2}[CZ][0-9]{3}", value):
        return ()
    if value.endswith(_WHOLE):
        return _iso_3166(f"US-{value[:2]}")
    fips = next((fips for fips, state in STATES_BY_FIPS.items() if state.code == value[:2]), "")
    return _county(fips + value[3:]) if value[2] == "C" else ()


def _county(fips: str) -> Place:
    if fips.endswith(_WHOLE):
        state = STATES_BY_FIPS.get(fips[:2])
        return state.areas if state else ()
    return tuple(("US", prefix) for prefix in _listed("us_counties").get(fips, ()))


def _zip(value: str) -> Place:
    return (("US", value),) if re.fullmatch(r"[0-9]{3,5}", value) else ()


_SCHEMES: Mapping[str, Callable[[str], Place]] = {
    "iso3166": _iso_3166,
    "iso31661": _iso_3166,
    "iso31662": _iso_3166,
    "jisx0401": _prefecture,
    "prefecture": _prefecture,
    "jisx0402": _municipality,
    "municipality": _municipality,
    "jma": _jma,
    "jmaarea": _jma,
    "jmaareacode": _jma,
    "same": _same,
    "fips": _fips,
    "fips5": _fips,
    "fips6": _fips,
    "ugc": _ugc,
    "zip": _zip,
}


@cache
def _listed(name: str) -> Mapping[str, tuple[str, ...]]:
    lines = (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {code: tuple(prefixes) for code, *prefixes in rows}
