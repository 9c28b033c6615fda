"""Every message, in every language, on every channel, with much or little known: nothing missing, nothing leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from shared.cli.sample_letters import SHORT_URL, Sample, every_fact, sample_letter
from shared.locales import languages
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.content.chat import LONGEST_BODY, LONGEST_BUTTON, write_chat
from shared.notifications.content.letter import Letter, Mail
from shared.notifications.content.mail import LONGEST_SUBJECT, write_mail
from shared.notifications.content.sms import write_sms
from shared.notifications.content.words import message_languages
from shared.notifications.facts import Facts
from shared.notifications.sms_segments import segments
from shared.notifications.trigger import Trigger
from tests.notifications.content.mail_lint import Page, faults

LEAKS = re.compile(
    r"\bNone\b|\bundefined\b|\bnan\b|_plain\b|\b(mail|reason|format)\.[a-z]+_?[a-z]*\b"
    r"|\b[a-z_]+\.(subject|preheader|heading|body|next|button|sms|chat)\b"
)


def leaks(text: str) -> list[str]:
    """What shows of how a text was made."""
    return [sign for sign in ("{", "}", "%(") if sign in text] + [found.group() for found in LEAKS.finditer(text)]


def every(language: str, sample: Sample) -> Iterator[tuple[Trigger, Letter]]:
    for trigger in TRIGGERS:
        yield trigger, sample_letter(trigger, language, sample)


def test_messages_speak_every_language_that_pages_speak() -> None:
    assert set(message_languages()) == set(languages())


@pytest.mark.parametrize("sample", Sample)
@pytest.mark.parametrize("language", message_languages())
def test_every_mail_is_whole(language: str, sample: Sample) -> None:
    wrong = {trigger.name: found for trigger, letter in every(language, sample) if (found := _wrong_in_mail(letter))}
    assert wrong == {}


@pytest.mark.parametrize("sample", Sample)
@pytest.mark.parametrize("language", message_languages())
def test_every_text_message_is_one_segment_with_its_link_where_names_are_ordinary(
    language: str, sample: Sample
) -> None:
    texts = {trigger.name: write_sms(letter, SHORT_URL) for trigger, letter in every(language, sample)}
    assert {name: text for name, text in texts.items() if segments(text) != 1 or leaks(text)} == {}
    if sample is not Sample.EXTREME:
        assert {name: text for name, text in texts.items() if not text.endswith(f" {SHORT_URL}")} == {}


@pytest.mark.parametrize("sample", Sample)
@pytest.mark.parametrize("language", message_languages())
def test_every_chat_message_is_whole_and_short(language: str, sample: Sample) -> None:
    wrong = {}
    for trigger, letter in every(language, sample):
        chat = write_chat(letter)
        parts = (chat.title, chat.body, chat.button)
        if not all(parts) or len(chat.body) > LONGEST_BODY or len(chat.button) > LONGEST_BUTTON:
            wrong[trigger.name] = parts
        if leaks(" ".join(parts)) or not chat.url.startswith("https://"):
            wrong[trigger.name] = parts
    assert wrong == {}


@pytest.mark.parametrize("sample", Sample)
def test_every_mail_passes_the_lint(sample: Sample) -> None:
    wrong = {
        mail.subject: found for mail, page in _linted(sample) if (found := faults(mail.html, page) + leaks(page.text))
    }
    assert wrong == {}


@pytest.mark.parametrize("sample", Sample)
def test_the_twin_of_every_mail_holds_each_of_its_links(sample: Sample) -> None:
    wrong = {}
    for mail, page in _linted(sample):
        links = (link.removeprefix("mailto:").partition("?stars=")[0] for link in page.links())
        if missing := [link for link in links if link not in mail.text]:
            wrong[mail.subject] = missing
    assert wrong == {}


@cache
def _linted(sample: Sample) -> list[tuple[Mail, Page]]:
    """Each trigger's mail, in one language after the other: they have one layout."""
    spoken = message_languages()
    letters = (sample_letter(trigger, spoken[number % len(spoken)], sample) for number, trigger in enumerate(TRIGGERS))
    return [(mail, Page(mail.html)) for mail in map(write_mail, letters)]


def test_the_lint_sees_what_is_wrong() -> None:
    bad = (
        "<html lang='en' dir='ltr'><style>.a{position:fixed}</style><h1></h1><h1></h1><table></table>"
        "<img src='http://x'><a href='javascript:x'></a><script></script></html>"
    )
    assert len(faults(bad, Page(bad))) == 7


def test_the_samples_know_every_fact() -> None:
    assert every_fact().keys() | {"detail", "cause"} == Facts.__annotations__.keys()


def _wrong_in_mail(letter: Letter) -> list[str]:
    mail = write_mail(letter)
    shown = re.sub(r"<style.*?</style>", "", mail.html, flags=re.S)
    # The twin has the same texts; what only the HTML has is in the pages that are linted.
    found = leaks(mail.subject) + leaks(mail.text)
    found += [f"{sign} in the HTML" for sign in ("{", "}", "None", "undefined", "_plain") if sign in shown]
    if not 1 <= len(mail.subject) <= LONGEST_SUBJECT or not mail.subject.isprintable():
        found.append(f"subject {mail.subject!r}")
    if "<h1" not in shown or "></h1>" in shown:
        found.append("no heading")
    if letter.order.shown_name not in mail.text:
        found.append("no order number")
    return found
