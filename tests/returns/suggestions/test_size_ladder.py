from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.reports.size_ladder import is_size, neighbour, step

LETTERS = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL")
SHOES = ("25", "25.5", "26", "26.5", "27")


@pytest.mark.parametrize(
    ("size", "other", "steps"),
    [
        ("S", "M", 1),
        ("XL", "S", -3),
        ("L", "LL", 1),
        ("M", "3L", 3),
        ("ss", "s", 1),
        ("Ｍ", "Ｌ", 1),
        ("2XL", "XXL", 0),
        ("Medium", "Large", 1),
        ("9号", "11号", 1),
        ("38", "36.5", -1),
        ("EU 38", "EU 40", 1),
        ("25.0cm", "26.0cm", 1),
    ],
)
def test_steps_are_counted_between_two_sizes(size: str, other: str, steps: int) -> None:
    assert step(size, other) == steps


@pytest.mark.parametrize(
    ("size", "other"), [("S", "38"), ("EU 38", "US 8"), ("Regular", "Tall"), ("M", ""), ("フリー", "L")]
)
def test_sizes_without_a_common_order_have_no_steps_between_them(size: str, other: str) -> None:
    assert step(size, other) is None


def test_numbers_are_counted_along_the_sizes_a_product_comes_in() -> None:
    assert step("25.5", "26.5", SHOES) == 2
    assert neighbour("25.5", 1, SHOES) == "26"
    assert neighbour("27", 1, SHOES) is None


def test_a_product_without_the_next_size_has_no_neighbour() -> None:
    assert neighbour("M", 1, ("S", "M", "XL")) is None


@given(st.sampled_from(LETTERS), st.sampled_from(LETTERS))
def test_the_way_back_has_the_same_steps(size: str, other: str) -> None:
    forth = step(size, other, LETTERS)
    assert forth is not None
    assert step(other, size, LETTERS) == -forth
    assert forth == 0 or neighbour(size, forth, LETTERS) == other


@pytest.mark.parametrize("name", ["Size", "サイズ", "Größe", " size "])
def test_the_choice_of_a_size_is_known_by_its_name(name: str) -> None:
    assert is_size(name)
    assert not is_size("colour")
