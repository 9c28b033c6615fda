"""Every language says the same things, as briefly as each channel has room for."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import shared.locales
from shared.estimates.reason import Reason
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.sms_segments import GSM_7, encoding, segments
from shared.shoppers.kind import Kind

LANGUAGES = ("de", "en", "ja", "pt")
EVERY_PART = ("subject", "preheader", "heading", "body", "button", "sms", "chat")
ALWAYS_KNOWN = frozenset({"shop", "order", "item", "carrier"})
FULL_WIDTH = frozenset({"ja"})
SHORT_LINK = "https://links.example.com/s/8f2kQ9Zx"
GOOD_NEWS_MARKS = frozenset("📦🚚✨😊🌟")

DAYS = {
    "de": ("Donnerstag, 24. September", "Do., 24.9."),
    "en": ("Wednesday, September 30", "Wed, Sep 30"),
    "ja": ("12月30日(水)", "12/30(水)"),
    "pt": ("quarta-feira, 30 de setembro", "qua., 30/09"),
}
AMOUNTS = {"de": "128,00 €", "en": "$128.00", "ja": "12,800円", "pt": "R$ 128,00"}
ITEMS = {"de": "Reisschale", "en": "Rice bowl", "ja": "飯碗", "pt": "Tigela de arroz"}


@cache
def catalogue(language: str) -> Catalog:
    path = Path(shared.locales.__file__).parent / language / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Key -> its text, or its plural forms."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        for message in catalogue(language)
        if message.id
    }


def placeholders(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def filled(language: str, key: str, *, short_day: bool) -> str:
    day = DAYS[language][1 if short_day else 0]
    days = dict.fromkeys(("expected", "expected_from", "expected_before", "promised", "until", "day"), day)
    return texts(language)[key][0].format(
        **days,
        shop="Hanare Store",
        order="10482",
        item=ITEMS[language],
        carrier="DHL",
        amount=AMOUNTS[language],
        quantity="2",
        delivered="1",
        total="3",
        case="R-10482",
        reason="",
        code="047113",
        minutes="10",
    )


def of_part(language: str, part: str) -> list[str]:
    return [key for key in texts(language) if key.removesuffix("_plain").endswith(f".{part}")]


def width(text: str) -> float:
    """In full-width characters: a Latin letter takes half of one."""
    return sum(0.5 if letter.isascii() else 1 for letter in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trigger_has_all_its_parts(language: str) -> None:
    wanted = {f"{trigger.name}.{part}" for trigger in TRIGGERS for part in EVERY_PART}
    assert sorted(wanted - texts(language).keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_belongs_to_a_trigger_that_there_is_or_to_all(language: str) -> None:
    groups = {trigger.name for trigger in TRIGGERS} | {"mail", "reason", "format", "sms", "access_code"}
    assert sorted(key for key in texts(language) if key.partition(".")[0] not in groups) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_exactly_the_texts_of_english(language: str) -> None:
    assert texts(language).keys() ^ texts("en").keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_names_the_same_values_in_every_language(language: str) -> None:
    """But for those that are always known: a sentence may do without the order's number."""
    differing = {
        key
        for key, forms in texts(language).items()
        if (placeholders(forms) ^ placeholders(texts("en")[key])) - ALWAYS_KNOWN
    }
    assert sorted(differing) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_unsure_or_cut_into_lines_by_accident(language: str) -> None:
    unfinished = [message.id for message in catalogue(language) if message.id and message.fuzzy]
    blank = [key for key, forms in texts(language).items() if not all(form and form == form.strip() for form in forms)]
    doubled = [key for key, forms in texts(language).items() if any("  " in form for form in forms)]
    assert (unfinished, blank, doubled) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_may_miss_a_value_has_a_plain_one_beside_it(language: str) -> None:
    of_triggers = {f"{trigger.name}.{part}" for trigger in TRIGGERS for part in (*EVERY_PART, "next")}
    lost = [
        key
        for key, forms in texts(language).items()
        if key in of_triggers and placeholders(forms) - ALWAYS_KNOWN and f"{key}_plain" not in texts(language)
    ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_text_says_only_what_is_always_known_and_stands_beside_another(language: str) -> None:
    plain = {key: forms for key, forms in texts(language).items() if key.endswith("_plain")}
    assert [key for key, forms in plain.items() if placeholders(forms) - ALWAYS_KNOWN] == []
    assert [key for key in plain if not placeholders(texts(language)[key.removesuffix("_plain")]) - ALWAYS_KNOWN] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_fits_one_segment_together_with_a_short_link(language: str) -> None:
    too_long = {}
    for key in of_part(language, "sms"):
        text = filled(language, key, short_day=True)
        room = 120 if encoding(text) == GSM_7 else 36
        if len(text) > room or segments(f"{text} {SHORT_LINK[:32]}") > 1:
            too_long[key] = (len(text), text)
    assert too_long == {}


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - FULL_WIDTH))
def test_a_text_message_in_latin_letters_needs_no_ucs_2(language: str) -> None:
    bare = {key: texts(language)[key][0] for key in of_part(language, "sms")}
    assert {key: text for key, text in bare.items() if encoding(text) != GSM_7} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_is_read_in_full_on_a_phone(language: str) -> None:
    measure, room = (width, 28) if language in FULL_WIDTH else (len, 60)
    subjects = {key: filled(language, key, short_day=True) for key in of_part(language, "subject")}
    assert {key: text for key, text in subjects.items() if measure(text) > room} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_message_is_short(language: str) -> None:
    chats = {key: filled(language, key, short_day=True) for key in of_part(language, "chat")}
    assert {key: text for key, text in chats.items() if len(text) > 120} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_fits_the_twenty_characters_of_line(language: str) -> None:
    keys = [*of_part(language, "button"), "mail.need_help"]
    assert {key: texts(language)[key][0] for key in keys if len(texts(language)[key][0]) > 20} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_news_carries_no_picture_and_no_exclamation_mark(language: str) -> None:
    loud = []
    for trigger in TRIGGERS:
        for key, forms in texts(language).items():
            if key.partition(".")[0] == trigger.name:
                marks = [letter for letter in forms[0] if letter in GOOD_NEWS_MARKS]
                if len(marks) > 1 or set(forms[0]) & {"!", "！"}:
                    loud.append(key)
    troubled = ("late", "overdue", "lost", "damaged", "declined", "problem", "delay", "failed", "stalled", "sender")
    loud += [
        key
        for key, forms in texts(language).items()
        if any(word in key.partition(".")[0] for word in troubled) and set(forms[0]) & GOOD_NEWS_MARKS
    ]
    assert loud == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preheader_adds_to_its_subject(language: str) -> None:
    known = texts(language)
    repeated = [
        trigger.name
        for trigger in TRIGGERS
        if known[f"{trigger.name}.preheader"][0].rstrip(".。") in known[f"{trigger.name}.subject"][0]
    ]
    assert repeated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_an_estimate_is_a_sentence(language: str) -> None:
    missing = [reason.value for reason in Reason if f"reason.{reason.value}" not in texts(language)]
    unended = [
        key for key, forms in texts(language).items() if key.startswith("reason.") and forms[0][-1] not in (".", "。")
    ]
    assert (missing, unended) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "trigger", ["return_declined", "return_inspection_failed", "claim_declined", "warranty_declined"]
)
def test_a_refusal_gives_its_reason_and_says_how_to_object(language: str, trigger: str) -> None:
    assert "{reason}" in texts(language)[f"{trigger}.body"][0]
    assert f"{trigger}.next" in texts(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_required_message_names_its_order_and_what_comes_next(language: str) -> None:
    required = [trigger.name for trigger in TRIGGERS if trigger.kind is Kind.REQUIRED]
    assert [name for name in required if "{order}" not in texts(language)[f"{name}.body"][0]] == []
    assert [name for name in required if f"{name}.next" not in texts(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_to_review_offers_help_in_the_same_breath(language: str) -> None:
    help_word = {"de": "Hilfe", "en": "help", "ja": ("困", "相談"), "pt": "ajuda"}[language]
    words = (help_word,) if isinstance(help_word, str) else help_word
    for name in ("review_invited", "review_invited_again"):
        for part in ("preheader", "next", "sms", "chat"):
            text = texts(language)[f"{name}.{part}"][0]
            assert any(word in text for word in words), f"{name}.{part}: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_as_many_as_the_language_has(language: str) -> None:
    counted = {key: forms for key, forms in texts(language).items() if key in ("mail.item_and_more", "mail.star")}
    assert {len(forms) for forms in counted.values()} == {catalogue(language).num_plurals}
