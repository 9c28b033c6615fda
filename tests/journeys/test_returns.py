"""Returns on the local cloud, from what a shopper asks for to the money: the commonest ways, permissions enforced."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import Local
from tests.journeys.customer import BOWL, until
from tests.journeys.returning import (
    HOME,
    POT,
    Returner,
    actions,
    axes,
    bearer,
    forget_who_asked,
    found,
    item,
    settlements,
    sold,
    wake,
)
from tests.standins.service import Fault
from tests.standins.stripe import Intent

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

BOWLS = {**BOWL, "quantity": 2}
ACCEPTED = ("in_transit", "received_at_origin_facility")
RETURN_SHIPPING = 700


@pytest.fixture(scope="module", autouse=True)
def awake(local: Local) -> None:
    """What a function costs once is not what a journey takes."""
    wake(local)


@pytest.fixture(autouse=True)
def nobody_asked_before(local: Local) -> None:
    """All journeys ask from one address, which is let in only so often in an hour."""
    forget_who_asked(local)


def test_a_refund_is_decided_labelled_scanned_inspected_and_paid_by_the_platform(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys()
    offered = aiko.returnable()
    assert offered["items"][0]["eligible"]
    drafted = aiko.drafts(item(BOWL))
    assert (drafted["state"], drafted["money"]["balance"]) == ("draft", 3000 - RETURN_SHIPPING)
    asked = aiko.does(drafted, "submit")
    assert (asked["state"], settlements(asked)) == ("approved", [("refund", "reserved", 2300, 0)])
    labelled = aiko.does(asked, "method", method="label", address=HOME)
    (way,) = labelled["shipments"]
    label = local.api.call("GET", way["files"][0]["href"], headers=bearer(aiko.token))
    assert (label.status, label.body[:4]) == (200, b"%PDF")
    aiko.gets("return_label_ready")
    aiko.parcel_is_scanned(labelled, *ACCEPTED)
    aiko.shop_sees_until(asked, lambda seen: seen["items"][0]["logistics"] == "in_transit", "the carrier's first scan")
    aiko.gets("return_on_its_way")
    aiko.shop(asked, "receive")
    inspected = aiko.shop(asked, "inspect", findings=[found("passed", found="as_new")])
    assert axes(inspected) == [("approved", "received", "passed", "due")]
    due = aiko.platform_hears("RefundDue", asked)
    assert (due["amount"], due["payment_id"], due["currency"]) == (2300, "P-1", "JPY")
    assert aiko.platform_pays(due)["state"] == "resolved"
    assert "2,300" in aiko.gets("refund_issued").text
    decided = {"return_approved", "return_received", "return_inspection_passed"}
    until(lambda: decided <= aiko.triggers() or None, lambda: f"all that is decided; known: {aiko.triggers()}")
    assert "return_requested" not in aiko.triggers()


def test_an_exchange_for_something_dearer_sends_it_and_charges_the_difference(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys()
    wanted = {"sku": "KB-02", "quantity": 1, "unit_price": 3800, "name": "大きい飯碗"}
    drafted = aiko.drafts(item(BOWL, "style", "exchange", wanted=wanted), by_shop=True)
    asked = aiko.shop(drafted, "submit")
    kinds = {one["kind"]: one for one in asked["settlements"]}
    assert (set(kinds), kinds["charge"]["amount"]) == ({"goods", "charge"}, 800 + RETURN_SHIPPING)
    aiko.shop(asked, "receive")
    aiko.shop(asked, "inspect", findings=[found("passed")])
    goods, charge = aiko.platform_hears("GoodsDue", asked), aiko.platform_hears("ChargeDue", asked)
    assert (goods["sku"], goods["quantity"], charge["amount"]) == ("KB-02", 1, 1500)
    aiko.platform_pays(charge, "charge-1")
    assert aiko.platform_pays(goods, "order-2")["state"] == "resolved"
    aiko.gets("exchange_sent")


def test_store_credit_comes_with_its_bonus(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys(sold(BOWLS, 6000))
    asked = aiko.asks(item(BOWLS, "colour", "store_credit", quantity=2))
    assert settlements(asked) == [("store_credit", "reserved", 5300, 300)]
    aiko.shop(asked, "receive")
    aiko.shop(asked, "inspect", findings=[found("passed")])
    due = aiko.platform_hears("CreditDue", asked)
    assert (due["amount"], due["bonus"]) == (5300, 300)
    assert aiko.platform_pays(due)["state"] == "resolved"
    assert "5,600" in aiko.gets("credit_issued").text


def test_shards_stay_where_they_are_and_are_refunded_at_once(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys(sold(BOWL, 1800))
    broken = item(BOWL, "damaged", words="箱を開けたら割れていました", evidence=[aiko.shows(), aiko.shows()])
    asked = aiko.asks({**broken, "condition": "damaged"})
    assert axes(asked) == [("approved", "not_needed", "not_needed", "due")]
    due = aiko.platform_hears("RefundDue", asked)
    assert aiko.platform_pays(due)["state"] == "resolved"
    aiko.gets("refund_issued")
    photo = local.api.call("GET", asked["items"][0]["evidence"][0]["href"], headers=bearer(aiko.token))
    assert photo.status == 302
    assert "割れて" not in repr(local.stand_ins.merchant.told)


def test_people_look_ask_for_photos_approve_one_item_and_decline_the_other(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys(sold(BOWL, 30000), sold(POT, 30000))
    asked = aiko.asks(item(BOWL), item(POT))
    assert (asked["state"], actions(asked)) == ("requested", {"cancel"})
    aiko.gets("return_requested")
    aiko.shop(asked, "need-more", code="photo_unclear")
    aiko.gets("return_needs_more")
    answers = [{"item_id": "1", "evidence": [aiko.shows()]}, {"item_id": "2", "words": "使っていません"}]
    assert aiko.does(asked, "answer", items=answers)["state"] == "requested"
    aiko.shop(asked, "decline", items=["2"], code="worn")
    decided = aiko.shop(asked, "approve", items=["1"])
    assert [one["approval"] for one in decided["items"]] == ["approved", "declined"]
    assert settlements(decided) == [("refund", "reserved", 30000 - RETURN_SHIPPING, 0)]
    aiko.gets("return_approved")
    aiko.gets("return_declined")
    aiko.shop(asked, "receive", items=[{"item_id": "1", "quantity": 1}])
    aiko.shop(asked, "inspect", findings=[found("passed")])
    due = aiko.platform_hears("RefundDue", asked)
    assert aiko.platform_pays(due)["state"] == "resolved"
    aiko.gets("refund_issued")


def test_half_arrives_and_is_worth_less_the_rest_comes_later(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys(sold(BOWLS, 6000))
    asked = aiko.asks(item(BOWLS, quantity=2))
    assert settlements(asked) == [("refund", "reserved", 5300, 0)]
    half = aiko.shop(asked, "receive", items=[{"item_id": "1", "quantity": 1}])
    assert [(one["item_id"], one["logistics"]) for one in half["items"]] == [("1", "received"), ("1.1", "awaited")]
    aiko.shop(asked, "inspect", findings=[found("reduced", reduced_to=5000, found="used")])
    first = aiko.platform_hears("RefundDue", asked)
    assert aiko.platform_pays(first)["state"] == "approved"
    aiko.shop(asked, "receive", items=[{"item_id": "1.1", "quantity": 1}])
    whole = aiko.shop(asked, "inspect", findings=[found("passed", "1.1")])
    (second,) = [one for one in whole["settlements"] if one["state"] == "due"]
    assert first["amount"] + second["amount"] == 1500 + 3000 - RETURN_SHIPPING
    paid = aiko.shop(asked, f"settlements/{second['settlement_id']}", state="paid", reference="bank-2")
    assert (paid["state"], sum(one.amount for one in aiko.account().settlements if one.counts)) == ("resolved", 3800)


def test_what_is_not_sent_in_time_is_over_until_the_shop_sets_that_aside(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys()
    asked = aiko.asks(item(BOWL))
    aiko.time_passes(asked, send_back_until=datetime.now(UTC).date() - timedelta(days=2))
    over = aiko.sees(asked)
    assert (over["state"], settlements(over)) == ("expired", [("refund", "released", 2300, 0)])
    aiko.gets("return_expired")
    assert aiko.account().taken.get(BOWL["sku"], 0) == 0
    aiko.shop(asked, "resolve")
    assert aiko.shop(asked, "reopen", note="It was at the post office all along.")["state"] == "expired"
    again = aiko.shop(asked, "override", decision="approved", note="It was at the post office all along.")
    assert again["state"] == "approved"
    aiko.shop(asked, "receive")
    aiko.shop(asked, "inspect", findings=[found("passed")])
    assert aiko.platform_pays(aiko.platform_hears("RefundDue", asked))["state"] == "resolved"


def test_a_payment_of_stripes_is_paid_back_once_although_its_answer_was_an_error(local: Local) -> None:
    stripe, aiko = local.stand_ins.stripe, Returner(local)
    intent = f"pi_{aiko.order_id}"
    stripe.intents[intent] = Intent(3000)
    aiko.buys(payment={"gateway": "stripe", "reference": intent})
    asked = aiko.asks(item(BOWL))
    aiko.shop(asked, "receive")
    stripe.fails(Fault.NOTHING, Fault.BROKEN_BUT_TAKEN)  # it looks through the refunds before it makes one
    aiko.shop(asked, "inspect", findings=[found("passed")])
    until(lambda: stripe.intents[intent].refunds or None, lambda: "the refund at Stripe")
    assert settlements(aiko.sees(asked)) == [("refund", "due", 2300, 0)]
    aiko.refund_is_tried_again(asked)
    done = aiko.sees(asked)
    assert done["state"] == "resolved"
    assert settlements(done) == [("refund", "done", 2300, 0)]
    assert [refund["amount"] for refund in stripe.intents[intent].refunds] == [2300]
    assert (len(stripe.faults), stripe.objections) == (0, [])
    aiko.gets("refund_issued")


def test_ten_submissions_at_once_are_one_and_one_piece_is_taken_by_one_return(local: Local) -> None:
    aiko = Returner(local)
    aiko.buys()
    first, second = aiko.drafts(item(BOWL)), aiko.drafts(item(BOWL, "style", "store_credit"))
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda draft: aiko.tries(draft, "submit", {}), [first] * 10 + [second] * 2))
    states = {one["return_id"]: aiko.stored(one) for one in (first, second)}
    won = [request for request in states.values() if request.items[0].approval == "approved"]
    assert (len(won), {answer.status for answer in answers} <= {200, 409, 422}) == (1, True)
    assert [entry.action for entry in won[0].log].count("submit") == 1
    account = aiko.account()
    assert (account.taken, [one.return_id for one in account.settlements if one.counts]) == (
        {BOWL["sku"]: 1},
        [won[0].return_id],
    )


def test_a_consumer_in_the_union_withdraws_by_two_buttons_and_keeps_the_acknowledgement(local: Local) -> None:
    marie = Returner(local, "en", address={"country": "FR", "postal": "75011"})
    marie.buys()
    offered = marie.withdraws(confirmed=False)
    assert [(line["quantity"], line["whys"]) for line in offered["lines"]] == [(1, [])]
    stated, again = (marie.withdraws(confirmed=True, key="button-2") for _ in range(2))
    assert stated["received_at"] == again["received_at"]
    assert stated["withdrawal"]["number"] in stated["acknowledgement"]["text"]
    assert stated["withdrawal"]["state"] == "approved"
    mail = marie.gets("withdrawal_received").text
    assert all(said in mail for said in (stated["withdrawal"]["number"], marie.order_id, BOWL["name"], ", UTC+0"))
    marie.gets("return_approved")
