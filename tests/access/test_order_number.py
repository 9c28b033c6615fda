"""An order's number, however it is typed."""

from __future__ import annotations

import pytest

from shared.access.order_number import canonical, other_number


@pytest.mark.parametrize("typed", ["1001", "#1001", " # 1001 ", "＃１００１", "№ 1001", "No. 1001", "Nº1001", "##1001"])
def test_signs_spaces_and_width_do_not_count(typed: str) -> None:
    assert canonical(typed) == "1001"


@pytest.mark.parametrize("typed", ["a-1001", "A－1001", "Ａ ー１００１", "a–1001", "A − 1001"])
def test_a_dash_is_a_dash_on_any_keyboard(typed: str) -> None:
    assert canonical(typed) == "A-1001"


@pytest.mark.parametrize("typed", ["", "#", " - ", "\x00", "1\x001", "9" * 65, "１" * 65])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert canonical(typed) == ""


def test_letters_before_a_number_stay() -> None:
    assert canonical("NO1001") == "NO1001"
    assert canonical("注文-7") == "注文-7"


def test_only_an_order_whose_id_is_not_its_number_has_another() -> None:
    assert [other_number("1001", name) for name in ("1001", "#1001", "")] == ["", "", ""]
    assert other_number("gid-55", "#1001") == "1001"
    assert other_number("a-7", "a-7") == "A-7"
