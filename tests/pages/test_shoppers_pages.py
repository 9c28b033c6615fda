"""Preferences, unsubscribing, reviews, help: sound, safe and complete in every language, and read back as meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from shared.brand import Brand
from shared.locales import languages
from shared.pages.content_security_policy import content_security_policy
from shared.pages.preferences_form import SHOWN, chosen, preferred
from shared.pages.preferences_page import preferences_page, unsubscribe_page
from shared.pages.render import notice_page
from shared.pages.review_page import ReviewForm, choose_line_page, help_page, review_page
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.preferences import Preferences, preferences
from shared.shoppers.shopper import Choice, Shopper, address_hash
from shared.tracking.order import Contact, OrderLine
from tests.pages.outline import NONCE, Outline

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
CONTACT = Contact("canary@shopper.example", "ja", "+819012345678", "U" + "c" * 32)
USED = (Channel.EMAIL, Channel.LINE, Channel.SMS)
LINE = OrderLine("KB-01", "有田焼 飯碗", 2)
HOSTILE = '"><img src=x onerror=alert(1)></textarea><script>x</script>{{ 7*7 }}'


def holds(shopper: Shopper | None = None) -> Preferences:
    return preferences(shopper or Shopper("s"), CONTACT, USED, feedback_needs_consent=False)


def pages(brand: Brand, language: str, line: OrderLine = LINE, said: str = "") -> list[str]:
    form, address = ReviewForm(line, 3, said), "https://api.example.com/help/x?sku=1"
    dead = Shopper("s", dead={address_hash(CONTACT.email): "bounced"}).preferring([Channel.SMS])
    return [
        preferences_page(holds(), language, brand, NONCE, saved=False),
        preferences_page(holds(dead), language, brand, NONCE, saved=True),
        preferences_page(
            preferences(dead, Contact("", "ja"), USED, feedback_needs_consent=True), language, brand, NONCE, saved=False
        ),
        *(
            unsubscribe_page(kind, channel, language, brand, NONCE, done=done, preferences_url=address)
            for kind, channel in ((Kind.FEEDBACK, Channel.EMAIL), (None, None))
            for done in ("", "stopped", "resumed")
        ),
        *(
            review_page(form, language, brand, NONCE, order_name=line.name, help_url=address, saved=saved)
            for saved in (True, False)
        ),
        choose_line_page([(line, address)], language, brand, NONCE, order_name="#1", help_url=address),
        *(help_page(line, language, brand, NONCE, order_name="#1", asked=asked) for asked in (True, False)),
        help_page(None, language, brand, NONCE, order_name="#1", asked=False),
        *(notice_page(subject, language, brand, NONCE) for subject in ("bad_form", "review_closed")),
    ]


@pytest.mark.parametrize("language", languages())
def test_every_page_reads_completely_in_every_language(brand: Brand, language: str) -> None:
    for html in pages(brand, language):
        outline = Outline(html)
        assert outline.complaints == []
        assert outline.all("html") == [{"lang": language}]
        assert len(outline.all("h1")) == 1
        assert outline.texts["h1"].strip()
        assert "{" not in re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)


def test_no_page_runs_or_loads_anything_and_its_form_goes_home_only(brand: Brand) -> None:
    for html in pages(brand, "en"):
        outline = Outline(html)
        assert not {"script", "iframe"} & {tag for tag, _ in outline.tags}
        assert [(link["rel"], (link["href"] or "")[:5]) for link in outline.all("link")] == [("icon", "data:")]
        assert not [
            attributes for _, attributes in outline.tags if any(n == "style" or n[:2] == "on" for n in attributes)
        ]
        assert {form.get("method") for form in outline.all("form")} <= {"post"}
    assert "form-action 'self'" in content_security_policy(NONCE, brand, has_form=True)
    assert "form-action 'none'" in content_security_policy(NONCE, brand)


def test_a_hostile_text_stays_text(brand: Brand) -> None:
    for html in pages(brand, "en", OrderLine(HOSTILE, HOSTILE, 1), HOSTILE):
        outline = Outline(html)
        assert not outline.all("script")
        assert all("onerror" not in attributes for _, attributes in outline.tags)
        assert "49" not in html


def test_no_page_shows_an_address_in_the_clear(brand: Brand) -> None:
    shown = "".join(pages(brand, "ja"))
    assert "c•••@s•••.example" in shown
    assert "canary" not in shown
    assert CONTACT.phone not in shown
    assert CONTACT.line_user_id not in shown


def test_each_field_has_a_label_and_names_are_told_apart(brand: Brand) -> None:
    outline = Outline(preferences_page(holds(), "en", brand, NONCE, saved=False))
    boxes = [field["name"] for field in outline.all("input") if field["type"] == "checkbox"]
    assert len(set(boxes)) == len(boxes) == 9
    assert len(outline.all("label")) == 9 + 3
    assert len(outline.all("legend")) == 4


def test_help_is_offered_whatever_the_stars(brand: Brand) -> None:
    for stars in range(6):
        html = review_page(
            ReviewForm(LINE, stars, ""),
            "en",
            brand,
            NONCE,
            order_name="#1",
            help_url="https://h.example/x",
            saved=False,
        )
        actions = [form.get("action") for form in Outline(html).all("form")]
        assert actions == [None, "https://h.example/x"]
        chosen = [field["value"] for field in Outline(html).all("input") if "checked" in field]
        assert chosen == ([str(stars)] if stars else [])


def test_only_boxes_that_were_seen_and_changed_are_choices() -> None:
    form = {SHOWN: "service.email,feedback.email,promotion.email", "service.email": "yes", "promotion.email": "yes"}
    assert chosen(form, holds()) == {(Channel.EMAIL, Kind.FEEDBACK): False, (Channel.EMAIL, Kind.PROMOTION): True}


@pytest.mark.parametrize(
    "form", [{}, {SHOWN: ""}, {SHOWN: "required.email,x,,service.fax", "required.email": "yes"}, {SHOWN: "\x00" * 9}]
)
def test_a_form_that_names_no_box_of_ours_chooses_nothing(form: dict[str, str]) -> None:
    assert chosen(form, holds()) == {}


@pytest.mark.parametrize(
    ("form", "order"),
    [
        ({}, None),
        ({"first1": ""}, None),
        ({"first1": "sms", "first2": "sms", "first3": "fax"}, (Channel.SMS, Channel.EMAIL, Channel.LINE)),
        ({"first1": "line", "first2": "sms", "first3": "email"}, (Channel.LINE, Channel.SMS, Channel.EMAIL)),
        ({"first1": "push"}, (Channel.EMAIL, Channel.LINE, Channel.SMS)),
    ],
)
def test_the_order_of_channels_is_read_whatever_was_named_twice(
    form: dict[str, str], order: tuple[Channel, ...] | None
) -> None:
    assert preferred(form, holds()) == order


def test_who_chose_an_order_can_leave_it_to_the_shop_again() -> None:
    own = holds(Shopper("s").preferring([Channel.SMS]))
    assert preferred({"first1": ""}, own) == ()
    assert preferred({"first1": "sms", "first2": "email", "first3": "line"}, own) is None


def test_the_form_as_shown_and_sent_back_changes_nothing(brand: Brand) -> None:
    shopper = Shopper("s").choosing(Channel.LINE, Kind.PROMOTION, Choice(True, NOW, "checkout"))
    for known in (holds(shopper), holds(shopper.preferring([Channel.SMS]))):
        html = preferences_page(known, "en", brand, NONCE, saved=False)
        form = {f["name"]: f["value"] for f in Outline(html).all("input") if f["type"] == "hidden" or "checked" in f}
        ranks = re.findall(r'<select name="(\w+)">.*?value="(\w*)" selected', html, re.DOTALL)
        sent = {str(name): str(value) for name, value in form.items()} | dict(ranks)
        assert (chosen(sent, known), preferred(sent, known)) == ({}, None)
