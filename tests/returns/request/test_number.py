"""RMA numbers survive being read out, typed and written on parcels."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.returns.request.number import ALPHABET, make_number, read_number
from shared.tracking.order import ID

numbers = st.binary(min_size=16, max_size=16).map(make_number)


@given(numbers, st.sampled_from(["{}", " {} ", "{}\n"]), st.booleans(), st.booleans())
@settings(max_examples=40)
def test_a_number_is_read_however_it_is_written(number: str, around: str, is_small: bool, is_bare: bool) -> None:
    written = number.removeprefix("RMA-").replace("-", " ") if is_bare else number
    assert read_number(around.format(written.lower() if is_small else written)) == number
    assert re.fullmatch(ID, number)


@given(numbers, st.integers(0, 9), st.sampled_from(ALPHABET))
@settings(max_examples=60)
def test_every_wrong_character_is_found(number: str, place: int, character: str) -> None:
    plain = number.removeprefix("RMA-").replace("-", "")
    wrong = plain[:place] + character + plain[place + 1 :]
    assert (read_number(wrong) == number) == (wrong == plain)


def test_nearly_every_pair_that_was_swapped_is_found() -> None:
    missed, tried = 0, 0
    for n in range(200):
        plain = make_number(bytes([n])).removeprefix("RMA-").replace("-", "")
        for place in range(9):
            swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
            if swapped != plain:
                tried += 1
                missed += read_number(swapped) is not None
    assert missed <= tried * 0.01


def test_what_cannot_be_a_number_is_none() -> None:
    for text in ("", "RMA-", "RMA-00000-00000", "RMA-ILOU1-0000", "RMA-22222-2222", "RMA-22222-222222", "RMARMARMAR"):
        assert read_number(text) is None
