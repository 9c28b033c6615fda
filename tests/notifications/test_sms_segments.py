"""How many segments a text takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.notifications.sms_segments import GSM_7, UCS_2, encoding, segments


@pytest.mark.parametrize(
    ("text", "coded", "count"),
    [
        ("", GSM_7, 0),
        ("a" * 160, GSM_7, 1),
        ("a" * 161, GSM_7, 2),
        ("a" * 306, GSM_7, 2),
        ("a" * 307, GSM_7, 3),
        ("ä" * 160, GSM_7, 1),
        ("€" * 80, GSM_7, 1),
        ("€" * 81, GSM_7, 2),
        ("€" * 153, GSM_7, 3),
        ("ã" + "a" * 69, UCS_2, 1),
        ("ã" + "a" * 70, UCS_2, 2),
        ("届" * 70, UCS_2, 1),
        ("届" * 71, UCS_2, 2),
        ("届" * 134, UCS_2, 2),
        ("届" * 135, UCS_2, 3),
        ("📦" * 35, UCS_2, 1),
        ("📦" * 36, UCS_2, 2),
        ("📦" * 67, UCS_2, 3),
    ],
)
def test_segments_are_counted_as_networks_count_them(text: str, coded: str, count: int) -> None:
    assert (encoding(text) if text else GSM_7, segments(text)) == (coded, count)


@given(st.text(max_size=400))
def test_a_longer_text_never_takes_fewer_segments(text: str) -> None:
    assert segments(text) <= segments(text + "a") <= segments(text) + 2


@given(st.text(alphabet="abc€{届📦", max_size=400))
def test_a_text_takes_as_many_segments_as_its_places_need(text: str) -> None:
    places = len(text.encode("utf-16-be")) // 2 if encoding(text) == UCS_2 else len(text) + sum(c in "€{" for c in text)
    one, part = (70, 67) if encoding(text) == UCS_2 else (160, 153)
    assert (segments(text) <= 1) == (places <= one)
    assert segments(text) >= places / part - 1e-9 if segments(text) > 1 else True
