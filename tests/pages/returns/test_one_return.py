"""The page of one return: it says how far it is, offers what the server offers and no more, and is safe to read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import product

import pytest

from shared.evidence.evidence_files import Upload
from shared.locales import languages, page_words
from shared.pages.order_frame import Failure
from shared.pages.returns.one_return import cancel_page, one_return_page
from shared.pages.returns.one_return_items import WHYS, Goods, items_of, why_in_words
from shared.pages.returns.one_return_money import money_of
from shared.pages.returns.one_return_stage import Stage, stage_of
from shared.pages.returns.one_return_view import OneReturn, Told
from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.choose_method import choose_method
from shared.returns.decline_return import decline_return
from shared.returns.methods.ports import WantedWayBack
from shared.returns.plan_way_back import plan_way_back
from shared.returns.policy.policy import Actions, Bonus, Fact, Fee, Policy
from shared.returns.request_more import request_more
from shared.returns.return_request import ReturnRequest, Wanted
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.view.answer import ReturnState
from shared.returns.view.money import SettlementView
from shared.returns.vocabulary import Actor, Method, Outcome, Review, WholeAt
from tests.pages.outline import NONCE, Outline
from tests.pages.returns.one_return_samples import one_of
from tests.returns.request.setting import RETURN_ID, Shop, cup, policy, rule, shirts
from tests.returns.request.test_ways_back import Printer

HOSTILE = '"><img src=x onerror=alert(1)></textarea><script>x</script>{{ 7*7 }}'
OF_STAFF = frozenset({Action.NOTE, Action.OVERRIDE})


def selling() -> Policy:
    """Fees, a bonus, and a way back that the shopper pays."""
    own = Actions(shipping_fee=Fee(by_shopper=True))
    return policy(
        rule("own", Fact.RETURN_METHOD, "own_carrier", own),
        shipping_fee=Fee(700),
        bonuses=(Bonus(Outcome.STORE_CREDIT, basis_points=1000),),
    )


@cache
def by_stage() -> dict[Stage, OneReturn]:
    """A return at each stage, made by the moves that lead there where these are few."""
    shop = Shop(selling())
    draft = shop.drafted(shirts(2), cup(outcome=Outcome.STORE_CREDIT))
    approved = shop.submitted(shirts(2), cup(outcome=Outcome.STORE_CREDIT))
    wanted = WantedWayBack(Method.LABEL, ("1", "2"))
    ready = choose_method(shop.means, shop.tracking, Printer(), RETURN_ID, wanted, shop.shopper)
    asked = Shop(policy(review=Review.MANUAL))
    requested = asked.submitted(shirts(2), cup())
    sending = {"1": Upload("https://bucket.example", {"key": "k"})}
    more = request_more(asked.means, RETURN_ID, asked.by(Actor.STAFF, "photo_unclear"), ("1",))
    declined = decline_return(asked.means, RETURN_ID, asked.by(Actor.STAFF, "used"), (), may_appeal=True)
    moved: dict[Stage, dict[str, object]] = {
        Stage.IN_TRANSIT: {"logistics": Logistics.IN_TRANSIT},
        Stage.ARRIVED: {"logistics": Logistics.ARRIVED},
        Stage.CHECKING: {"logistics": Logistics.RECEIVED},
        Stage.MISSING: {"logistics": Logistics.MISSING},
        Stage.FAILED: {"logistics": Logistics.RECEIVED, "inspection": Inspection.FAILED},
        Stage.SENT_BACK: {"logistics": Logistics.SENT_BACK, "inspection": Inspection.FAILED},
        Stage.PAYING: {"logistics": Logistics.RECEIVED, "inspection": Inspection.PASSED, "money": Money.DUE},
        Stage.KEPT: {"logistics": Logistics.NOT_NEEDED, "inspection": Inspection.NOT_NEEDED},
        Stage.CANCELLED: {"approval": Approval.CANCELLED},
        Stage.EXPIRED: {"approval": Approval.EXPIRED},
    }
    stages = {stage: one_of(shop, with_items(approved, **axes)) for stage, axes in moved.items()}
    return {
        **stages,
        Stage.DRAFT: one_of(shop, draft),
        Stage.REQUESTED: one_of(asked, requested),
        Stage.NEEDS_MORE: one_of(asked, more, uploads=sending, added_photos={"1": ("a.jpg",)}),
        Stage.TO_SEND: one_of(shop, approved),
        Stage.READY: one_of(shop, ready),
        Stage.DECLINED: one_of(asked, declined),
        Stage.RESOLVED: one_of(shop, replace(approved, resolved_at=shop.now)),
    }


def with_items(request: ReturnRequest, **axes: object) -> ReturnRequest:
    return replace(request, items=tuple(replace(item, **axes) for item in request.items))  # type: ignore[arg-type]


def plain(html: str) -> str:
    """The page without its styles."""
    return re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("language", languages())
def test_at_every_stage_the_page_reads_completely_in_every_language(language: str) -> None:
    found = by_stage()
    assert set(found) == set(Stage)
    headings = set()
    for stage, one in found.items():
        assert stage_of(one.view, one.now) is stage
        told = Told(done="submit", note="A note", failures=(Failure("items", "Wrong"),))
        for html in (one_return_page(one, language, NONCE, told), cancel_page(one, language, NONCE)):
            outline = Outline(html)
            assert outline.complaints == []
            assert outline.all("html") == [{"lang": language}]
            assert len(outline.all("h1")) == 1
            assert "{" not in plain(html)
        headings.add(Outline(one_return_page(one, language, NONCE)).texts["h1"])
    assert len(headings) == len(Stage)


def test_every_state_of_a_return_has_a_stage() -> None:
    one = by_stage()[Stage.TO_SEND]
    for state in ReturnState:
        assert stage_of(one.view.model_copy(update={"state": state}), one.now) in Stage


@pytest.mark.parametrize("language", ["en", "ja"])
def test_wherever_an_item_stands_on_its_axes_something_is_said(language: str) -> None:
    shop, say = Shop(), page_words(language)
    one = one_of(shop, shop.submitted(shirts(1)))
    (item,) = one.view.items
    said = {}
    for axes in product(Approval, Logistics, Inspection, Money):
        at = dict(zip(("approval", "logistics", "inspection", "money"), axes, strict=True))
        view = one.view.model_copy(update={"items": [item.model_copy(update=at)]})
        (row,) = items_of(view, one.goods, say)
        assert bool(row.state) is (axes[0] is not Approval.DRAFT)
        assert bool(row.money) is (axes[0] is Approval.APPROVED)
        said[axes] = (row.state, row.money)
    approved = {said[Approval.APPROVED, *rest] for rest in product(Logistics, [Inspection.PENDING], Money)}
    assert len(approved) == len(Logistics) * len(Money)


@pytest.mark.parametrize("language", languages())
def test_every_code_action_payment_and_moment_has_words(language: str) -> None:
    say, shop = page_words(language), Shop()
    other = why_in_words("a_word_of_the_shops", say)
    assert other == why_in_words("blocked", say)
    assert all(why_in_words(code, say) != other for code in WHYS)
    assert all(say(f"one_return_history.{action}") for action in Action if action not in OF_STAFF)
    one = one_of(shop, shop.submitted(shirts(1)))
    (item,) = one.view.items
    assert item.terms is not None
    for kind, state, moment, at in product(SettlementKind, SettlementState, WholeAt, (shop.now, None)):
        settled = SettlementView.of(
            Settlement("s-1", RETURN_ID, "A-1", kind, ("1",), 900, 100, state=state, settled_at=at), for_staff=False
        )
        terms = item.terms.model_copy(update={"whole_at": moment})
        items = [item.model_copy(update={"terms": terms})]
        view = one.view.model_copy(update={"items": items, "settlements": [settled]})
        money = money_of(view, one.goods, one.zone, say)
        told = [bool(payment.text and payment.state) for payment in money.payments] if money else []
        assert told == ([] if state is SettlementState.RELEASED else [True])


def test_only_what_the_server_offers_can_be_done() -> None:
    for stage, one in by_stage().items():
        view = one.view.model_copy(update={"links": []})
        outline = Outline(one_return_page(replace(one, view=view, offers=()), "en", NONCE))
        assert outline.all("form") == [], stage
        assert [link for link in outline.all("a") if "/cancel" in (link["href"] or "")] == []


def test_each_offer_of_the_server_leads_somewhere() -> None:
    leads = {
        Action.SUBMIT: "/submit", Action.CHANGE: "/new?change=", Action.CANCEL: "/cancel", Action.ANSWER: "/answer",
        Action.APPEAL: "/appeal", Action.CHOOSE_METHOD: "/way/", Action.MAKE_LABEL: "/way/label",
    }  # fmt: skip
    seen = set()
    for one in by_stage().values():
        html = one_return_page(one, "en", NONCE)
        for action in one.can & set(leads):
            assert leads[Action(action)] in html
            seen.add(action)
    assert seen == set(leads)


def test_what_anybody_wrote_is_shown_as_it_is_and_runs_nowhere() -> None:
    for one in by_stage().values():
        items = [item.model_copy(update={"words": HOSTILE, "sku": HOSTILE}) for item in one.view.items]
        ways = [way.model_copy(update={"tracking_number": HOSTILE, "carrier": HOSTILE}) for way in one.view.shipments]
        view = one.view.model_copy(update={"items": items, "shipments": ways, "number": HOSTILE})
        goods = {item.item_id: Goods(HOSTILE, HOSTILE) for item in items}
        made = replace(one, view=view, goods=goods, order_names=(HOSTILE,))
        told = Told(note=HOSTILE, failures=(Failure(HOSTILE, HOSTILE),), filled={"tracking": HOSTILE})
        for html in (one_return_page(made, "en", NONCE, told), cancel_page(made, "en", NONCE)):
            assert "<img src=x" not in html
            assert "<script" not in html
            assert "49" not in Outline(html).texts["h1"]


def test_who_received_a_gift_sees_no_amount() -> None:
    shop = Shop(selling())
    for language, sign in (("en", "¥"), ("ja", "円")):
        bought = one_return_page(one_of(shop, shop.drafted(shirts(2))), language, NONCE)
        gift = replace(shop.read(), is_gift=True)
        assert sign in plain(bought)
        assert sign not in plain(one_return_page(one_of(shop, gift, is_gift=True), language, NONCE))
    approved = replace(shop.submitted(shirts(2)), is_gift=True)
    one = one_of(shop, approved, is_gift=True)
    assert one.offers[0].fee == 700
    html = plain(one_return_page(one, "en", NONCE))
    assert "¥" not in html
    assert "With a fee" in html
    assert "/t/another-token" not in html


def test_the_button_says_what_has_to_be_paid() -> None:
    shop = Shop()
    request = shop.drafted(shirts(1))
    dearer = replace(request.items[0], outcome=Outcome.OTHER_ITEM, wanted=Wanted("CUP-XL", 1, 2500))
    assert "Zahlungspflichtig" not in one_return_page(one_of(shop, request), "de", NONCE)
    html = one_return_page(one_of(shop, replace(request, items=(dearer,))), "de", NONCE)
    assert "Zahlungspflichtig absenden (1.500\u00a0¥)" in html


def test_how_large_a_photo_may_be_is_said_before_it_is_sent_because_the_bucket_says_it_in_no_language() -> None:
    html = one_return_page(by_stage()[Stage.NEEDS_MORE], "en", NONCE)
    before, _, _ = html.partition('<input type="file"')
    hint = before.rpartition('class="hint"')[2]
    assert "JPEG, PNG, WebP or HEIC, up to 15 MB each" in hint
    assert 'aria-describedby="photo-1-hint"' in html


def test_the_page_says_done_only_of_what_was_done() -> None:
    shop = Shop()
    one = one_of(shop, shop.submitted(shirts(1)))
    assert 'class="saved"' in one_return_page(one, "en", NONCE, Told(done="submit"))
    for never in ("cancel", "make_label", "note_paid", "<b>", ""):
        assert 'class="saved"' not in one_return_page(one, "en", NONCE, Told(done=never))


def test_a_label_that_has_run_out_is_no_way_back_any_more() -> None:
    one = by_stage()[Stage.READY]
    late = replace(one, now=one.now + timedelta(days=4))
    assert stage_of(late.view, late.now) is Stage.TO_SEND
    assert "/way/label" in one_return_page(late, "en", NONCE)


def test_once_all_of_it_is_sent_nothing_tells_how_to_send_it() -> None:
    one = by_stage()[Stage.READY]
    (way,) = one.view.shipments
    gone = [item.model_copy(update={"logistics": Logistics.IN_TRANSIT}) for item in one.view.items]
    sent = replace(one, view=one.view.model_copy(update={"items": gone}))
    before, after = (one_return_page(each, "en", NONCE) for each in (one, sent))
    assert 'class="how"' in before
    assert 'class="how"' not in after
    assert way.tracking_number is not None
    assert way.tracking_number in after


def test_what_is_sent_by_oneself_shows_where_to_and_asks_for_the_number() -> None:
    shop = Shop(selling())
    shop.drafted(shirts(1))
    plan_way_back(shop.means, RETURN_ID, Method.OWN_CARRIER, shop.shopper)
    one = one_of(shop, shop.submitted(shirts(1)))
    told = Told(failures=(Failure("tracking", "Look again"),), filled={"tracking": "12", "carrier": "yamato"})
    html = one_return_page(one, "ja", NONCE, told)
    assert stage_of(one.view, one.now) is Stage.READY
    assert "東京都渋谷区 神宮前1-2-3" in html
    outline = Outline(html)
    (number,) = [field for field in outline.all("input") if field.get("name") == "tracking"]
    assert (number["value"], number["aria-invalid"]) == ("12", "true")
    assert number["aria-describedby"] == "tracking-hint tracking-error"
    assert [option["value"] for option in outline.all("option") if "selected" in option] == ["yamato"]
