"""Numbers of our own: always the same, never a carrier's, and wrong when one character is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.numbers.check_digits import mod37_36
from shared.carriers.numbers.detect_carrier import detect_carrier
from shared.carriers.numbers.number_formats import formats_like
from shared.returns.methods.own_number import WrongOwnNumber, check_character, own_number, read_own_number

ids = st.text(max_size=40)


@given(ids)
def test_a_shipments_number_is_always_the_same_and_can_be_read_out(shipment_id: str) -> None:
    number = own_number(shipment_id)
    assert number == own_number(shipment_id)
    assert re.fullmatch("TDKR[2-9BCDFGHJKMNPQRSTVWXZ]{11}", number)


@given(ids)
def test_no_carrier_writes_numbers_like_ours(shipment_id: str) -> None:
    number = own_number(shipment_id)
    assert list(formats_like(number)) == []
    assert detect_carrier(number) == ()


@given(ids, ids)
def test_two_shipments_have_two_numbers(one: str, other: str) -> None:
    assert (own_number(one) == own_number(other)) is (one == other)


@given(ids, st.integers(4, 14), st.sampled_from("23456789BCDFGHJKMNPQRSTVWXZ"))
def test_one_wrong_character_is_noticed(shipment_id: str, place: int, character: str) -> None:
    number = own_number(shipment_id)
    spoiled = number[:place] + character + number[place + 1 :]
    if spoiled != number:
        with pytest.raises(WrongOwnNumber):
            read_own_number(spoiled)


@given(ids)
def test_a_number_is_read_however_people_write_it(shipment_id: str) -> None:
    number = own_number(shipment_id)
    grouped = "-".join([number[:4], number[4:8].lower(), number[8:]])
    assert read_own_number(f" {grouped} ") == number
    assert read_own_number(number.translate({ord(c): ord(c) + 0xFEE0 for c in number})) == number


@pytest.mark.parametrize("scanned", ["", "TDKR", "1Z999AA10123456784", "x" * 500, "TDKR-O0I1-LAEI-OUAX"])
def test_what_is_no_number_of_ours_is_refused_without_being_repeated(scanned: str) -> None:
    with pytest.raises(WrongOwnNumber) as refused:
        read_own_number(scanned)
    assert refused.value.detail == "A number of a return parcel is TDKR and 11 letters and digits: check it."


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=30))
def test_the_check_character_is_that_of_the_standard(characters: str) -> None:
    assert check_character(characters) == mod37_36(characters)
