"""Every lane of a service, as bytes that are searched where they lie: a million lanes are loaded without one object.

The format, little-endian; see decision 0024:

| bytes | what |
| --- | --- |
| 8 | "TDKLANE1" |
| 4 | length of the header |
| … | header, JSON: `entries`, `lanes`, `days` (pairs), `countries` (first entry, entries, prefixes' lengths) |
| … | zero to seven spaces, so that the keys begin at a multiple of eight |
| 8 × entries | keys, rising within a country |
| 2 × entries | index into `days`, for each key |

A key is a postal prefix, filled up with zeros to ten characters and read as a number of base 36, times 32, plus its
length times 2, plus 1 for a span. There is a lane for each prefix that was given, and a span for each beginning of two
or more: the fewest and the most days of all lanes that begin so and go on. Whoever types half of a postal code is
answered from it. The beginning of a single lane needs none: that lane is the next entry.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from shared.promise.lane import Lane

MAGIC = b"TDKLANE1"
LONGEST_PREFIX = 10
MOST_DAYS = 65_536
"""Different pairs of fewest and most days that a table can hold."""

ABSENT = -1
"""Number of lanes of a table that is not here."""

_HEAD = len(MAGIC) + 4
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = tuple(len(_DIGITS) ** (LONGEST_PREFIX - length) for length in range(LONGEST_PREFIX + 1))
_ITEMS = {"Q": 8, "H": 2}

Spans = dict[int, tuple[tuple[int, int], int]]
"""Key of a span -> its days, and how many lanes it spans."""


class LaneTable:
    """Lanes of one service, by destination. Equal tables have equal names."""

    __slots__ = ("_countries", "_days", "_keys", "_lanes", "_pairs", "name")

    def __init__(self, header: Mapping[str, Any], keys: Sequence[int], days: Sequence[int], name: str) -> None:
        """For `of`, `from_bytes` and `absent`, which see to it that the parts fit together."""
        self._countries: Mapping[str, Sequence[Any]] = header["countries"]
        self._pairs: Sequence[Sequence[int]] = header["days"]
        self._lanes = int(header["lanes"])
        self._keys = keys
        self._days = days
        self.name = name
        """A digest of its content."""

    @classmethod
    def of(cls, lanes: Iterable[Lane]) -> LaneTable:
        """The table of these lanes, in whatever order; of two for the same prefix, the first counts.

        ValueError for a prefix of other characters than A-Z and 0-9, or of too many.
        """
        return cls.from_bytes(_write(lanes))

    @classmethod
    def from_bytes(cls, written: bytes, name: str = "") -> LaneTable:
        """The table that `to_bytes` wrote, without looking at its lanes. ValueError or KeyError for anything else.

        `name`, where it is known, saves reading all of it once to make it.
        """
        if written[: len(MAGIC)] != MAGIC:
            raise ValueError("this is no table of lanes")
        end = _HEAD + int.from_bytes(written[len(MAGIC) : _HEAD], "little")
        header = json.loads(written[_HEAD:end])
        start, count = _aligned(end), int(header["entries"])
        middle = start + count * _ITEMS["Q"]
        if len(written) != middle + count * _ITEMS["H"]:
            raise ValueError("this table of lanes is cut off")
        view = memoryview(written)
        keys, days = _numbers(view[start:middle], "Q"), _numbers(view[middle:], "H")
        return cls(header, keys, days, name or hashlib.sha256(written).hexdigest()[:32])

    @classmethod
    def absent(cls, name: str) -> LaneTable:
        """A table of which only the name is known here. It leads nowhere."""
        return cls({"countries": {}, "days": [], "lanes": ABSENT}, (), (), name)

    @property
    def is_absent(self) -> bool:
        """Whether only its name is known here."""
        return self._lanes == ABSENT

    def to_bytes(self) -> bytes:
        """The format above."""
        return _join(
            {name: list(section) for name, section in self._countries.items()},
            [list(pair) for pair in self._pairs],
            self._lanes,
            array("Q", self._keys),
            array("H", self._days),
        )

    def leads_to(self, country: str, postal: str) -> bool:
        """Whether `lane_to` finds one. Where a lane leads to the whole country, nothing is searched."""
        return self.leads_everywhere(country) or self.lane_to(country, postal) is not None

    def leads_everywhere(self, country: str) -> bool:
        """Whether a lane leads to the whole country."""
        section = self._countries.get(country)
        return section is not None and 0 in section[2]

    def lane_to(self, country: str, postal: str) -> Lane | None:
        """The lane that serves a destination: the one with the longest prefix; None where none leads.

        Where `postal` is shorter than the prefixes of finer lanes, any of them may be meant: the answer spans them all,
        so that a shopper who types the rest of their code is never told a later date than before.
        """
        section = self._countries.get(country)
        if section is None:
            return None
        number, length, chosen = _number(postal), 0, None
        for length in section[2]:
            if length <= len(postal):
                chosen = self._at(section, number - number % _WEIGHTS[length], length)
                if chosen is not None:
                    break
        if chosen is None:
            return None
        longest = section[2][0]
        span = self._finer(section, number, len(postal)) if len(postal) < longest else None
        if span is None:
            return Lane(country, postal[:length], chosen[0], chosen[1])
        return Lane(country, postal, min(chosen[0], span[0]), max(chosen[1], span[1]), spans=True)

    def __iter__(self) -> Iterator[Lane]:
        """Every lane, by country and prefix."""
        for country, (first, count, _) in sorted(self._countries.items()):
            for entry in range(first, first + count):
                key = self._keys[entry]
                if not key & 1:
                    fewest, most = self._pairs[self._days[entry]]
                    yield Lane(country, _prefix(key), fewest, most)

    def __contains__(self, lane: object) -> bool:
        return any(lane == mine for mine in self)

    def __len__(self) -> int:
        return max(0, self._lanes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LaneTable) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def _at(self, section: Sequence[Any], number: int, length: int) -> Sequence[int] | None:
        """Days of the lane with this very prefix."""
        first, count, _ = section
        key = number << 5 | length << 1
        entry = bisect_left(self._keys, key, first, first + count)
        if entry < first + count and self._keys[entry] == key:
            return self._pairs[self._days[entry]]
        return None

    def _finer(self, section: Sequence[Any], number: int, length: int) -> Sequence[int] | None:
        """Fewest and most days of all lanes that begin with this prefix and go on; None where there are none.

        Their span, or if it is one lane, that: either is the next entry behind where the prefix's own lane would be.
        """
        if length >= LONGEST_PREFIX:
            return None
        first, count, _ = section
        entry = bisect_left(self._keys, number << 5 | length << 1 | 1, first, first + count)
        if entry < first + count and self._keys[entry] >> 5 < number + _WEIGHTS[length]:
            return self._pairs[self._days[entry]]
        return None


def _number(postal: str) -> int:
    return int(postal.ljust(LONGEST_PREFIX, "0")[:LONGEST_PREFIX], len(_DIGITS))


def _prefix(key: int) -> str:
    number, length = key >> 5, key >> 1 & 15
    letters = []
    for _ in range(LONGEST_PREFIX):
        number, digit = divmod(number, len(_DIGITS))
        letters.append(_DIGITS[digit])
    return "".join(reversed(letters))[:length]


def _numbers(view: memoryview, kind: Literal["Q", "H"]) -> Sequence[int]:
    """The numbers where they lie; copied only on a machine that writes them the other way round."""
    if sys.byteorder == "little":
        return view.cast(kind)
    numbers = array(kind, view.tobytes())
    numbers.byteswap()
    return numbers


def _write(given: Iterable[Lane]) -> bytes:
    entries: dict[str, dict[int, tuple[int, int]]] = {}
    spans: dict[str, Spans] = {}
    lengths: dict[str, set[int]] = {}
    lanes = 0
    for lane in given:
        of_country = entries.setdefault(lane.country, {})
        key = _lane_key(lane.postal_prefix)
        if key not in of_country:
            lanes += 1
            of_country[key] = (lane.min_days, lane.max_days)
            lengths.setdefault(lane.country, set()).add(len(lane.postal_prefix))
            _widen(spans.setdefault(lane.country, {}), lane)
    for country, of_country in entries.items():
        of_country |= {key: days for key, (days, finer) in spans[country].items() if finer > 1}
    pairs = sorted({pair for of_country in entries.values() for pair in of_country.values()})
    if len(pairs) > MOST_DAYS:
        raise ValueError(f"a table of lanes holds at most {MOST_DAYS} different pairs of days")
    index = {pair: number for number, pair in enumerate(pairs)}
    countries: dict[str, list[Any]] = {}
    keys, days = array("Q"), array("H")
    for country, of_country in sorted(entries.items()):
        countries[country] = [len(keys), len(of_country), sorted(lengths[country], reverse=True)]
        for key in sorted(of_country):
            keys.append(key)
            days.append(index[of_country[key]])
    return _join(countries, [list(pair) for pair in pairs], lanes, keys, days)


def _lane_key(prefix: str) -> int:
    if len(prefix) > LONGEST_PREFIX or not all(letter in _DIGITS for letter in prefix):
        raise ValueError(f"a postal prefix has at most {LONGEST_PREFIX} of A-Z and 0-9")
    return _number(prefix) << 5 | len(prefix) << 1


def _widen(spans: Spans, lane: Lane) -> None:
    """Let the spans of all beginnings of the lane's prefix hold its days too."""
    number = _number(lane.postal_prefix)
    for length in range(len(lane.postal_prefix)):
        key = number - number % _WEIGHTS[length] << 5 | length << 1 | 1
        (fewest, most), finer = spans.get(key, ((lane.min_days, lane.max_days), 0))
        spans[key] = (min(fewest, lane.min_days), max(most, lane.max_days)), finer + 1


def _join(countries: Mapping[str, Any], pairs: Sequence[Any], lanes: int, keys: array[int], days: array[int]) -> bytes:
    if sys.byteorder == "big":
        keys.byteswap()
        days.byteswap()
    written = {"countries": countries, "days": pairs, "entries": len(keys), "lanes": lanes}
    header = json.dumps(written, sort_keys=True, separators=(",", ":")).encode()
    end = _HEAD + len(header)
    filling = b" " * (_aligned(end) - end)
    return b"".join((MAGIC, len(header).to_bytes(4, "little"), header, filling, keys.tobytes(), days.tobytes()))


def _aligned(position: int) -> int:
    return (position + 7) // 8 * 8
