"""A cart that becomes an order: what it was shown is kept where it holds, and refused with new options where not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.promise.make_promise import NoLane, make_promise
from shared.promise.network import DeliveryNetwork
from shared.promise.policy import PromisePolicy, WhenThin
from shared.promise.question import InvalidQuestion
from shared.receipts.freeze_promise import KeyReused, freeze_promise, promise_id
from shared.receipts.held import Change, PromiseChanged
from shared.receipts.ports import KeptPromise
from shared.receipts.promise_request import ChosenOption, ImpossiblePromise, PromiseRequest
from shared.receipts.receipt import AskedFor, NominatedSlot
from shared.receipts.sign import Check, check
from tests.fakes import InMemoryReceipts
from tests.receipts.promises import (
    AFTER_CUTOFF,
    EXPRESS,
    EXPRESS_DAY,
    HOME,
    HOME_DAY,
    MORNING,
    REQUEST,
    SECRET,
    basis,
    choosing,
    freeze,
)

DAY = timedelta(days=1)
BY_HOME = ChosenOption("home", HOME, HOME_DAY)
BY_EXPRESS = ChosenOption("express", EXPRESS, EXPRESS_DAY)


def refused(request: PromiseRequest = REQUEST, now: datetime = MORNING) -> PromiseChanged:
    """How a request is refused, and that nothing is kept of it."""
    receipts = InMemoryReceipts()
    with pytest.raises(PromiseChanged) as caught:
        freeze(receipts, request, now=now)
    assert receipts.kept == {}
    return caught.value


def test_what_the_cart_was_shown_is_kept_signed_and_explained() -> None:
    receipts = InMemoryReceipts()
    signed, is_new = freeze(receipts)
    receipt = signed.receipt
    [item] = receipt.items
    assert is_new
    assert receipts.kept[receipt.id] == KeptPromise(signed, REQUEST.digest())
    assert check(signed.document, signed.signature, [SECRET]) is Check.VALID
    assert (receipt.order_id, receipt.made_at, receipt.configuration_version) == ("A-1001", MORNING, 7)
    assert (item.id, item.sku, item.quantity, item.promised) == ("1", "CUP-1", 2, HOME_DAY)
    assert (item.carrier, item.warehouse, item.ship_date) == ("yamato", "tokyo", date(2026, 11, 24))
    assert sum(reason.days for reason in item.explanation) == (HOME_DAY - date(2026, 11, 24)).days


def test_the_receipt_says_what_the_answer_said() -> None:
    [item] = freeze(InMemoryReceipts())[0].receipt.items
    answer = make_promise(basis().snapshot.network, REQUEST.asked.question(MORNING))
    option = next(option for option in answer.options if option.service == HOME)
    for name in ("order_by", "earliest", "likely", "latest", "time_zone", "confidence", "sample_size", "price"):
        assert getattr(item, name) == getattr(option, name), name
    assert [reason.text for reason in item.explanation] == [reason.text for reason in option.explanation]


def test_a_cart_that_crossed_the_cutoff_is_refused_with_the_new_options() -> None:
    error = refused(now=AFTER_CUTOFF)
    assert [each.to_json() for each in error.changed] == [
        {"item": "1", "reason": "later", "shown": "2026-11-26", "now": "2026-11-27"}
    ]
    assert error.answer.as_of == AFTER_CUTOFF
    assert {option.service for option in error.answer.options} == {HOME, EXPRESS}
    assert "2026-11-27" in error.detail


def test_a_moment_before_the_cutoff_the_same_cart_is_taken() -> None:
    assert freeze(InMemoryReceipts(), now=AFTER_CUTOFF - timedelta(seconds=1))[1]


def test_a_cart_that_crossed_midnight_is_refused() -> None:
    late = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 23:30 in Tokyo: taken up tomorrow
    cart = replace(choosing(ChosenOption("home", HOME, HOME_DAY + DAY)), shown_at=late)
    assert freeze(InMemoryReceipts(), cart, now=late)[1]
    assert refused(cart, now=late + timedelta(hours=16)).changed[0].reason is Change.LATER


def test_the_date_that_was_told_stays_when_it_would_come_sooner_by_now() -> None:
    told = HOME_DAY + 2 * DAY
    receipt = freeze(InMemoryReceipts(), choosing(ChosenOption("home", HOME, told)))[0].receipt
    assert (receipt.items[0].promised, receipt.promised, receipt.items[0].latest) == (told, told, HOME_DAY)


def test_items_may_choose_differently_and_everything_is_there_with_the_last() -> None:
    receipt = freeze(InMemoryReceipts(), choosing(BY_EXPRESS, BY_HOME))[0].receipt
    assert [(item.method, item.promised) for item in receipt.items] == [("express", EXPRESS_DAY), ("home", HOME_DAY)]
    assert (receipt.earliest, receipt.promised) == (EXPRESS_DAY, HOME_DAY)


def test_one_item_that_does_not_hold_refuses_all_and_is_named() -> None:
    error = refused(choosing(BY_HOME, ChosenOption("express", EXPRESS, EXPRESS_DAY - DAY)))
    assert [(each.item, each.reason) for each in error.changed] == [("2", Change.LATER)]


@pytest.mark.parametrize("option", [replace(BY_HOME, service="Pigeon"), replace(BY_HOME, method="express")])
def test_a_service_that_is_not_offered_any_more_is_refused(option: ChosenOption) -> None:
    [changed] = refused(choosing(option)).changed
    assert (changed.reason, changed.now) == (Change.NOT_OFFERED, None)


def test_where_the_honesty_gate_lets_no_date_through_nothing_is_promised() -> None:
    open_gate = basis()
    strict = replace(open_gate.snapshot.network, policy=PromisePolicy(when_thin=WhenThin.HIDE))
    closed = replace(open_gate, snapshot=replace(open_gate.snapshot, network=strict))
    with pytest.raises(PromiseChanged) as caught:
        freeze_promise(InMemoryReceipts(), closed, REQUEST, idempotency_key="k", secret=SECRET, now=MORNING)
    assert caught.value.changed[0].reason is Change.NO_DATE


def test_where_nobody_delivers_any_more_that_is_said() -> None:
    with pytest.raises(NoLane):
        freeze(InMemoryReceipts(), replace(REQUEST, asked=AskedFor("FR", "75001", "en")))


def test_the_same_key_again_answers_the_same_receipt_even_when_it_would_be_refused_by_now() -> None:
    receipts = InMemoryReceipts()
    first, _ = freeze(receipts)
    again, is_new = freeze(receipts, now=AFTER_CUTOFF + DAY)
    assert (again, is_new, len(receipts.kept)) == (first, False, 1)


def test_the_same_key_with_another_request_is_refused() -> None:
    receipts = InMemoryReceipts()
    freeze(receipts)
    with pytest.raises(KeyReused):
        freeze(receipts, replace(REQUEST, order_id="A-2"))
    assert len(receipts.kept) == 1


def test_of_two_requests_at_once_both_get_the_one_that_was_kept() -> None:
    class Raced(InMemoryReceipts):
        """Somebody keeps the same between our look and our write."""

        def keep(self, promise: KeptPromise) -> bool:
            freeze_promise(
                super_of(self),
                basis(),
                REQUEST,
                idempotency_key="k-1",
                secret=SECRET,
                now=MORNING - timedelta(minutes=1),
            )
            return super().keep(promise)

    def super_of(raced: Raced) -> InMemoryReceipts:
        plain = InMemoryReceipts()
        plain.kept = raced.kept
        return plain

    receipts = Raced()
    signed, is_new = freeze(receipts)
    assert (is_new, signed.receipt.made_at) == (False, MORNING - timedelta(minutes=1))


def test_a_second_promise_for_an_order_leaves_the_first_as_it_is() -> None:
    receipts = InMemoryReceipts()
    first, _ = freeze(receipts)
    second, _ = freeze(receipts, choosing(BY_EXPRESS), key="k-2", now=MORNING + timedelta(hours=1))
    told = receipts.of_order("A-1001")
    assert told is not None
    assert (told.first, told.latest) == (first, second)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (replace(REQUEST, shown_at=MORNING + timedelta(minutes=6)), "shown_at"),
        (replace(REQUEST, items=REQUEST.items * 2), "items"),
        (choosing(BY_HOME, replace(BY_HOME, slot="1416")), "items.1.option.day"),
        (choosing(replace(BY_HOME, day=HOME_DAY + DAY)), "items.0.option.promised"),
        (choosing(replace(BY_HOME, day=MORNING.date() - DAY, promised=MORNING.date() - DAY)), "items.0.option.day"),
        (choosing(replace(BY_HOME, day=HOME_DAY, slot="0304")), "items.0.option.slot"),
        (choosing(ChosenOption("home", HOME, MORNING.date(), MORNING.date(), "0812")), "items.0.option.slot"),
    ],
)
def test_what_fits_together_never_is_impossible_and_not_changed(request_: PromiseRequest, field: str) -> None:
    with pytest.raises(ImpossiblePromise) as caught:
        freeze(InMemoryReceipts(), request_)
    assert caught.value.field == field


def test_a_confidence_that_nobody_may_ask_for_is_no_question() -> None:
    with pytest.raises(InvalidQuestion):
        freeze(InMemoryReceipts(), replace(REQUEST, asked=replace(REQUEST.asked, confidence=91)))


def test_an_id_follows_from_its_key_and_looks_like_one() -> None:
    assert promise_id("k-1") == promise_id("k-1") != promise_id("k-2")


MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2027, 3, 1), timezones=st.just(UTC))
SHOWN = st.integers(-3, 12)


@given(MOMENTS, SHOWN)
def test_nothing_is_ever_kept_that_would_come_later_than_was_shown(now: datetime, days: int) -> None:
    shown = now.date() + timedelta(days=days)
    receipts = InMemoryReceipts()
    request = replace(choosing(ChosenOption("home", HOME, shown)), shown_at=now)
    computed = promised_now(basis().snapshot.network, request, now)
    try:
        signed, _ = freeze(receipts, request, now=now)
    except PromiseChanged:
        assert computed > shown
        assert receipts.kept == {}
    else:
        assert computed <= shown == signed.receipt.promised


def promised_now(network: DeliveryNetwork, request: PromiseRequest, now: datetime) -> date:
    options = make_promise(network, request.asked.question(now)).options
    promised = next(option.promised for option in options if option.service == HOME)
    assert promised
    return promised


@given(st.lists(st.sampled_from(["k-1", "k-2", "k-3"]), max_size=8), st.data())
def test_however_often_and_in_whatever_order_keys_come_each_is_kept_once(keys: list[str], data: Any) -> None:
    receipts = InMemoryReceipts()
    answered: dict[str, str] = {}
    for key in keys:
        now = MORNING + timedelta(minutes=data.draw(st.integers(0, 200)))
        signed, is_new = freeze(receipts, key=key, now=now)
        assert is_new is (key not in answered)
        assert answered.setdefault(key, signed.document) == signed.document
    assert len(receipts.kept) == len(set(keys))


def test_what_leaves_later_has_its_own_promise() -> None:
    ready = date(2026, 12, 2)
    cart = replace(
        choosing(BY_HOME, ChosenOption("home", HOME, ready)),
        asked=AskedFor("JP", "150", "en", skus=("CUP-1", "BOWL-9")),
    )
    cup, bowl = cart.items
    split = replace(cart, items=(replace(cup, sku="CUP-1"), replace(bowl, sku="BOWL-9")))
    receipt = freeze(InMemoryReceipts(), split)[0].receipt
    assert [(item.warehouse, item.ship_date) for item in receipt.items] == [
        ("tokyo", date(2026, 11, 24)),
        ("osaka", date(2026, 11, 30)),
    ]
    assert (receipt.items[0].promised, receipt.promised) == (HOME_DAY, ready)
    assert receipt.question.skus == ("CUP-1", "BOWL-9")


def test_an_item_that_is_in_no_parcel_of_its_own_waits_for_all() -> None:
    asked = AskedFor("JP", "150", "en", skus=("CUP-1", "BOWL-9"))
    assert refused(replace(REQUEST, asked=asked, items=choosing(BY_HOME).items)).changed[0].now == date(2026, 12, 2)


def nominating(day: date, slot: str | None = None) -> PromiseRequest:
    return choosing(ChosenOption("home", HOME, day, day, slot))


def test_a_nominated_day_and_time_are_kept_with_their_words_of_today() -> None:
    day = HOME_DAY + 3 * DAY
    request = nominating(day, "1416")
    [item] = freeze(InMemoryReceipts(), replace(request, asked=replace(request.asked, language="ja")))[0].receipt.items
    assert (item.earliest, item.likely, item.latest, item.promised, item.day) == (day,) * 5
    assert item.slot == NominatedSlot("1416", "14時～16時", "14:00", "16:00")


def test_a_nominated_day_without_a_time_is_a_choice_too() -> None:
    [item] = freeze(InMemoryReceipts(), nominating(HOME_DAY + DAY))[0].receipt.items
    assert (item.day, item.slot) == (HOME_DAY + DAY, None)


def test_a_nominated_day_that_the_parcel_cannot_make_any_more_is_refused() -> None:
    request = nominating(HOME_DAY, "1820")
    assert freeze(InMemoryReceipts(), request)[1]
    assert refused(request, now=AFTER_CUTOFF).changed[0].reason is Change.LATER


@pytest.mark.parametrize(
    "request_",
    [
        nominating(HOME_DAY, "1416"),  # it is there by the end of that day only
        nominating(MORNING.date() + 15 * DAY),  # further than the merchant lets pick
        choosing(ChosenOption("express", EXPRESS, HOME_DAY, HOME_DAY)),  # no day can be picked with it
    ],
)
def test_a_day_or_time_that_cannot_be_picked_is_refused_with_what_can(request_: PromiseRequest) -> None:
    error = refused(request_)
    assert error.changed[0].reason is Change.DAY_NOT_OPEN
    home = next(option for option in error.answer.options if option.service == HOME)
    assert home.to_json()["days"]["days"]
