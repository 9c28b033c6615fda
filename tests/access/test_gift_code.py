"""The code on a gift receipt: understood however it is typed, and kept as a keyed hash only."""

from __future__ import annotations

import pytest

from shared.access.gift_code import canonical, is_code, keyed_hash

CODE = "QX7T-29MK"


@pytest.mark.parametrize("typed", ["qx7t29mk", "QX7T 29MK", "ＱＸ７Ｔ－２９ＭＫ", " qx7t-29mk\n"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert is_code(typed, keyed_hash(CODE, "hush"), ["hush"])


@pytest.mark.parametrize(
    ("typed", "kept", "secrets"),
    [
        ("QX7T-29MX", keyed_hash(CODE, "hush"), ["hush"]),
        (CODE, keyed_hash(CODE, "hush"), ["loud"]),
        (CODE, keyed_hash(CODE, "hush"), []),
        (CODE, "", ["hush"]),
        ("", keyed_hash("", "hush"), ["hush"]),
        (CODE, keyed_hash(CODE, ""), [""]),
    ],
)
def test_what_is_not_the_code_opens_nothing(typed: str, kept: str, secrets: list[str]) -> None:
    assert not is_code(typed, kept, secrets)


def test_a_code_opens_under_an_older_secret_too() -> None:
    assert is_code(CODE, keyed_hash(CODE, "old"), ["new", "old"])


def test_nothing_of_a_code_stands_in_what_is_kept() -> None:
    kept = keyed_hash(CODE, "hush")
    assert len(kept) == 64
    assert canonical(CODE) not in kept.upper()
