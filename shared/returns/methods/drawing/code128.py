"""Code 128, the linear code that every warehouse scanner reads. ISO/IEC 15417:2007, Table 1; code sets B and C."""

from __future__ import annotations

from shared.errors import Invalid

QUIET_MODULES = 10
"""Left free on either side."""
_START_B, _START_C, _TO_B, _TO_C = 104, 105, 100, 99
_WRITTEN = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_PATTERNS = _WRITTEN.split()
"""Value -> widths of its three bars and three spaces."""
_STOP = "2331112"
_EVERY_PAIR_OF = 4
"""So many digits in a row are shorter in code set C."""


class Unencodable(Invalid):
    """A barcode holds visible ASCII only."""

    code = "unencodable"


def code128(text: str) -> tuple[int, ...]:
    """The widths of bars and spaces, in modules, beginning with a bar. Raises Unencodable."""
    if not text or not all(" " <= character <= "~" for character in text):
        raise Unencodable("A barcode holds one or more visible ASCII characters.")
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], start=1))) % 103
    written = "".join(_PATTERNS[value] for value in [*values, check]) + _STOP
    return tuple(int(width) for width in written)


def _values(text: str) -> list[int]:
    """Start, switches and characters. Runs of digits go in pairs, where that saves room."""
    in_pairs = _pairs_from(text, 0) > 0
    values = [_START_C if in_pairs else _START_B]
    at = 0
    while at < len(text):
        pairs = _pairs_from(text, at)
        if pairs:
            if not in_pairs:
                values.append(_TO_C)
            values += [int(text[place : place + 2]) for place in range(at, at + 2 * pairs, 2)]
            in_pairs, at = True, at + 2 * pairs
            continue
        if in_pairs:
            values.append(_TO_B)
        values.append(ord(text[at]) - 32)
        in_pairs, at = False, at + 1
    return values


def _pairs_from(text: str, at: int) -> int:
    """How many pairs of digits begin here, if they are enough to be worth the switch, and even in number."""
    run = 0
    while at + run < len(text) and text[at + run] in "0123456789":
        run += 1
    return run // 2 if run >= _EVERY_PAIR_OF and run % 2 == 0 else 0
