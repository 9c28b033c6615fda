"""What a letter is put together from: links that lead to the right page, and say who sent them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.access.shopper_links import ShopperLinks
from shared.brand import Brand
from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.notifications.catalogue import TRIGGERS, trigger_named
from shared.notifications.compose import Around, Shop, compose, links_of
from shared.notifications.content.onward import leads_to
from shared.notifications.occasions import Heard, occasions
from shared.notifications.trigger import Group
from shared.returns.request.number import make_number
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg
from tests.notifications.sending import MESSAGE_ID, NOW, RULES, SHOPPER_ID, decided
from tests.notifications.situations import ALL, BACK, changed, reached, sent_back
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


def test_what_is_heard_of_a_claim_leads_to_it_behind_a_code_of_a_return_to_its_page_else_to_the_tracking_page() -> None:
    trigger = trigger_named("claim_approved")
    assert trigger is not None

    def onward(**facts: str) -> str:
        message = decided(trigger="claim_approved", facts=facts)
        letter = compose(order(), message, Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
        return leads_to(letter, trigger).removeprefix("https://shop.example")

    ours = onward(case_id="CL-7K3F92M4")
    assert LINKS.open(ours.removeprefix("/verify/").removesuffix(f"?to=problem&m={MESSAGE_ID}"), NOW) == order().link
    assert onward(case_id="RMA-7").startswith("/t/")
    page, _, number = onward(case_id=make_number(b"x" * 16)).removeprefix("/returns/").partition("/")
    assert (LINKS.open(page, NOW, "returns"), number) == (order().link, make_number(b"x" * 16))
    assert onward(case_id="CL-7K3F92M4", url="https://shop.example/own").startswith("/own")


NUMBER = make_number(b"x" * 16)


def test_every_message_about_a_return_of_ours_leads_to_its_page_whoever_filed_it() -> None:
    """Over the API, by the portal or by staff: the case has the return's number. Of a gift's, nobody is written to."""
    heard: list[Heard] = [
        changed(kind, news, case_id=NUMBER, until=NOW.date() + timedelta(days=9), reason=reason)
        for kind in (CaseKind.RETURN, CaseKind.EXCHANGE)
        for news in CaseNews
        for reason in (None, "withdrawal")
    ]
    around = sent_back()
    known = Case("A-1", NUMBER, CaseKind.RETURN, news={CaseNews.LABEL_READY: Told(NOW)})
    heard.append(reached(Milestone.IN_TRANSIT, BACK, Leg.RETURN))
    told = [one for each in heard for one in occasions(each, replace(around, cases=[known]), ALL)]
    groups = (Group.RETURNS, Group.REFUNDS)
    assert {one.trigger.name for one in told} == {each.name for each in TRIGGERS if each.group in groups}
    for one in told:
        message = decided(trigger=one.trigger.name, facts=one.facts)
        letter = compose(order(), message, Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
        place = leads_to(letter, one.trigger).removeprefix("https://shop.example/returns/")
        assert (LINKS.open(place.partition("/")[0], NOW, "returns"), place.partition("/")[2]) == (order().link, NUMBER)


def test_the_parcel_of_one_of_several_returns_leads_to_where_all_are_shown() -> None:
    cases = [Case("A-1", each, CaseKind.RETURN, news={CaseNews.APPROVED: Told(NOW)}) for each in (NUMBER, "RT-2")]
    (one,) = occasions(reached(Milestone.IN_TRANSIT, BACK, Leg.RETURN), replace(sent_back(), cases=cases), ALL)
    message = decided(trigger=one.trigger.name, facts=one.facts)
    letter = compose(order(), message, Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
    assert leads_to(letter, one.trigger) == letter.links.tracking


def test_a_letter_holds_what_was_gathered() -> None:
    gathered = compose(order(), decided(), Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
    assert (gathered.sender, gathered.parcel, tuple(gathered.slots)) == ("shop@hanare.example", None, ())
    assert gathered.order == order()


def test_a_message_of_an_unknown_trigger_carries_nothing_more() -> None:
    unknown = decided(trigger="unknown")
    gathered = compose(order(), unknown, Shopper(SHOPPER_ID), around=Around(), shop=SHOP, links=LINKS, now=NOW)
    assert tuple(gathered.slots) == ()
