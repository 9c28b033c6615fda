"""What payment services push about refunds: a reason to ask them, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.returns.ask_after_refunds import ask_after_refunds
from shared.returns.axes import Action, Money
from shared.returns.money.ports import PaymentRefused, Settled
from shared.returns.note_settlement import note_come_back
from shared.returns.pay_settlement import Payers, pay_settlement
from shared.returns.refund_word import RefundWord
from shared.returns.request.queue import waits_for_staff
from shared.returns.settlement import SettlementState
from tests.fakes.returns import InMemoryReturns
from tests.returns.money.selling import NOW, line, order
from tests.returns.money.test_pay_settlement import STRIPE, Says, noted, payers

NAMED = RefundWord(return_id="R1", settlement_id="R1-1")
OF_THE_ORDER = RefundWord(order_id="A-1")
FAILED = replace(NAMED, says_failed=True)
LATER = NOW + timedelta(days=2)


def taken_on() -> tuple[Says, Payers, InMemoryReturns]:
    """A refund that the gateway has yet to carry out."""
    gateway = Says(Settled(False, "re_1"))
    means, returns = payers(gateway, order(line(), sale=STRIPE))
    assert pay_settlement(means, "R1", "R1-1", NOW) == "taken_on"
    return gateway, means, returns


@pytest.mark.parametrize("word", [NAMED, OF_THE_ORDER, FAILED])
def test_a_refund_that_was_taken_on_is_done_once_the_gateway_says_so_when_asked(word: RefundWord) -> None:
    gateway, means, returns = taken_on()
    assert ask_after_refunds(means, word, LATER) == ("taken_on",)  # whatever was pushed, it is so
    gateway.answer = Settled(True, "re_1")
    assert ask_after_refunds(means, word, LATER) == ("paid",)
    assert noted(returns) == (SettlementState.DONE, "re_1", "", Money.DONE)


def test_a_late_word_about_what_is_paid_asks_nobody_and_changes_nothing() -> None:
    gateway, means, returns = taken_on()
    gateway.answer = Settled(True, "re_1")
    ask_after_refunds(means, NAMED, LATER)
    asked, before = len(gateway.asked), returns.requests["R1"]
    assert [ask_after_refunds(means, word, LATER) for word in (NAMED, OF_THE_ORDER)] == [(), ()]
    assert (len(gateway.asked), gateway.looked, returns.requests["R1"]) == (asked, 0, before)


def test_a_refund_that_comes_to_nothing_is_kept_as_a_failure() -> None:
    gateway, means, returns = taken_on()
    gateway.answer = PaymentRefused("no", code="stripe_canceled")
    assert ask_after_refunds(means, FAILED, LATER) == ("refused",)
    assert noted(returns) == (SettlementState.FAILED, "re_1", "stripe_canceled", Money.FAILED)
    assert ask_after_refunds(means, FAILED, LATER) == ()


def test_money_that_comes_back_after_it_was_paid_opens_the_return_again_for_staff() -> None:
    gateway, means, returns = taken_on()
    gateway.answer = Settled(True, "re_1")
    ask_after_refunds(means, NAMED, LATER)
    paid = returns.requests["R1"]
    returns.save(replace(paid, resolved_at=LATER), [])
    assert ask_after_refunds(means, FAILED, LATER) == ("stands",)  # the push alone proves nothing
    gateway.answer = Settled(False, failure="stripe_failed")
    assert [ask_after_refunds(means, FAILED, LATER) for _ in range(2)] == [("came_back",), ()]
    assert noted(returns) == (SettlementState.FAILED, "re_1", "stripe_failed", Money.FAILED)
    request = returns.requests["R1"]
    assert (request.resolved_at, waits_for_staff(request)) == (None, True)
    assert [entry.action for entry in request.log[-2:]] == [Action.REOPEN, Action.NOTE_FAILED]
    assert returns.account("A-1").settlements[0].state is SettlementState.FAILED  # and still counts
    again = note_come_back(returns, "R1", "R1-1", "stripe_failed", LATER)
    assert again == request


@pytest.mark.parametrize(
    "word",
    [
        RefundWord(return_id="R9", settlement_id="R9-1"),
        RefundWord(return_id="R1", settlement_id="R1-9", says_failed=True),
        RefundWord(order_id="A-9", says_failed=True),
        RefundWord(),
    ],
)
def test_refunds_of_others_are_nobodys_business(word: RefundWord) -> None:
    gateway, means, _ = taken_on()
    asked = len(gateway.asked)
    assert ask_after_refunds(means, word, LATER) == ()
    assert (len(gateway.asked), gateway.looked) == (asked, 0)
