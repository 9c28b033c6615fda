"""Addresses are asked for as their country writes them, and read as people type them."""

from __future__ import annotations

import pytest

from shared.locales import languages, page_words
from shared.pages.address_form import FORMATS, fields_of, read_address

TOKYO = {
    "postal": "〒１５０ー０００１",
    "region": "東京都",
    "city": "渋谷区",
    "line1": " 神宮前\t4-5-6 ",
    "name": "愛子",
    "phone": "０９０－１２３４－５６７８",
}


def test_a_japanese_address_is_read_from_the_large_to_the_small_as_it_is_typed() -> None:
    assert [part.name for part in fields_of("JP")][:4] == ["postal", "region", "city", "line1"]
    address = read_address(TOKYO, "JP").address
    assert address is not None
    assert (address.postal, address.lines, address.phone) == ("150-0001", ("神宮前 4-5-6",), "090-1234-5678")
    bare = read_address({**TOKYO, "postal": "1500001"}, "JP").address
    assert bare is not None
    assert bare.postal == "150-0001"


@pytest.mark.parametrize(
    ("country", "order", "optional"),
    [
        ("US", ["name", "line1", "line2", "city", "region", "postal"], {"line2", "phone"}),
        ("DE", ["name", "line1", "line2", "postal", "city"], {"line2", "phone"}),
        ("GB", ["name", "line1", "line2", "city", "postal"], {"line2", "phone"}),
        ("IE", ["name", "line1", "line2", "city", "region", "postal"], {"line2", "region", "postal", "phone"}),
        ("ZZ", ["name", "line1", "line2", "city", "region", "postal"], {"line2", "region", "postal", "phone"}),
    ],
)
def test_each_country_has_its_order_and_what_it_needs(country: str, order: list[str], optional: set[str]) -> None:
    parts = fields_of(country)
    assert [part.name for part in parts] == [*order, "phone"]
    assert {part.name for part in parts if not part.is_required} == optional


def test_what_is_missing_or_cannot_be_is_named_part_by_part() -> None:
    wrong = read_address({"postal": "15", "city": "x" * 101, "name": "愛", "phone": "call me"}, "JP")
    assert wrong.wrong == {
        "postal": "wrong",
        "region": "missing",
        "city": "wrong",
        "line1": "missing",
        "phone": "wrong",
    }
    assert wrong.address is None
    assert wrong.values["name"] == "愛"


@pytest.mark.parametrize(
    ("country", "right", "wrong"),
    [
        ("US", "95014-1234", "9501"),
        ("GB", "ec1y 8sy", "12345"),
        ("NL", "1234 AB", "0234 AB"),
        ("PL", "00-950", "00950"),
        ("CA", "H3Z 2Y7", "H3Z 2Y77"),
        ("PT", "2725-079", "2725"),
    ],
)
def test_postal_codes_are_those_of_the_country(country: str, right: str, wrong: str) -> None:
    assert "postal" not in read_address({"postal": right}, country).wrong
    assert read_address({"postal": wrong}, country).wrong["postal"] == "wrong"


def test_nothing_that_breaks_a_line_gets_through() -> None:
    read = read_address({**TOKYO, "name": "愛\u202e\x00子\nX", "line2": "A\r\nB"}, "JP")
    assert (read.values["name"], read.values["line2"]) == ("愛子 X", "A B")


def test_every_part_of_every_country_has_words_and_a_token_for_browsers() -> None:
    for language in languages():
        say = page_words(language)
        for country in FORMATS:
            assert all(say(f"address_form.{part.word}") and part.autocomplete for part in fields_of(country))
