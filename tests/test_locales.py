"""Every language says the same things."""

from __future__ import annotations

import io
import re
import string
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import shared.locales
from infra.texts import WORDS_READ_BY
from shared.access.console_login import SPOKEN_THERE
from shared.locales import FALLBACK, languages, words
from shared.merchant.return_reasons import built_in
from shared.notifications.content.words import message_words
from shared.promise.money import Price
from shared.returns.text.speech import languages as policy_languages
from shared.returns.vocabulary import ReasonGroup

FOLDER = Path(shared.locales.__file__).parent
WORD = re.compile(r"[^\W\d_]{2,}")
PLACEHOLDER = re.compile(r"\{.*?\}")
ALIKE = {"told.place_order"}
"""Not for people: in which order the parts of a place stand."""
OTHERS = [language for language in languages() if language != FALLBACK]


def texts(language: str) -> dict[str, str]:
    """Of all files of the folder; a section in two of them would be one that hides the other."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / language).rglob("*.toml")):
        for section, names in tomllib.loads(file.read_text("utf-8")).items():
            assert not any(key.startswith(f"{section}.") for key in found), f"[{section}] is in two files: {file}"
            found |= {f"{section}.{name}": text for name, text in names.items()}
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_japanese_and_english_are_there_from_the_first_day() -> None:
    assert {"en", "ja"} <= set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_exactly_the_keys_of_english(language: str) -> None:
    keys, english = texts(language).keys(), texts(FALLBACK).keys()
    assert sorted(english - keys) == [], f"missing in {language}/"
    assert sorted(keys - english) == [], f"in {language}/, and missing in {FALLBACK}/"


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_asks_for_a_value_english_does_not_have(language: str) -> None:
    english = texts(FALLBACK)
    unknown = {key: placeholders(text) - placeholders(english[key]) for key, text in texts(language).items()}
    assert {key: names for key, names in unknown.items() if names} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_another_language_is_still_the_english_one(language: str) -> None:
    """Of three words or more; the names of carriers are names."""
    english, said = texts(FALLBACK) | messages(FALLBACK), texts(language) | messages(language)
    left = [key for key, text in said.items() if english.get(key) == text and _is_sentence(key, text)]
    assert left == [], f"{len(left)} texts of {language}/ are still in English: {', '.join(left[:20])}"


def messages(language: str) -> dict[str, str]:
    """Of `messages.po`, by key; of what is counted the form for one."""
    catalogue = read_po(io.BytesIO((FOLDER / language / "messages.po").read_bytes()))
    forms = {message.id if isinstance(message.id, str) else message.id[0]: message.string for message in catalogue}
    return {key: said if isinstance(said, str) else said[0] for key, said in forms.items() if key}


def _is_sentence(key: str, text: str) -> bool:
    return len(WORD.findall(PLACEHOLDER.sub("", text))) >= 3 and not key.startswith("carriers.") and key not in ALIKE


WORDS_ELSEWHERE: Mapping[str, Callable[[], Iterable[str]]] = {
    "shared/storefront/delivery-promise.js, WORDS": lambda: of_element("delivery-promise"),
    "shared/storefront/parcel-tracking.js, WORDS": lambda: of_element("parcel-tracking"),
    "shared/access/console_login.py, SPOKEN_THERE": lambda: SPOKEN_THERE,
}
"""What cannot lie in the folder of a language: modules that shops embed have no file beside them, and what another's
pages speak is no word of ours."""
OF_THE_POLICYS_TEXT = {"en", "ja"}
"""An exception with its reason: what a policy means is law, and a sentence there has to be checked by a lawyer. Where
it does not speak a language, English is shown; the receipt of a withdrawal is in every language all the same."""


def of_element(name: str) -> list[str]:
    source = (FOLDER.parent / "storefront" / f"{name}.js").read_text("utf-8")
    [table] = re.findall(r"^const WORDS = \{$(.*?)^\};?$", source, re.MULTILINE | re.DOTALL)
    spoken = re.findall(r"^  (\w\w): \{$(.*?)^  \},$", table, re.MULTILINE | re.DOTALL)
    names = {language: re.findall(r"\b([a-z_]+): [\"\[]", words) for language, words in spoken}
    assert {language for language, found in names.items() if found != names[FALLBACK]} == set(), "not the same words"
    return list(names)


@pytest.mark.parametrize("language", languages())
def test_pages_and_messages_write_an_amount_alike(language: str) -> None:
    """Messages have CLDR; `shared/promise/money.py` a table, as promises are answered without it."""
    prices = [
        Price(amount, code) for amount in (0, 5, 123_456_789) for code in ("JPY", "EUR", "USD", "BRL", "GBP", "CHF")
    ]
    mail = message_words(language)
    assert [price.said(language) for price in prices] == [mail.money(price) for price in prices]


@pytest.mark.parametrize("where", WORDS_ELSEWHERE)
def test_what_cannot_lie_in_the_folder_speaks_the_same_languages(where: str) -> None:
    missing = set(languages()) - set(WORDS_ELSEWHERE[where]())
    assert missing == set(), f"{where} lacks {', '.join(sorted(missing))}"
    assert set(WORDS_ELSEWHERE[where]()) <= set(languages()), f"{where} has a language that no page speaks"


def test_the_policys_text_speaks_the_languages_that_are_excepted() -> None:
    assert set(policy_languages()) == OF_THE_POLICYS_TEXT


def test_every_built_in_reason_has_its_words_and_no_words_are_of_no_reason() -> None:
    codes = {reason.code for group in ReasonGroup for reason in built_in(group)}
    assert {key for key in texts(FALLBACK) if key.startswith("return_reason.")} == {
        f"return_reason.{code}" for code in codes
    }


@pytest.mark.parametrize("language", languages())
def test_every_file_of_words_is_read_by_a_module_that_is_there(language: str) -> None:
    subjects = {file.stem for file in (FOLDER / language).glob("*.toml")}
    assert subjects == WORDS_READ_BY.keys(), "infra/texts.py says what each function gets"
    assert all((FOLDER.parents[1] / reader).is_file() for reader in WORDS_READ_BY.values())


@pytest.mark.parametrize("language", languages())
def test_no_sentence_ends_in_two_full_stops_whatever_day_it_ends_with(language: str) -> None:
    say, autumn = words(language), date(2026, 11, 25)
    for key in ("promise.by_deadline", "promise.not_yet_available", "promise.warehouse_closed_days"):
        days = dict.fromkeys(("deadline", "day", "first", "last"), say.date(autumn))
        assert not re.search(r"\.\.|。。", say(key, **days)), say(key, **days)
    if language == "de":
        assert say("promise.not_yet_available", day=say.date(autumn)) == "Verfügbar ab Mi, 25. Nov."
        assert say("promise.not_yet_available", day=say.date(date(2026, 5, 6))) == "Verfügbar ab Mi, 6. Mai."
