"""The console's pages: every code that may come has words, the newest comes first, and contacts stay covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.access.console_role import Role
from shared.cases.case import CaseKind, CaseNews
from shared.cli.pages import DEMO_SHOPS
from shared.cli.sample_console import console_pages
from shared.cli.sample_order import NOW, TODAY, sample_order, sample_shop
from shared.estimates.live_estimate import Outcome as PromiseOutcome
from shared.estimates.reason import Reason
from shared.locales import languages, page_words
from shared.merchant.configuration_file import read
from shared.notifications.message import MessageState
from shared.notifications.why import REASONS, Why
from shared.pages.console.chapters import Chapter
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.order import masked, order_page
from shared.pages.console.parcels import RISKS
from shared.pages.console.returns import DECLINE_CODES, MORE_CODES, SIGNALS
from shared.pages.console.said import reason_in_words
from shared.pages.console.story_facts import StoryFacts
from shared.pages.console.story_purchase import purchase_in_words
from shared.receipts.ports import Told
from shared.receipts.receipt import AskedFor, PromisedItem, PromiseReceipt, SignedReceipt, ToldReason
from shared.receipts.sign import Signature
from shared.returns.abuse.signals import SIGNALS as COUNTED
from shared.returns.axes import Action
from shared.returns.view.answer import ReturnState
from shared.returns.vocabulary import Actor, Outcome
from shared.shoppers.channel import Channel
from shared.tracking.cause import Cause
from shared.tracking.tracked import TrackedOrder

SPOKEN = {
    "console_chapter": Chapter, "console_why": REASONS, "console_action": Action, "console_news": CaseNews,
    "console_case": CaseKind, "console_risk": RISKS, "console_cause": Cause, "console_outcome": Outcome,
    "console_state": ReturnState, "console_actor": Actor, "console_message": MessageState, "console_signal": SIGNALS,
    "channels": Channel, "console_role": Role,
}  # fmt: skip


@pytest.mark.parametrize("language", languages())
def test_every_code_that_may_come_has_words(language: str) -> None:
    say = page_words(language)
    for section, codes in SPOKEN.items():
        assert all(say(f"{section}.{code}") for code in codes)
    assert all(reason_in_words(reason, say) for reason in Reason)
    assert all(say(f"console_story.promise_{outcome}") for outcome in PromiseOutcome)
    assert all(say(f"one_return_why.{code}") for code in {*DECLINE_CODES, *MORE_CODES} - {"abuse"})


def test_every_signal_that_is_counted_has_a_name() -> None:
    assert {signal.name for signal in COUNTED} == SIGNALS


def test_contacts_are_covered_but_for_what_tells_them_apart() -> None:
    assert masked("aiko.canary@shopper.example") == "a•••@s•••"
    assert masked("+819012345678") == "•••78"
    assert masked("x") == "•••x"


def test_the_story_runs_from_the_newest_to_the_oldest_in_the_merchants_zone() -> None:
    shop = sample_shop(read(DEMO_SHOPS[0].read_text("utf-8"), DEMO_SHOPS[0].name))
    page = console_pages(shop, "en")["order"]
    told = ["Message review_invited: not sent", "Delivered", "Out for delivery", "The promise is at risk", "Ordered"]
    places = [page.rindex(f'class="title">{each}') for each in told]
    assert places == sorted(places)


def test_a_promise_is_told_with_its_reasons_and_what_it_was_made_from() -> None:
    shop = sample_shop(read(DEMO_SHOPS[0].read_text("utf-8"), DEMO_SHOPS[0].name))
    order = sample_order(shop, "en")
    item = PromisedItem(
        id="1", quantity=1, method="home", carrier="usps", service="Priority<b>", warehouse="w", order_by=NOW,
        ship_date=TODAY, earliest=TODAY, likely=TODAY, latest=TODAY, promised=TODAY, time_zone="UTC", confidence=90,
        confidence_code="c", source="tables", sample_size=0,
        explanation=(ToldReason("transit", 2, "On the way with the carrier: 2 days."),),
    )  # fmt: skip
    asked = AskedFor("US", "78701", "en")
    first = PromiseReceipt("pr_1", order.order_id, NOW, NOW, asked, (item,), TODAY, 7)
    latest = replace(first, id="pr_2", made_at=NOW + timedelta(hours=1), model="m-9")
    told = Told(*(SignedReceipt(each.document(), Signature("k", "v")) for each in (first, latest)))
    facts = StoryFacts(TrackedOrder(order, ()), told, {}, Why((), ()), (), (), ())
    frame = ConsoleFrame("en", "n", None, ZoneInfo("UTC"), NOW)
    promised = [one for one in purchase_in_words(facts, frame) if one.chapter is Chapter.PROMISE]
    assert [one.lines[-1] for one in promised] == [
        "Receipt pr_1, configuration 7, model: tables",
        "Receipt pr_2, configuration 7, model: m-9",
    ]
    assert "On the way with the carrier: 2 days." in promised[0].lines
    html = order_page(facts, frame, shopper_url="#", shows_contact=False, done="")
    assert "Priority&lt;b&gt;: " in html
    assert "Priority<b>" not in html


def test_addresses_keep_the_language_and_escape_what_stands_in_them() -> None:
    plain = ConsoleFrame("ja", "n", None, ZoneInfo("Asia/Tokyo"), datetime(2026, 11, 24, tzinfo=UTC))
    asked = replace(plain, asked_language="de", root="/base")
    assert plain.place("orders", "A/1?x") == "/console/orders/A%2F1%3Fx"
    assert asked.place("returns", done="") == "/base/console/returns?lang=de"
    assert plain.moment(plain.now + timedelta(hours=15, minutes=5)).endswith("00:05")
