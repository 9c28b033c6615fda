"""Refunds by Stripe, asked of a stand-in that checks every request as Stripe documents it, and fails on demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.exchange import Answer, Question
from shared.outbound.stripe_refunds import StripeRefunds, stripe_amount
from shared.returns.money.ports import PayerUnavailable, PaymentRefused, Settled
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.tracking.sale import Payment
from tests.standins.in_process import transport_of
from tests.standins.service import Fault
from tests.standins.stripe import Intent, Stripe

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
PAYMENT = Payment("p1", "card", 3000, "stripe", "pi_1")
SETTLEMENT = Settlement(
    "R1-1", "R1", "A-1", SettlementKind.REFUND, ("1",), 1000, payment_id="p1", state=SettlementState.DUE, due_at=NOW
)


@pytest.fixture
def stripe() -> Stripe:
    service = Stripe("sk_test")
    service.intents["pi_1"] = Intent(3000)
    return service


@pytest.fixture
def refunds(stripe: Stripe) -> StripeRefunds:
    return StripeRefunds(transport_of(stripe), "https://stand-in", lambda: "sk_test")


def paid(stripe: Stripe) -> list[int]:
    return [each["amount"] for each in stripe.intents["pi_1"].refunds]


def test_a_refund_is_what_stripe_documents(stripe: Stripe, refunds: StripeRefunds) -> None:
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "re_1")
    assert (stripe.objections, paid(stripe)) == ([], [1000])
    assert stripe.intents["pi_1"].refunds[0]["metadata"]["settlement_id"] == "R1-1"


def test_a_charge_is_refunded_too(stripe: Stripe, refunds: StripeRefunds) -> None:
    stripe.intents["ch_1"] = Intent(1000)
    assert refunds.pay(SETTLEMENT, replace(PAYMENT, reference="ch_1"), "JPY").is_done


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.BROKEN_BUT_TAKEN, Fault.HALF_ANSWER])
def test_a_refund_whose_answer_is_lost_is_asked_for_again_and_paid_once(
    stripe: Stripe, refunds: StripeRefunds, fault: Fault
) -> None:
    ask = transport_of(stripe)

    def lose_the_first_refund(question: Question) -> Answer:
        if question.method == "POST" and not stripe.keys:
            stripe.fails(fault)
        return ask(question)

    losing = StripeRefunds(lose_the_first_refund, "https://stand-in", lambda: "sk_test")
    with pytest.raises(PayerUnavailable):
        losing.pay(SETTLEMENT, PAYMENT, "JPY")
    assert paid(stripe) == [1000]
    assert losing.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "re_1")
    assert paid(stripe) == [1000]


def test_looking_pays_nothing_and_says_what_became_of_this_very_try(stripe: Stripe, refunds: StripeRefunds) -> None:
    assert refunds.look(SETTLEMENT, PAYMENT, "JPY") is None
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    assert refunds.look(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "re_1")
    stripe.intents["pi_1"].refunds[0]["status"] = "failed"
    assert refunds.look(SETTLEMENT, PAYMENT, "JPY") == Settled(False, failure="stripe_failed")
    tried_again = replace(SETTLEMENT, due_at=NOW + timedelta(days=1))
    assert refunds.look(tried_again, PAYMENT, "JPY") is None
    assert paid(stripe) == [1000]


def test_two_at_once_are_one_refund(stripe: Stripe, refunds: StripeRefunds) -> None:
    """Both found none when they looked."""
    ask = transport_of(stripe)
    seen_none = Answer(200, b'{"object": "list", "data": [], "has_more": false}')
    blind = StripeRefunds(lambda q: seen_none if q.method == "GET" else ask(q), "https://stand-in", lambda: "sk_test")
    assert blind.pay(SETTLEMENT, PAYMENT, "JPY") == blind.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "re_1")
    assert paid(stripe) == [1000]


def test_a_key_that_stripe_forgot_pays_nothing_twice(stripe: Stripe, refunds: StripeRefunds) -> None:
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    stripe.keys.clear()
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "re_1")
    assert paid(stripe) == [1000]


def test_it_is_found_among_many_refunds(stripe: Stripe, refunds: StripeRefunds) -> None:
    stripe.intents["pi_1"].amount = 10_000
    refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    for n in range(120):
        refunds.pay(replace(SETTLEMENT, settlement_id=f"R2-{n}", amount=1), PAYMENT, "JPY")
    stripe.keys.clear()
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(True, "re_1")


@pytest.mark.parametrize("status", ["pending", "requires_action"])
def test_what_is_under_way_is_taken_on(stripe: Stripe, refunds: StripeRefunds, status: str) -> None:
    stripe.next_status = status
    assert refunds.pay(SETTLEMENT, PAYMENT, "JPY") == Settled(False, "re_1")


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_what_stripe_could_not_pay_is_refused_until_staff_have_it_tried_again(
    stripe: Stripe, refunds: StripeRefunds, status: str
) -> None:
    stripe.next_status = status
    for _ in range(2):
        with pytest.raises(PaymentRefused) as refused:
            refunds.pay(SETTLEMENT, PAYMENT, "JPY")
        assert refused.value.code == f"stripe_{status}"
    stripe.next_status = "succeeded"
    again = replace(SETTLEMENT, due_at=NOW.replace(hour=5))
    assert refunds.pay(again, PAYMENT, "JPY") == Settled(True, "re_2")


def test_what_stripe_refuses_is_told_by_its_code(stripe: Stripe, refunds: StripeRefunds) -> None:
    for amount, code in [(3001, "stripe_amount_too_large"), (3000, ""), (1, "stripe_charge_already_refunded")]:
        settlement = replace(SETTLEMENT, settlement_id=f"R1-{amount}", amount=amount)
        if not code:
            refunds.pay(settlement, PAYMENT, "JPY")
            continue
        with pytest.raises(PaymentRefused) as refused:
            refunds.pay(settlement, PAYMENT, "JPY")
        assert refused.value.code == code
        assert "words" not in str(refused.value)
    with pytest.raises(PaymentRefused) as refused:
        refunds.pay(SETTLEMENT, replace(PAYMENT, reference="pi_9"), "JPY")
    assert refused.value.code == "stripe_resource_missing"


def test_a_payment_without_an_id_of_stripes_is_refused(stripe: Stripe, refunds: StripeRefunds) -> None:
    with pytest.raises(PaymentRefused) as refused:
        refunds.pay(SETTLEMENT, replace(PAYMENT, reference="card-1"), "JPY")
    assert (refused.value.code, stripe.asked) == ("stripe_payment_unknown", 0)


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.BROKEN])
def test_when_stripe_takes_nothing_it_is_tried_later(stripe: Stripe, refunds: StripeRefunds, fault: Fault) -> None:
    stripe.fails(fault)
    with pytest.raises(PayerUnavailable):
        refunds.pay(SETTLEMENT, PAYMENT, "JPY")
    assert paid(stripe) == []


def test_a_wrong_key_is_the_merchants_to_mend_and_no_refusal(stripe: Stripe) -> None:
    with pytest.raises(PayerUnavailable):
        StripeRefunds(transport_of(stripe), "https://stand-in", lambda: "sk_old").pay(SETTLEMENT, PAYMENT, "JPY")


@pytest.mark.parametrize(
    ("amount", "currency", "counted"),
    [(500, "JPY", 500), (500, "USD", 500), (500, "ISK", 50_000), (1230, "KWD", 1230), (700, "MGA", 7)],
)
def test_amounts_are_counted_as_stripe_counts_them(amount: int, currency: str, counted: int) -> None:
    assert stripe_amount(amount, currency) == counted


@pytest.mark.parametrize(("amount", "currency"), [(1231, "KWD"), (750, "MGA")])
def test_what_stripe_cannot_pay_exactly_is_refused(amount: int, currency: str) -> None:
    with pytest.raises(PaymentRefused) as refused:
        stripe_amount(amount, currency)
    assert refused.value.code == "stripe_amount_not_payable"
