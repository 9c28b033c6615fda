"""Sizes in their order: how many steps lie between two, and which one lies so many steps away.

Letters as in ISO 8559 practice, with Japan's SS, LL, 3L … (JIS L 4001 to L 4006); else numbers, with whatever stands
before and behind them: `27.5`, `9号`, `EU 38`, `25.0cm`. Pure words of a shop (`Regular`) have no order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

SIZE_OPTIONS = frozenset({"size", "サイズ", "尺寸", "größe", "grösse", "groesse", "taille", "talla", "taglia", "maat"})
"""What shops call the choice of a size."""

_LETTERS: Sequence[frozenset[str]] = (
    frozenset({"XXXS", "3XS"}),
    frozenset({"XXS", "2XS", "3S"}),
    frozenset({"XS", "SS"}),
    frozenset({"S", "SMALL"}),
    frozenset({"M", "MEDIUM"}),
    frozenset({"L", "LARGE"}),
    frozenset({"XL", "LL", "2L"}),
    frozenset({"XXL", "2XL", "3L", "XXLARGE"}),
    frozenset({"XXXL", "3XL", "4L"}),
    frozenset({"4XL", "5L"}),
    frozenset({"5XL", "6L"}),
)
_RUNG = {name: rung for rung, names in enumerate(_LETTERS) for name in names}
_NUMBER = re.compile(r"(\D*?)(\d{1,4}(?:\.\d{1,2})?)(\D*)")

_Rung = tuple[str, float]
"""The ladder it stands on, and how high."""


def is_size(option: str) -> bool:
    """Whether a choice of this name is that of a size."""
    return unicodedata.normalize("NFKC", option).strip().casefold() in SIZE_OPTIONS


def step(size: str, other: str, sizes: Iterable[str] = ()) -> int | None:
    """How many steps `other` lies above `size`; None where they have no common order.

    `sizes`: those the product comes in. Numbers are counted along them; without them, by their sign only, for nobody
    knows whether 26 is followed by 26.5 or by 27.
    """
    here, there = _rung(size), _rung(other)
    if here is None or there is None or here[0] != there[0]:
        return None
    if here[0] == _BY_LETTER:
        return int(there[1] - here[1])
    ladder = _ladder([*sizes, size, other], here[0])
    known = len({rung for each in sizes if (rung := _rung(each)) and rung[0] == here[0]}) > 2
    steps = ladder.index(there[1]) - ladder.index(here[1])
    return steps if known else (steps > 0) - (steps < 0)


def neighbour(size: str, steps: int, sizes: Iterable[str]) -> str | None:
    """The size of `sizes` that lies `steps` above `size`, as it is written there; None where the product has none."""
    return next((other for other in sizes if other != size and step(size, other, sizes) == steps), None)


_BY_LETTER = "letters"


@lru_cache(maxsize=4096)
def _rung(size: str) -> _Rung | None:
    plain = unicodedata.normalize("NFKC", size).strip().upper()
    letters = re.sub(r"[\s.-]", "", plain)
    if letters in _RUNG:
        return _BY_LETTER, _RUNG[letters]
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    return f"{found[1].strip()}|{found[3].strip()}", float(found[2])


def _ladder(sizes: Iterable[str], name: str) -> list[float]:
    return sorted({rung[1] for size in sizes if (rung := _rung(size)) and rung[0] == name})
