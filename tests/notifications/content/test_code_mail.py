"""The mail with a code: the shop's look, the code, and nothing to follow."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from shared.brand import Brand
from shared.notifications.content.code_mail import write_code_mail
from shared.notifications.content.words import message_languages
from shared.tracking.order import Contact
from tests.notifications.content.mail_lint import Page
from tests.samples import order

BRAND = Brand("はなれ", "#2f5d50", None, "help@hanare.example", None)
SENDER = "hello@hanare.example"


@pytest.mark.parametrize("language", message_languages())
def test_the_code_is_in_the_subject_the_html_and_its_twin(language: str) -> None:
    mail = write_code_mail(order(name="#1001", contact=Contact("a@shopper.example", language)), "047113", BRAND, SENDER)
    assert (mail.recipient, mail.sender, mail.unsubscribe_url) == ("a@shopper.example", SENDER, "")
    for text in (mail.subject, Page(mail.html).text, mail.text):
        assert "047113" in text
    for text in (Page(mail.html).text, mail.text):
        assert "#1001" in text
        assert "10" in text
        assert not re.search("[{}]", text)


def test_nothing_is_fetched_and_nothing_leads_anywhere_but_to_help() -> None:
    mail = write_code_mail(order(), "047113", BRAND, SENDER)
    assert set(re.findall(r'(?:href|src)="([^"]*)"', mail.html)) == {"mailto:help@hanare.example"}
    assert re.findall(r"https?://\S+", mail.text) == []


def test_names_are_only_ever_text() -> None:
    evil = "<img src=x onerror=alert(1)>\r\nBcc: x@example.com"
    mail = write_code_mail(order(name=evil), "047113", replace(BRAND, name=evil[:20]), SENDER)
    assert "<img src=x" not in mail.html
    assert "\n" not in mail.subject
