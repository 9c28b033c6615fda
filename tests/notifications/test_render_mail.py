"""The mail: two parts, one subject line, both languages, nothing hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from shared.brand import Brand
from shared.locales import languages
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import Mail
from shared.notifications.render_mail import render_mail
from shared.notifications.trigger import TRIGGERS
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import Contact, Destination, Order

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
URL = "https://track.hanare.example/t/abc?lang=ja&v=1"
BRAND = Brand("はなれ", "#e8b04a", "https://cdn.hanare.example/logo.png", "help@hanare.example", None)
ORDER = Order(
    order_id="HNR-10482",
    placed_at=NOW,
    contact=Contact("shopper@example.com", "ja"),
    destination=Destination("JP", "150-CANARY", "Asia/Tokyo"),
    lines=(),
    link="link",
)


def mail(
    language: str = "ja", *, brand: Brand = BRAND, order: Order = ORDER, number: str = "4912", trigger: str = ""
) -> Mail:
    message = Message(
        message_id="m" * 26,
        order_id=order.order_id,
        parcel=ParcelNumber("yamato", number),
        trigger=trigger or "out_for_delivery",
        channel="email",
        language=language,
        state=MessageState.DECIDED,
        reason="milestone_reached",
        decided_at=NOW,
    )
    return render_mail(order, message, brand=brand, sender="shop@hanare.example", tracking_url=URL)


class Page(HTMLParser):
    """Every tag with its attributes, and all text together."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("trigger", [trigger.name for trigger in TRIGGERS])
@pytest.mark.parametrize("language", languages())
def test_every_trigger_renders_both_parts_in_every_language(language: str, trigger: str) -> None:
    for brand in (BRAND, replace(BRAND, logo_url=None, support_url="https://hanare.example/help")):
        sent = mail(language, brand=brand, trigger=trigger)
        page = Page(sent.html)
        assert ("html", {"lang": language}) in page.tags
        assert [tag for tag, _ in page.tags].count("h1") == 1
        for part in (page.text.split("</style>")[-1], sent.text):
            assert ORDER.order_id in part
            assert "4912" in part
            assert "help@hanare.example" in part
        assert "{" not in sent.subject + sent.text
        assert "{{" not in sent.html
        assert "None" not in sent.html + sent.text


def test_the_mail_goes_to_the_shopper_and_carries_its_message() -> None:
    sent = mail()
    assert (sent.sender, sent.recipient, sent.reference) == ("shop@hanare.example", "shopper@example.com", "m" * 26)


def test_the_subject_names_the_shop() -> None:
    assert mail("ja-JP").subject == "【はなれ】ただいま配達中です"
    assert mail("en-GB").subject == "はなれ: your parcel is out for delivery"


def test_an_unknown_language_reads_english() -> None:
    assert mail("tlh").subject == mail("en").subject


def test_the_one_button_and_the_plain_text_lead_to_the_tracking_page() -> None:
    sent = mail()
    links = [attributes["href"] for tag, attributes in Page(sent.html).tags if tag == "a"]
    assert links == [URL, "mailto:help@hanare.example"]
    assert URL in sent.text.splitlines()


def test_hostile_values_stay_text_in_html_and_are_left_alone_in_plain_text() -> None:
    hostile = "\"><script>alert('1')</script>"
    sent = mail(brand=replace(BRAND, name=f"A & B {hostile}"), order=replace(ORDER, order_id=hostile), number=hostile)
    page = Page(sent.html)
    assert not [tag for tag, _ in page.tags if tag == "script"]
    assert page.text.count(hostile) >= 3
    assert hostile in sent.text


def test_a_subject_is_one_line_whatever_the_shop_is_called() -> None:
    brand = replace(BRAND)
    object.__setattr__(brand, "name", "Shop\r\nBcc: everyone@example.com")
    assert len(mail("en", brand=brand).subject.splitlines()) == 1


def test_the_shoppers_address_is_not_in_the_mails_body() -> None:
    sent = mail()
    assert "shopper@example.com" not in sent.html + sent.text
    assert "CANARY" not in sent.html + sent.text


def test_a_mail_stays_far_below_the_size_at_which_mail_clients_cut() -> None:
    assert len(mail().html.encode()) < 10_000
