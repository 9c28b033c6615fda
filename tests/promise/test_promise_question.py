"""Questions are brought into one form, and what cannot be answered is refused with the field that is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.promise.question import InvalidQuestion, PromiseQuestion

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_questions_that_mean_the_same_are_equal() -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    asked = PromiseQuestion("jp", "〒１５０－０００１", tokyo, "", "ja-JP")
    assert asked == PromiseQuestion("JP", "150 0001", NOON, None, "ja")
    assert (asked.postal, asked.as_of.tzinfo) == ("1500001", UTC)


@pytest.mark.parametrize(
    ("tag", "language"), [("ja_JP", "ja"), ("EN-gb", "en"), ("fr", "en"), ("", "en"), ("../x", "en")]
)
def test_an_unknown_language_is_answered_in_english(tag: str, language: str) -> None:
    assert PromiseQuestion("JP", "", NOON, language=tag).language == language


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country": "JPN"}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"country": ""}, "country"),
        ({"postal": "12345678901"}, "postal"),
        ({"postal": "15%"}, "postal"),
        ({"postal": "北海道"}, "postal"),
        ({"postal": "9" * 100_000}, "postal"),
        ({"as_of": datetime(2026, 11, 24, 12)}, "as_of"),
        ({"as_of": datetime(1, 1, 1, tzinfo=UTC)}, "as_of"),
        ({"as_of": datetime(9999, 12, 31, tzinfo=UTC)}, "as_of"),
        ({"method": "x" * 33}, "method"),
    ],
)
def test_what_cannot_be_answered_names_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidQuestion) as refusal:
        PromiseQuestion(**{"country": "JP", "postal": "150", "as_of": NOON, **wrong})
    assert refusal.value.field == field
