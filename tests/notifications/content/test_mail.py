"""The mail: one message, its facts, the brand's look, and nothing hostile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.colours import AA, contrast
from shared.notifications.content.letter import Letter
from shared.notifications.content.look import CARD, CARD_AT_NIGHT, PAGE, PANEL_AT_NIGHT, look_of
from shared.notifications.content.mail import write_mail
from shared.notifications.content.subject_matter import UnknownTrigger
from shared.notifications.content.words import message_words
from shared.notifications.facts import Facts
from tests.notifications.content.mail_lint import Page

Letters = Callable[..., Letter]
EVIL = '"><script>alert(1)</script>{{7*7}}{shop}\r\nBcc: x@example.com'


def with_facts(letter: Letter, **facts: str) -> Letter:
    return replace(letter, message=replace(letter.message, facts=Facts(**facts)))  # type: ignore[typeddict-item]


def with_name(letter: Letter, name: str) -> Letter:
    line = replace(letter.order.lines[0], name=name)
    return replace(letter, order=replace(letter.order, lines=(line,)))


def test_a_mail_goes_to_the_shopper_and_comes_from_the_shop(letter: Letters) -> None:
    mail = write_mail(letter("shipped"))
    assert (mail.recipient, mail.sender) == ("shopper@example.com", "Hanare Store <shop@hanare.example>")


def test_html_and_twin_say_the_same_facts(letter: Letters) -> None:
    mail = write_mail(letter("shipped"))
    html = Page(mail.html).text
    for fact in ("#10482", "Yamato Transport", "491203847261", "November 17", "Rice bowl", "Chopsticks"):
        assert fact in html
        assert fact in mail.text


def test_a_japanese_mail_writes_days_and_money_as_japanese_does(letter: Letters) -> None:
    assert "11月17日(火)" in write_mail(letter("shipped", "ja")).text
    assert "480,000円" in write_mail(letter("refund_issued", "ja")).text


def test_days_are_written_as_the_shoppers_region_writes_them(letter: Letters) -> None:
    british = letter("shipped")
    british = replace(british, message=replace(british.message, language="en-GB"))
    assert "Tuesday 17 November" in write_mail(british).text


def test_what_a_shop_or_carrier_wrote_is_only_ever_text(letter: Letters) -> None:
    hostile = replace(with_name(letter("shipped"), EVIL), brand=replace(letter("shipped").brand, name=EVIL[:40]))
    mail = write_mail(hostile)
    assert "<script" not in mail.html
    assert "{{7*7}}{shop}" in Page(mail.html).text
    assert "49" not in mail.subject
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_a_name_neither_controls_a_screen_nor_turns_the_text_around_it(letter: Letters) -> None:
    hostile, order = "\u202eegap\u2066\x1b[2J\x07 👩\u200d🍳", letter("shipped").order
    named = with_name(letter("shipped"), hostile)
    mail = write_mail(replace(named, order=replace(named.order, name=hostile)))
    for text in (mail.html, mail.text, mail.subject):
        assert not {"\u202e", "\u2066", "\x1b", "\x07", "\r"} & set(text)
    assert "egap[2J 👩\u200d🍳" in mail.text
    assert order.shown_name in write_mail(letter("shipped")).text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://evil.example", 'https://x.example/"onclick="', "//x"])
def test_only_https_is_linked_to(letter: Letters, url: str) -> None:
    mail = write_mail(with_facts(letter("claim_needs_photo"), url=url))
    assert url not in mail.text
    assert letter("claim_needs_photo").links.tracking in Page(mail.html).links()


def test_a_message_leads_where_it_says_the_shopper_goes_on(letter: Letters) -> None:
    assert "https://returns.hanare.example/c/8KX2" in Page(write_mail(letter("claim_needs_photo")).html).links()


def test_what_has_to_be_told_cannot_be_unsubscribed_from(letter: Letters) -> None:
    assert write_mail(letter("refund_issued")).unsubscribe_url == ""
    mail = write_mail(letter("shipped"))
    assert mail.unsubscribe_url == letter("shipped").links.unsubscribe
    assert mail.unsubscribe_url in Page(mail.html).links()


def test_a_confirmation_says_when_the_request_came(letter: Letters) -> None:
    assert "Datum: Donnerstag, 12. November, 10:30" in write_mail(letter("return_requested", "de")).text


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en", "November 12, 2026, 2:30:00\u202fAM (CET, UTC+01:00)"),
        ("de", "12. November 2026, 02:30:00 (CET, UTC+01:00)"),
        ("ja", "2026年11月12日 2:30:00（CET, UTC+01:00）"),
        ("pt", "12 de novembro de 2026 02:30:00 (CET, UTC+01:00)"),
    ],
)
def test_a_withdrawal_is_acknowledged_with_what_was_stated_and_when_to_the_second(
    letter: Letters, language: str, moment: str
) -> None:
    written = letter("withdrawal_received", language)
    assert written.withdrawal is not None
    stated = replace(written.withdrawal, statement="It is <too> big.")
    mail = write_mail(replace(written, withdrawal=stated))
    text = Page(mail.html).text
    for part in (written.order.shown_name, "HNR-C-2041", moment, "It is <too> big.", *(x.item for x in stated.lines)):
        assert part in mail.text
        assert part in text
    assert [line for line in mail.text.splitlines() if line.startswith("- ")] == [
        f"- {line.item} {message_words(language)('mail.quantity', quantity=str(line.quantity))}"
        for line in stated.lines
    ]  # what was not withdrawn from is not there
    assert written.order.lines[0].name not in mail.text
    assert mail.unsubscribe_url == ""


def test_every_mail_leads_to_the_preferences(letter: Letters) -> None:
    for name in ("refund_issued", "shipped", "review_invited"):
        assert letter(name).links.preferences in Page(write_mail(letter(name)).html).links()


def test_an_invitation_to_review_offers_five_stars_and_help_beside_them(letter: Letters) -> None:
    links, asked = Page(write_mail(letter("review_invited")).html).links(), letter("review_invited").links
    assert [link for link in links if "stars=" in link] == [f"{asked.review}?stars={n}" for n in range(1, 6)]
    assert asked.help in links
    assert asked.review in links


def test_nothing_else_asks_for_stars(letter: Letters) -> None:
    assert "stars=" not in write_mail(letter("delivered")).html


def test_how_to_use_it_is_said_once_it_is_there(letter: Letters) -> None:
    guide = letter("delivered").order.lines[0].guide_url
    assert guide in Page(write_mail(letter("delivered")).html).links()
    assert guide not in write_mail(letter("shipped")).html


def test_a_long_order_says_how_many_more_there_are(letter: Letters) -> None:
    ordered = letter("shipped")
    lines = tuple(replace(ordered.order.lines[0], sku=str(number)) for number in range(9))
    mail = write_mail(replace(ordered, order=replace(ordered.order, lines=lines)))
    assert mail.text.count("Rice bowl, white porcelain, large ×") == 6
    assert "3 more" in mail.text


def test_a_message_about_one_line_shows_that_line_and_its_quantity(letter: Letters) -> None:
    text = write_mail(with_facts(letter("item_cancelled"), sku="CHOPSTICKS", quantity="1")).text
    assert "Chopsticks × 1" in text
    assert "Rice bowl" not in text


def test_trouble_shows_no_progress(letter: Letters) -> None:
    assert "bar done" in write_mail(letter("shipped")).html
    assert '<div class="bar' not in write_mail(letter("damaged")).html


def test_offers_say_what_they_are_and_why_they_are_there(letter: Letters) -> None:
    mail, without = write_mail(letter("shipped")), write_mail(replace(letter("shipped"), slots=()))
    assert "https://hanare.example/cups" in Page(mail.html).links()
    assert "https://hanare.example/cups" in mail.text
    assert "cups" not in without.html
    assert len(mail.text) > len(without.text) + 100


def test_an_offer_without_a_safe_address_is_left_out(letter: Letters) -> None:
    slot = replace(letter("shipped").slots[0], url="http://hanare.example/cups")
    assert "Tea cups" not in write_mail(replace(letter("shipped"), slots=(slot,))).html


def test_the_brand_is_its_logo_by_day_and_by_night_else_its_name(letter: Letters) -> None:
    shown = letter("shipped")
    sources = [image["src"] for image in Page(write_mail(shown).html).all("img")][:2]
    assert sources == ["https://cdn.hanare.example/logo.png", "https://cdn.hanare.example/logo-dark.png"]
    plain = write_mail(replace(shown, brand=replace(shown.brand, logo_url=None))).html
    assert "logo-dark" not in plain
    assert "Hanare Store" in Page(plain).text


def test_an_unknown_trigger_is_refused(letter: Letters) -> None:
    unknown = replace(letter("shipped"), message=replace(letter("shipped").message, trigger="no_such"))
    with pytest.raises(UnknownTrigger):
        write_mail(unknown)


def test_an_unknown_language_is_told_in_english(letter: Letters) -> None:
    foreign = replace(letter("shipped"), message=replace(letter("shipped").message, language="tlh"))
    assert '<html lang="en"' in write_mail(foreign).html


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffe600", "#1F4E79", "#777777", "#ff0000"])
def test_every_brand_can_be_read_by_day_and_by_night(colour: str) -> None:
    look = look_of(colour, "")
    pairs = [
        (look.on_button, look.button),
        (look.on_button_at_night, look.button_at_night),
        *((look.link, surface) for surface in (CARD, PAGE, "#f7f6f3")),
        *((look.link_at_night, surface) for surface in ("#131314", CARD_AT_NIGHT, PANEL_AT_NIGHT)),
    ]
    assert [pair for pair in pairs if contrast(*pair) < AA] == []
