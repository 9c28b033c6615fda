"""E-mail address or postal code, as they are typed and as they are compared."""

from __future__ import annotations

import pytest

from shared.access.proof import is_proven, keyed_hash, proofs_of, read_proof

PROOFS = proofs_of("Aiko@Shopper.example", "150-0001")


def proves(typed: str) -> bool:
    return is_proven(keyed_hash(read_proof(typed), "secret"), PROOFS, ["secret"])


@pytest.mark.parametrize("typed", ["aiko@shopper.example", " AIKO@shopper.example ", "aiko＠shopper.example"])
def test_an_address_counts_whatever_its_case_and_width(typed: str) -> None:
    assert proves(typed)


@pytest.mark.parametrize("typed", ["150-0001", "1500001", "〒150-0001", "１５０－０００１", "150ー0001", "150 0001"])
def test_a_postal_code_counts_however_it_is_grouped(typed: str) -> None:
    assert proves(typed)


@pytest.mark.parametrize("typed", ["aiko@other.example", "150-0002", "0001", "shopper.example"])
def test_another_one_proves_nothing(typed: str) -> None:
    assert not proves(typed)


@pytest.mark.parametrize("typed", ["78701", "78701-1234", "787011234", "78701 1234", "US 78701"])
def test_four_digits_behind_a_zip_do_not_count(typed: str) -> None:
    assert (read_proof(typed),) == proofs_of("", "78701-9999") == proofs_of("", "787019999") == proofs_of("", "78701")


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("M5V 3L9", "m5v3l9"),
        ("10115", "D-10115"),
        ("LV-1010", "1010"),
        ("01310-100", "01310100"),
        ("SW1A 1AA", "sw1a1aa"),
    ],
)
def test_every_country_has_its_way_of_writing_and_each_counts_on_either_side(kept: str, typed: str) -> None:
    assert (read_proof(typed),) == proofs_of("", kept)
    assert (read_proof(kept),) == proofs_of("", typed)


def test_letters_that_are_part_of_a_code_still_count() -> None:
    written = ("E1 6AN", "E1 7AN", "D02 X285", "AD500", "AD600", "C1425ABC", "M5V3L9", "1234 AB", "1234 AC")
    assert len({read_proof(each) for each in written}) == len(written)


@pytest.mark.parametrize(
    "typed", ["", "@", "a@", "a b@c", "x@y@z", "12", "Tokyo", "Tokyo Shibuya 1-2-3", "x" * 255 + "@example.com"]
)
def test_what_can_be_neither_is_said_to_be_neither(typed: str) -> None:
    assert read_proof(typed) == ""


def test_what_an_order_does_not_have_proves_nothing() -> None:
    assert proofs_of("", "") == ()
    assert not is_proven(keyed_hash("", "secret"), proofs_of("", ""), ["secret"])


def test_the_secret_before_still_fits_and_no_other() -> None:
    kept = keyed_hash(read_proof("1500001"), "before")
    assert is_proven(kept, PROOFS, ["after", "before"])
    assert not is_proven(kept, PROOFS, ["after"])
    assert not is_proven(keyed_hash(read_proof("1500001"), ""), PROOFS, [""])
