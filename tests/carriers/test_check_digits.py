"""Check digits: published examples, and what each algorithm can and cannot notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.numbers.check_digits import fedex, gls, gs1, identcode, luhn, mod7, mod37_36, s10, ups

CheckDigit = Callable[[str], str]
DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("check", "body", "digit"),
    [
        (gs1, "629104150021", "3"),  # GS1's own example, a GTIN-13
        (identcode, "56310243031", "3"),  # BWIPP's example of a Deutsche Post Identcode
        (identcode, "21802580906", "6"),  # Algorithm::CheckDigits' example
        (ups, "999AA1012345678", "4"),  # UPS's sample number
        (s10, "47312482", "9"),  # the UPU's example
        (mod7, "12345678901", "3"),
        (luhn, "7992739871", "3"),  # ISO/IEC 7812's example
        (mod37_36, "A12425GABC1234002", "M"),  # ISO/IEC 7064, as the GRid standard's example
    ],
)
def test_a_published_example_has_the_digit_it_is_published_with(check: CheckDigit, body: str, digit: str) -> None:
    assert check(body) == digit


@pytest.mark.parametrize(
    ("check", "body", "digit"),
    [
        (gls, "12345678901", "1"),  # 3 × 26 + 20 + 1 = 99
        (fedex, "00000000010", "3"),  # 3
        (fedex, "00000000031", "0"),  # 3 × 3 + 1 = 10, which is written 0
        (s10, "00000001", "4"),  # 11 - 7
        (s10, "10100000", "0"),  # 8 + 4 = 12 leaves 1, 11 - 1 = 10, which is written 0
        (s10, "10000040", "5"),  # 8 + 4 × 9 = 44 leaves 0, 11 - 0 = 11, which is written 5
    ],
)
def test_a_digit_worked_out_by_hand(check: CheckDigit, body: str, digit: str) -> None:
    assert check(body) == digit


@pytest.mark.parametrize("check", [gs1, gls, luhn, mod37_36])
@given(body=st.text(DIGITS, min_size=8, max_size=30), place=st.integers(0, 29), step=st.integers(1, 9))
def test_some_algorithms_notice_every_wrong_digit(check: CheckDigit, body: str, place: int, step: int) -> None:
    assert check(_changed(body, place, step)) != check(body)


@given(
    body=st.text(DIGITS + CAPITALS, min_size=8, max_size=30), place=st.integers(0, 29), other=st.sampled_from(CAPITALS)
)
def test_dpds_notices_a_wrong_letter_too(body: str, place: int, other: str) -> None:
    place %= len(body)
    changed = body[:place] + other + body[place + 1 :]
    assert (mod37_36(changed) == mod37_36(body)) == (changed == body)


@given(body=st.text(DIGITS, min_size=8, max_size=12), place=st.integers(0, 11), step=st.integers(1, 9))
def test_modulo_seven_misses_a_digit_that_is_wrong_by_seven_only(body: str, place: int, step: int) -> None:
    changed = _changed(body, place, step)
    place %= len(body)
    is_wrong_by_seven = abs(int(changed[place]) - int(body[place])) == 7
    assert (mod7(changed) == mod7(body)) == is_wrong_by_seven


@pytest.mark.parametrize(("check", "blind"), [(ups, 1), (identcode, 0)])
@given(body=st.text(DIGITS, min_size=8, max_size=15), place=st.integers(0, 14), step=st.integers(1, 9))
def test_an_even_weight_misses_a_digit_that_is_wrong_by_five_only(
    check: CheckDigit, blind: int, body: str, place: int, step: int
) -> None:
    place %= len(body)
    misses = place % 2 == blind and step == 5
    assert (check(_changed(body, place, step)) == check(body)) == misses


@given(body=st.text(DIGITS, min_size=11, max_size=13), place=st.integers(0, 12), step=st.integers(1, 9))
def test_fedexs_misses_a_wrong_digit_only_where_zero_is_written_for_ten(body: str, place: int, step: int) -> None:
    changed = _changed(body, place, step)
    assert fedex(changed) != fedex(body) or fedex(body) == "0"


@given(body=st.text(DIGITS, min_size=8, max_size=8), place=st.integers(0, 7), step=st.integers(1, 9))
def test_the_upus_misses_a_wrong_digit_only_where_five_is_written_for_eleven(body: str, place: int, step: int) -> None:
    changed = _changed(body, place, step)
    assert s10(changed) != s10(body) or s10(body) == "5"


@given(body=st.text(DIGITS, min_size=8, max_size=8))
def test_a_check_digit_is_one_character(body: str) -> None:
    for check in (fedex, gls, gs1, identcode, luhn, mod7, s10, ups):
        assert check(body) in set(DIGITS)


def _changed(body: str, place: int, step: int) -> str:
    """The body with the digit at `place` another one."""
    place %= len(body)
    return body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]
