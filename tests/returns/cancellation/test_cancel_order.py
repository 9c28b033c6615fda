"""Cancelling before anything is sent: asked for once, fenced by the order, and published to the merchant's platform."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.eventing.envelope import Event
from shared.returns.cancel_order import CancellationRefused, KeyReused, cancel_order
from shared.returns.cancellation import (
    CancellationAsk,
    CancellationPreview,
    CancellationRequest,
    CancellationRules,
    CancellationState,
    LineLeft,
    WhyNot,
)
from shared.returns.cancellation_view import CancellationAskedView, CancellationView
from shared.returns.order_account import OrderAccount
from shared.returns.preview_cancellation import MAX_REQUESTS, preview_cancellation
from shared.returns.vocabulary import Actor
from shared.tracking.cancellation_asked import CancelledPieces
from shared.tracking.order import Order, OrderLine, Shipment
from shared.tracking.parcel import Leg
from shared.tracking.ports import StaleOrder
from shared.tracking.record_order import record_order
from shared.tracking.register_shipment import OrderUnknown, register_shipment
from shared.tracking.sale import LineSale, Payment, Sale
from tests.fakes import InMemoryOrders
from tests.samples import NOW, order, shipment

CUP = OrderLine("CUP", "湯のみ", 3, sale=LineSale("L-1", price=3000))
BOWL = OrderLine("BOWL", "茶わん", 1, sale=LineSale("L-2", price=1000))
SALE = Sale("JPY", shipping=500, payments=(Payment("P-1", "card", 4500),))
RULES = CancellationRules(enabled=True, partial=True)
ALL = CancellationAsk()


class NoReturns:
    """No return was ever asked for, but what stands in `taken`."""

    def __init__(self, **taken: int) -> None:
        self.taken = taken

    def account(self, order_id: str) -> OrderAccount:
        return OrderAccount(order_id, taken=self.taken)


def placed(*lines: OrderLine, **changes: object) -> InMemoryOrders:
    orders = InMemoryOrders()
    values = {"lines": lines or (CUP, BOWL), "sale": SALE, "placed_at": NOW - timedelta(minutes=30), **changes}
    record_order(orders, order(**values), merchant_id="hanare", now=NOW)
    orders.events.clear()
    return orders


def some(*pieces: tuple[str, int], reason: str = "") -> CancellationAsk:
    return CancellationAsk(pieces, reason)


def preview(
    orders: InMemoryOrders,
    ask: CancellationAsk = ALL,
    rules: CancellationRules = RULES,
    actor: Actor = Actor.SHOPPER,
    accounts: NoReturns | None = None,
) -> CancellationPreview:
    return preview_cancellation(orders, accounts or NoReturns(), "A-1", ask, rules=rules, actor=actor, now=NOW)


def cancel(
    orders: InMemoryOrders,
    ask: CancellationAsk = ALL,
    key: str = "k",
    rules: CancellationRules = RULES,
    actor: Actor = Actor.SHOPPER,
) -> tuple[CancellationRequest, bool]:
    return cancel_order(
        orders,
        NoReturns(),
        "A-1",
        ask,
        idempotency_key=key,
        rules=rules,
        actor=actor,
        merchant_id="hanare",
        now=NOW,
    )


def test_a_whole_order_is_asked_to_be_cancelled_and_published() -> None:
    orders = placed()
    request, is_new = cancel(orders)
    assert (is_new, request.state, request.asked.whole_order) == (True, CancellationState.ASKED, True)
    assert request.asked.pieces == (CancelledPieces("L-1", "CUP", 3), CancelledPieces("L-2", "BOWL", 1))
    (event,) = orders.events
    assert (event.detail_type, event.source) == ("CancellationRequested", "postpurchase.returns")
    assert event.metadata.event_id == f"cancellation:A-1:{request.asked.request_id}"
    assert event.data["money"] == {"currency": "JPY", "value": 4500, "paid_back": 4500, "shipping_fee": 0}
    assert event.data["lines"] == [
        {"line": "L-1", "sku": "CUP", "quantity": 3},
        {"line": "L-2", "sku": "BOWL", "quantity": 1},
    ]


def test_the_same_key_is_the_same_wish_and_another_wish_needs_another() -> None:
    orders = placed()
    first, _ = cancel(orders, some(("L-1", 1), reason="ordered_twice"))
    assert cancel(orders, some(("L-1", 1), reason="ordered_twice")) == (first, False)
    for other in (some(("L-1", 2), reason="ordered_twice"), some(("L-1", 1)), ALL):
        with pytest.raises(KeyReused):
            cancel(orders, other)
    assert len(orders.events) == 1


def test_pressed_twice_with_two_keys_a_whole_order_is_asked_for_once() -> None:
    orders = placed()
    cancel(orders, key="one")
    with pytest.raises(CancellationRefused) as refused:
        cancel(orders, key="two")
    assert refused.value.why_not == (WhyNot.ASKED_ALREADY,)
    assert len(orders.events) == 1


def test_pieces_that_were_asked_for_are_not_left_to_cancel_again() -> None:
    orders = placed()
    cancel(orders, some(("L-1", 2)), key="one")
    found = preview(orders)
    assert found.left == (LineLeft("L-1", "CUP", "湯のみ", 1), LineLeft("L-2", "BOWL", "茶わん", 1))
    assert preview(orders, some(("L-1", 2))).why_not == (WhyNot.MORE_THAN_LEFT,)
    request, _ = cancel(orders, key="two")
    assert request.asked.pieces == (CancelledPieces("L-1", "CUP", 1, 2), CancelledPieces("L-2", "BOWL", 1))
    assert request.asked.whole_order


def test_what_the_shop_cancels_is_done_and_what_it_sends_is_not() -> None:
    orders = placed()
    cancel(orders, some(("L-1", 2)))
    record_order(orders, order(lines=(replace(CUP, cancelled=1), BOWL)), merchant_id="hanare", now=NOW)
    assert [request.state for request in preview(orders).requests] == [CancellationState.ASKED]
    record_order(orders, order(lines=(replace(CUP, cancelled=2), BOWL)), merchant_id="hanare", now=NOW)
    assert [request.state for request in preview(orders).requests] == [CancellationState.DONE]
    assert cancel(orders, some(("L-1", 2)))[0].state is CancellationState.DONE
    cancel(orders, some(("L-2", 1)), key="bowl")
    register_shipment(orders, orders.parcels, "A-1", shipment(), merchant_id="hanare", now=NOW)
    states = [request.state for request in preview(orders).requests]
    assert states == [CancellationState.DONE, CancellationState.NOT_DONE]


def test_a_cancelled_order_is_done() -> None:
    orders = placed()
    cancel(orders)
    record_order(orders, order(lines=(CUP, BOWL), cancelled_at=NOW), merchant_id="hanare", now=NOW)
    (request,) = preview(orders).requests
    assert request.state is CancellationState.DONE


def sent(orders: InMemoryOrders) -> None:
    register_shipment(orders, orders.parcels, "A-1", shipment(), merchant_id="hanare", now=NOW)


def sent_without_a_number(orders: InMemoryOrders) -> None:
    letter = Shipment("S-9", NOW, ())
    register_shipment(orders, orders.parcels, "A-1", letter, merchant_id="hanare", now=NOW)


def asked_too_often(orders: InMemoryOrders) -> None:
    stored = orders.orders["A-1"]
    cancel(orders, some(("L-1", 1)))
    asked = replace(orders.orders["A-1"].cancellations[0], pieces=())
    orders.orders["A-1"] = replace(stored, cancellations=(asked,) * MAX_REQUESTS)


def nothing(orders: InMemoryOrders) -> None:
    pass


MINUTES = replace(RULES, within_minutes=29)


@pytest.mark.parametrize(
    ("happens", "ask", "rules", "why_not", "binds_staff"),
    [
        (nothing, ALL, CancellationRules(), [WhyNot.NOT_OFFERED], False),
        (nothing, ALL, MINUTES, [WhyNot.TOO_LATE], False),
        (nothing, some(("L-1", 1)), replace(RULES, partial=False), [WhyNot.WHOLE_ORDER_ONLY], False),
        (sent, ALL, RULES, [WhyNot.HANDED_OVER], True),
        (sent_without_a_number, ALL, RULES, [WhyNot.HANDED_OVER], True),
        (sent, ALL, replace(MINUTES, enabled=False), [WhyNot.NOT_OFFERED, WhyNot.TOO_LATE, WhyNot.HANDED_OVER], False),
        (asked_too_often, ALL, RULES, [WhyNot.TOO_MANY], True),
        (nothing, some(), RULES, [WhyNot.NOTHING_ASKED], True),
        (nothing, some(("L-1", 0)), RULES, [WhyNot.NOTHING_ASKED], True),
        (nothing, some(("CUP", 1)), RULES, [WhyNot.LINE_UNKNOWN], True),
        (nothing, some(("L-1", 4)), RULES, [WhyNot.MORE_THAN_LEFT], True),
        (nothing, some(("L-1", 2), ("L-1", 2)), RULES, [WhyNot.MORE_THAN_LEFT], True),
    ],
)
def test_every_reason_against_is_told_and_nothing_is_saved(
    happens: Callable[[InMemoryOrders], None],
    ask: CancellationAsk,
    rules: CancellationRules,
    why_not: list[WhyNot],
    binds_staff: bool,
) -> None:
    orders = placed()
    happens(orders)
    before = orders.orders["A-1"]
    found = preview(orders, ask, rules)
    assert [*found.why_not] == why_not
    assert (found.pieces, found.money, found.is_possible) == ((), None, False)
    with pytest.raises(CancellationRefused) as refused:
        cancel(orders, ask, "another", rules)
    assert [*refused.value.why_not] == why_not
    assert orders.orders["A-1"] == before
    bound = {*why_not} - {WhyNot.NOT_OFFERED, WhyNot.TOO_LATE, WhyNot.WHOLE_ORDER_ONLY}
    assert {*preview(orders, ask, rules, Actor.STAFF).why_not} == bound
    assert bool(bound) is (binds_staff or WhyNot.HANDED_OVER in why_not)


def test_a_cancelled_order_cannot_be_cancelled_again() -> None:
    whole = placed(cancelled_at=NOW)
    by_lines = placed(replace(BOWL, cancelled=1))
    assert preview(whole).why_not == preview(by_lines).why_not == (WhyNot.CANCELLED,)


def test_the_last_second_counts_and_is_told() -> None:
    found = preview(placed(), rules=replace(RULES, within_minutes=30))
    assert (found.is_possible, found.until) == (True, NOW)


def test_goods_on_their_way_back_hinder_nothing_but_pieces_in_a_return_are_not_left() -> None:
    orders = placed(shipments={"R-1": replace(shipment(), leg=Leg.RETURN)})
    found = preview(orders, accounts=NoReturns(**{"L-1": 3}))
    assert (found.is_possible, [line.line for line in found.left], found.whole_order) == (True, ["L-2"], False)


def test_positions_of_one_sku_without_a_sale_are_taken_together() -> None:
    twin = OrderLine("CUP", "湯のみ", 2)
    orders = placed(replace(twin, cancelled=1), twin, sale=None)
    request, _ = cancel(orders, some(("CUP", 2)))
    assert request.asked.pieces == (CancelledPieces("CUP", "CUP", 2, 1),)
    assert (request.asked.currency, "money" in orders.events[0].data) == ("", False)
    assert preview(orders).left == (LineLeft("CUP", "CUP", "湯のみ", 1),)


def test_an_unknown_order_is_not_found() -> None:
    for act in (preview, cancel):
        with pytest.raises(OrderUnknown):
            act(InMemoryOrders())


class Overtaken(InMemoryOrders):
    """Somebody else does something before each of the first `times` saves."""

    def __init__(self, known: InMemoryOrders, meanwhile: Callable[[Order], Order], times: int) -> None:
        super().__init__(known.parcels)
        self.orders, self.links = known.orders, known.links
        self._meanwhile, self._times = meanwhile, times

    def save(self, order: Order, events: Sequence[Event], *more: object, **others: object) -> Order:
        if self._times:
            self._times -= 1
            stored = self.orders[order.order_id]
            self.orders[order.order_id] = replace(self._meanwhile(stored), version=stored.version + 1)
        return super().save(order, events, *more, **others)  # type: ignore[arg-type]


def test_a_shipment_that_is_registered_meanwhile_is_seen() -> None:
    orders = Overtaken(placed(), lambda stored: stored.with_shipment(shipment()), times=1)
    with pytest.raises(CancellationRefused) as refused:
        cancel(orders)
    assert refused.value.why_not == (WhyNot.HANDED_OVER,)
    assert orders.events == []


def test_another_save_meanwhile_need_not_bother_the_shopper_but_not_for_ever() -> None:
    orders = Overtaken(placed(), lambda stored: stored, times=2)
    assert cancel(orders)[1]
    with pytest.raises(StaleOrder):
        cancel(Overtaken(placed(), lambda stored: stored, times=3))


def test_the_view_shows_reasons_money_and_what_was_asked() -> None:
    orders = placed()
    request, _ = cancel(orders, some(("L-1", 1), reason="ordered_twice"))
    shown = CancellationView.of(preview(orders, some(("L-2", 1)))).model_dump(mode="json")
    assert shown["is_possible"] is True
    assert shown["lines"] == [{"line": "L-2", "sku": "BOWL", "quantity": 1}]
    assert shown["money"]["paid_back"] == 1000
    assert shown["asked"] == [CancellationAskedView.of(request).model_dump(mode="json")]
    assert shown["asked"][0]["reason"] == "ordered_twice"
    sent(orders)
    assert CancellationView.of(preview(orders)).why_not == [WhyNot.HANDED_OVER]


def test_the_order_sent_anew_keeps_what_was_asked() -> None:
    orders = placed()
    cancel(orders)
    record_order(orders, order(lines=(CUP, BOWL), name="#9"), merchant_id="hanare", now=NOW)
    assert len(orders.orders["A-1"].cancellations) == 1


def test_nothing_of_the_shopper_is_published() -> None:
    orders = placed()
    cancel(orders)
    assert order().contact.email not in orders.events[0].model_dump_json()
