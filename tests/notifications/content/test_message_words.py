"""The reader of words: placeholders, plainer texts, plurals, days, money, and where something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from shared.notifications.content import words
from shared.notifications.content.words import MessageWords, message_languages, message_words
from shared.promise.money import Price

TODAY = date(2026, 11, 12)
DAY = date(2026, 12, 1)
ENGLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "shipped.body"
msgstr "It comes on {expected}."

msgid "shipped.body_plain"
msgstr "It is on its way."

msgid "mail.more_lines"
msgid_plural "mail.more_lines"
msgstr[0] "and one more"
msgstr[1] "and {quantity} more"

msgid "mail.help"
msgstr "We are here."
"""
RUSSIAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; "
"plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "mail.more_lines"
msgid_plural "mail.more_lines"
msgstr[0] "и ещё {quantity} товар"
msgstr[1] "и ещё {quantity} товара"
msgstr[2] "и ещё {quantity} товаров"
"""

Reads = Callable[[str], MessageWords]


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """Words out of a folder with English and Russian."""
    for language, content in (("en", ENGLISH), ("ru", RUSSIAN)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "messages.po").write_text(content.strip(), "utf-8")
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    _forget()
    yield message_words
    _forget()


def _forget() -> None:
    for remembered in (words.message_languages, words._words, words._words_of, words._catalogue):
        remembered.cache_clear()  # type: ignore[attr-defined]


def test_a_text_says_what_is_known(reads: Reads) -> None:
    assert reads("en").part("shipped", "body", {"expected": "Tuesday"}) == "It comes on Tuesday."


def test_a_text_that_needs_more_than_is_known_is_said_plainly(reads: Reads) -> None:
    assert reads("en").part("shipped", "body", {"shop": "Hanare"}) == "It is on its way."


def test_a_text_that_is_nowhere_is_an_error_and_not_its_key(reads: Reads) -> None:
    with pytest.raises(KeyError):
        reads("en")("mail.nowhere")
    with pytest.raises(KeyError):
        reads("en").part("shipped", "subject", {})


def test_what_a_language_lacks_is_said_in_english(reads: Reads) -> None:
    assert reads("ru")("mail.help") == "We are here."


@pytest.mark.parametrize(
    ("count", "said"), [("1", "1 товар"), ("3", "3 товара"), ("11", "11 товаров"), ("21", "21 товар")]
)
def test_a_language_has_as_many_plurals_as_it_has(reads: Reads, count: str, said: str) -> None:
    assert reads("ru")("mail.more_lines", quantity=count) == f"и ещё {said}"


def test_one_may_be_said_without_its_number(reads: Reads) -> None:
    assert reads("en")("mail.more_lines", quantity="1") == "and one more"
    assert reads("en")("mail.more_lines", quantity="2") == "and 2 more"


def test_a_tag_finds_its_language_whatever_its_region_and_case(reads: Reads) -> None:
    tags = ("en", "EN-gb", "en_US", "en-XX", "en-US-u-ca-buddhist", "tlh", "", "../../etc")
    assert {reads(tag).language for tag in tags} == {"en"}


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "Tuesday, December 1"),
        ("en-GB", "Tuesday 1 December"),
        ("ja", "12月1日(火)"),
        ("de", "Dienstag, 1. Dezember"),
        ("pt", "terça-feira, 1 de dezembro"),
    ],
)
def test_a_day_is_written_as_cldr_says(tag: str, said: str) -> None:
    assert message_words(tag).day(DAY, TODAY) == said


def test_a_day_of_another_year_says_which() -> None:
    assert "2028" in message_words("en").day(date(2028, 3, 31), TODAY)
    assert "2028" in message_words("ja").short_day(date(2028, 3, 31), TODAY)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en-GB", "Thursday 12 November, 10:30"),
        ("ja", "11月12日(木) 10:30"),
        ("de", "Donnerstag, 12. November, 10:30"),
    ],
)
def test_a_moment_is_a_day_and_its_time(tag: str, said: str) -> None:
    assert message_words(tag).moment(datetime(2026, 11, 12, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo")), TODAY) == said


@pytest.mark.parametrize(
    ("tag", "price", "said"),
    [
        ("en", Price(1200, "JPY"), "¥1,200"),
        ("ja", Price(1200, "JPY"), "1,200円"),
        ("de", Price(120050, "EUR"), "1.200,50\xa0€"),
        ("en", Price(1234, "KWD"), "KWD\xa01.234"),
        ("pt", Price(1250, "BRL"), "R$\xa012,50"),
    ],
)
def test_money_is_counted_out_of_its_minor_unit(tag: str, price: Price, said: str) -> None:
    assert message_words(tag).money(price) == said


def test_right_to_left_is_known_by_the_language() -> None:
    assert MessageWords("en", Locale.parse("ar")).direction == "rtl"
    assert {message_words(language).direction for language in message_languages()} == {"ltr"}
