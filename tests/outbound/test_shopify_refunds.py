"""Refunds by Shopify, asked of a stand-in that checks every request as Shopify documents it, and fails on demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.exchange import Answer, Question
from shared.outbound.shopify_refunds import ShopifyRefunds
from shared.returns.money.ports import PayerUnavailable, PaymentRefused, Settled
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.tracking.sale import Payment
from tests.standins.in_process import transport_of
from tests.standins.service import Fault
from tests.standins.shopify_admin import ShopifyAdmin, ShopOrder

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
TOKEN = "shpat_1"
ORDER_ID = "gid://shopify/Order/450789469"
PAYMENT = Payment("shopify", "other", 3000, "shopify", ORDER_ID)
SETTLEMENT = Settlement(
    "R1-1", "R1", "450789469", SettlementKind.REFUND, ("1",), 1000, payment_id="shopify",
    state=SettlementState.DUE, due_at=NOW,
)  # fmt: skip


@pytest.fixture
def shop() -> ShopifyAdmin:
    service = ShopifyAdmin("shpat_1")
    order = service.orders[ORDER_ID] = ShopOrder()
    order.paid(1, "shopify_payments", "2000", "AUTHORIZATION")
    order.paid(2, "shopify_payments", "2000", "CAPTURE")
    order.paid(3, "gift_card", "1000")
    order.paid(4, "shopify_payments", "900", "SALE", "FAILURE")
    return service


@pytest.fixture
def refunds(shop: ShopifyAdmin) -> ShopifyRefunds:
    return asking(shop)


def asking(shop: ShopifyAdmin, token: str = TOKEN) -> ShopifyRefunds:
    return ShopifyRefunds(transport_of(shop), lambda: "https://stand-in", lambda: token)


def refunded(shop: ShopifyAdmin) -> list[tuple[str, str]]:
    return [
        (each["gateway"], each["amountSet"]["presentmentMoney"]["amount"])
        for each in shop.orders[ORDER_ID].transactions
        if each["kind"] == "REFUND"
    ]


def test_a_refund_goes_back_by_every_transaction_in_proportion(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/1")
    assert (shop.objections, refunded(shop)) == ([], [("shopify_payments", "667"), ("gift_card", "333")])
    assert shop.orders[ORDER_ID].refunds[0]["note"] == "Todoku R1-1-20261124013000"


def test_what_was_refunded_of_a_transaction_is_not_refunded_again(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    refunds.pay(replace(SETTLEMENT, settlement_id="R1-2", amount=2000), PAYMENT, "JPY")
    assert refunded(shop)[2:] == [("shopify_payments", "1333"), ("gift_card", "667")]
    with pytest.raises(PaymentRefused) as refused:
        refunds.pay(replace(SETTLEMENT, settlement_id="R1-3", amount=1), PAYMENT, "JPY")
    assert refused.value.code == "shopify_nothing_left"


def test_one_transaction_is_refunded_where_the_payment_names_it(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    one = replace(PAYMENT, reference="gid://shopify/OrderTransaction/3")
    assert refunds.pay(SETTLEMENT, one, "JPY").is_done
    assert refunded(shop) == [("gift_card", "1000")]


@pytest.mark.parametrize(("currency", "paid", "written"), [("USD", "30.00", "10.00"), ("KWD", "3.000", "1.000")])
def test_amounts_are_written_in_the_currency_the_shopper_paid_in(currency: str, paid: str, written: str) -> None:
    shop = ShopifyAdmin("shpat_1")
    shop.orders[ORDER_ID] = ShopOrder(currency)
    shop.orders[ORDER_ID].paid(1, "shopify_payments", paid)
    assert asking(shop).pay(SETTLEMENT, PAYMENT, currency).is_done
    assert (shop.objections, refunded(shop)) == ([], [("shopify_payments", written)])


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.BROKEN_BUT_TAKEN, Fault.HALF_ANSWER])
def test_a_refund_whose_answer_is_lost_is_asked_for_again_and_paid_once(shop: ShopifyAdmin, fault: Fault) -> None:
    ask = transport_of(shop)

    def lose_the_first_refund(question: Question) -> Answer:
        if b"refundCreate" in question.body and not shop.keys:
            shop.fails(fault)
        return ask(question)

    losing = ShopifyRefunds(lose_the_first_refund, lambda: "https://stand-in", lambda: "shpat_1")
    with pytest.raises(PayerUnavailable):
        losing.pay(SETTLEMENT, PAYMENT, "JPY")
    assert losing.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/1")
    assert len(refunded(shop)) == 2


def test_a_key_that_shopify_forgot_pays_nothing_twice(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    shop.keys.clear()
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/1")
    assert len(refunded(shop)) == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [("Arbitrary refund not allowed", "shopify_arbitrary_refund"), ("Refund amount is invalid", "shopify_refused")],
)
def test_what_shopify_refuses_is_told_by_a_code(
    shop: ShopifyAdmin, refunds: ShopifyRefunds, words: str, code: str
) -> None:
    shop.refuses_with = words
    with pytest.raises(PaymentRefused) as refused:
        refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    assert (refused.value.code, words in str(refused.value)) == (code, False)


def test_what_shopify_is_at_already_is_tried_later(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    shop.refuses_with = "This request is currently in progress, please try again."
    with pytest.raises(PayerUnavailable):
        refunds.pay(SETTLEMENT, PAYMENT, "JPY")


def test_looking_pays_nothing_and_says_what_became_of_it(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    assert refunds.look(SETTLEMENT, PAYMENT, "JPY") is None
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    assert refunds.look(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/1")
    shop.orders[ORDER_ID].refunds[0]["transactions"]["nodes"] = [{"status": "SUCCESS"}, {"status": "FAILURE"}]
    assert refunds.look(SETTLEMENT, PAYMENT, "JPY") == Settled(False, failure="shopify_failure")
    assert len(shop.orders[ORDER_ID].refunds) == 1


def test_what_came_to_nothing_is_tried_again_under_a_new_name_and_what_did_not_is_not(
    shop: ShopifyAdmin, refunds: ShopifyRefunds
) -> None:
    again = replace(SETTLEMENT, due_at=NOW + timedelta(days=1))
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    (first,) = shop.orders[ORDER_ID].refunds
    for note in (first["note"], "Todoku R1-1"):  # as it was written before
        first["note"] = note
        assert refunds.pay(again, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/1")
    first["transactions"]["nodes"] = [{"status": "FAILURE"}]
    assert refunds.pay(again, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/2")
    first["note"], first["transactions"]["nodes"] = "Todoku R1-11-20261124013000", [{"status": "SUCCESS"}]
    assert refunds.look(again, PAYMENT, "JPY") == Settled(True, "gid://shopify/Refund/2")  # that was another's


def test_a_refund_that_the_provider_has_yet_to_pay_is_taken_on(shop: ShopifyAdmin, refunds: ShopifyRefunds) -> None:
    shop.next_status = "PENDING"
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(False, "gid://shopify/Refund/1")
    shop.next_status = "FAILURE"
    with pytest.raises(PaymentRefused) as refused:
        refunds.pay(replace(SETTLEMENT, settlement_id="R1-2"), PAYMENT, "JPY")
    assert refused.value.code == "shopify_failure"


@pytest.mark.parametrize("code", ["THROTTLED", "INTERNAL_SERVER_ERROR", "ACCESS_DENIED"])
def test_what_passes_or_is_the_merchants_to_mend_is_tried_later(
    shop: ShopifyAdmin, refunds: ShopifyRefunds, code: str
) -> None:
    shop.errors_with = code
    with pytest.raises(PayerUnavailable):
        refunds.pay(SETTLEMENT, PAYMENT, "JPY")


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.BROKEN])
def test_when_shopify_takes_nothing_it_is_tried_later(
    shop: ShopifyAdmin, refunds: ShopifyRefunds, fault: Fault
) -> None:
    shop.fails(fault)
    with pytest.raises(PayerUnavailable):
        refunds.pay(SETTLEMENT, PAYMENT, "JPY")


def test_a_wrong_token_is_the_merchants_to_mend(shop: ShopifyAdmin) -> None:
    with pytest.raises(PayerUnavailable):
        asking(shop, "shpat_0").pay(SETTLEMENT, PAYMENT, "JPY")


@pytest.mark.parametrize(
    ("payment", "settlement", "currency", "code"),
    [
        (replace(PAYMENT, reference="gid://shopify/Order/1"), SETTLEMENT, "JPY", "shopify_order_unknown"),
        (replace(PAYMENT, reference=""), replace(SETTLEMENT, order_id="A-1"), "JPY", "shopify_order_unknown"),
        (PAYMENT, SETTLEMENT, "USD", "shopify_currency"),
    ],
)
def test_an_order_that_shopify_knows_otherwise_is_refused(
    refunds: ShopifyRefunds, payment: Payment, settlement: Settlement, currency: str, code: str
) -> None:
    with pytest.raises(PaymentRefused) as refused:
        refunds.pay(settlement, payment, currency)
    assert refused.value.code == code
