"""Questions are brought into one form, and what cannot be answered is refused with the field that is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.promise.question import InvalidQuestion, PromiseQuestion, read_question

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_questions_that_mean_the_same_are_equal() -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    asked = PromiseQuestion("jp", "〒１５０－０００１", tokyo, "", "ja-JP")
    assert asked == PromiseQuestion("JP", "150 0001", NOON, None, "ja")
    assert (asked.postal, asked.as_of.tzinfo) == ("1500001", UTC)


@pytest.mark.parametrize(
    ("tag", "language"), [("ja_JP", "ja"), ("EN-gb", "en"), ("xx", "en"), ("", "en"), ("../x", "en")]
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


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"sku": "CUP, POT,CUP"}, {"skus": ("CUP", "POT")}),
        ({"sku": ["CUP", "POT"]}, {"skus": ("CUP", "POT")}),
        ({"confidence": "95"}, {"confidence": 95}),
        ({"confidence": 95}, {"confidence": 95}),
        ({"confidence": "Balanced"}, {"confidence": 80}),
        ({"deliver_by": "2026-12-24"}, {"deliver_by": date(2026, 12, 24)}),
        ({"lead_class": "", "warehouse": "tokyo"}, {"lead_class": None, "warehouse": "tokyo"}),
    ],
)
def test_a_question_is_read_as_it_is_written(asked: dict[str, Any], expected: dict[str, Any]) -> None:
    question = read_question({"country": "JP", **asked}, NOON)
    assert {name: getattr(question, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"colour": "red"}, "query"),
        ({"postal": 150}, "postal"),
        ({"sku": {"a": 1}}, "sku"),
        ({"sku": [1]}, "sku"),
        ({"sku": ",".join(map(str, range(21)))}, "sku"),
        ({"sku": "x" * 65}, "sku"),
        ({"confidence": "91"}, "confidence"),
        ({"confidence": 9.5}, "confidence"),
        ({"confidence": True}, "confidence"),
        ({"deliver_by": "tomorrow"}, "deliver_by"),
        ({"deliver_by": "9999-01-01"}, "deliver_by"),
        ({"as_of": "noon"}, "as_of"),
        ({"warehouse": "x" * 33}, "warehouse"),
    ],
)
def test_what_cannot_be_read_names_its_field(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidQuestion) as refusal:
        read_question({"country": "JP", **asked}, NOON)
    assert refusal.value.field == field
