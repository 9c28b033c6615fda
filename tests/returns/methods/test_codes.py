"""Bar codes and QR codes hold what they say. The golden ones were read by an independent scanner (zxing-cpp 2.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.methods.drawing.code128 import _PATTERNS, Unencodable, code128
from shared.returns.methods.drawing.qr import qr

_STARTS = {104: "B", 105: "C"}
_SWITCHES = {100: "B", 99: "C"}


def read(widths: tuple[int, ...]) -> str:
    """What a scanner reads: the characters, with the check character proven."""
    written = "".join(map(str, widths))
    assert written.endswith("2331112")
    values = [_PATTERNS.index(written[at : at + 6]) for at in range(0, len(written) - 7, 6)]
    assert values.pop() == (values[0] + sum(n * value for n, value in enumerate(values[1:], start=1))) % 103
    mode, text = _STARTS[values[0]], ""
    for value in values[1:]:
        if value in _SWITCHES and (mode == "B" or value == 100):
            mode = _SWITCHES[value]
        else:
            text += f"{value:02d}" if mode == "C" else chr(value + 32)
    return text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_whatever_is_written_is_read_again(text: str) -> None:
    assert read(code128(text)) == text


@given(st.text("0123456789", min_size=2, max_size=30).filter(lambda digits: len(digits) % 2 == 0 and len(digits) > 3))
def test_digits_go_in_pairs(digits: str) -> None:
    assert sum(code128(digits)) == 11 * (2 + len(digits) // 2) + 13


def test_the_table_is_that_of_the_standard() -> None:
    assert len(_PATTERNS) == len(set(_PATTERNS)) == 106
    for pattern in _PATTERNS:
        widths = [int(width) for width in pattern]
        assert sum(widths) == 11
        assert sum(widths[::2]) % 2 == 0, "bars are an even number of modules wide"


def test_a_code_is_as_an_independent_scanner_read_it() -> None:
    golden = (
        "2112142133111123131123312311311131413121311131231141311311231313211123131323112113132311131121332131132331112"
    )
    assert "".join(map(str, code128("TDKR2345BCDFGHJ"))) == golden


@pytest.mark.parametrize("text", ["", "返品", "a\nb", "\x7f"])
def test_what_a_bar_code_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(Unencodable):
        code128(text)


def test_a_qr_code_is_square_and_has_its_three_corners() -> None:
    rows = qr("TDKR7P48K8Z2VNS")
    assert len(rows) == 21
    assert {len(row) for row in rows} == {21}
    corner = [True] * 7
    assert list(rows[0][:7]) == list(rows[0][-7:]) == list(rows[-1][:7]) == corner
