"""What a letter is put together from: links that lead to the right page, and say who sent them."""

from __future__ import annotations

from shared.access.shopper_links import ShopperLinks
from shared.brand import Brand
from shared.notifications.compose import Around, Shop, compose, links_of
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from tests.notifications.sending import MESSAGE_ID, NOW, RULES, SHOPPER_ID, decided
from tests.samples import order

LINKS = ShopperLinks(lambda: {"link_signing": ["a-secret"]}, "https://shop.example")
SHOP = Shop(Brand("はなれ", "#1f4e79", None, "help@hanare.example", None), "shop@hanare.example", RULES)


def test_every_link_opens_its_own_page_and_says_which_message_it_stood_in() -> None:
    links = links_of(order(), decided(), LINKS, NOW)
    pages = {
        "t": links.tracking,
        "preferences": links.preferences,
        "unsubscribe": links.unsubscribe,
        "reviews": links.review,
        "help": links.help,
    }
    for page, url in pages.items():
        path, _, query = url.removeprefix("https://shop.example/").partition("?")
        name, _, token = path.partition("/")
        assert name == page
        assert LINKS.open(token, NOW, page) == order().link
        assert f"m={MESSAGE_ID}" in query.split("&")


def test_a_way_out_names_what_one_gets_out_of() -> None:
    links = links_of(order(), decided(Channel.EMAIL, kind=Kind.FEEDBACK), LINKS, NOW)
    assert {"kind=feedback", "channel=email"} <= set(links.unsubscribe.partition("?")[2].split("&"))


def test_a_review_is_about_the_line_the_message_is_about() -> None:
    assert "sku=SKU-1" in links_of(order(), decided(facts={"sku": "SKU-1"}), LINKS, NOW).review
    assert "sku" not in links_of(order(), decided(), LINKS, NOW).review


def test_a_letter_holds_what_was_gathered() -> None:
    gathered = compose(order(), decided(), Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
    assert (gathered.sender, gathered.parcel, tuple(gathered.slots)) == ("shop@hanare.example", None, ())
    assert gathered.order == order()


def test_a_message_of_an_unknown_trigger_carries_nothing_more() -> None:
    unknown = decided(trigger="unknown")
    gathered = compose(order(), unknown, Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
    assert tuple(gathered.slots) == ()
