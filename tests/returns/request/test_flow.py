"""From a request to its money, use case by use case."""

from __future__ import annotations

from datetime import date

import pytest

from shared.returns.approve_return import approve_return
from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.cancel_return import cancel_return
from shared.returns.change_return import change_return
from shared.returns.decline_return import decline_return
from shared.returns.draft_return import Draft, draft_return
from shared.returns.inspect_return import inspect_return
from shared.returns.list_returns import list_waiting
from shared.returns.note_parcel import note_parcel
from shared.returns.note_settlement import note_settlement
from shared.returns.override_return import override_return
from shared.returns.policy.policy import Actions, Fact, Instant
from shared.returns.receive_return import receive_return
from shared.returns.receive_unknown_parcel import UnknownParcel, receive_unknown_parcel
from shared.returns.record_shipment import record_shipment
from shared.returns.reopen_return import reopen_return
from shared.returns.report_missing import report_missing
from shared.returns.request.ending_moves import Aside, ReasonMissing
from shared.returns.request.inspection_moves import Finding
from shared.returns.request.logistics_moves import Extra
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.return_request import ReturnRequest
from shared.returns.settle_return import settle_return
from shared.returns.submit_return import submit_return
from shared.returns.vocabulary import Actor, Checking, Condition, Keep, Outcome, Review, WholeAt
from shared.returns.wanted_items import WantedItem
from shared.returns.withhold_return import withhold_return
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg
from tests.returns.request.setting import NOW, RETURN_ID, Shop, cup, policy, rule, shirts

PASSED, FAILED = Inspection.PASSED, Inspection.FAILED


def states(request: ReturnRequest) -> dict[str, tuple[str, ...]]:
    return {
        item.item_id: (item.approval.value, item.logistics.value, item.inspection.value, item.money.value)
        for item in request.items
    }


def paid(shop: Shop, request: ReturnRequest) -> ReturnRequest:
    for one in request.settlements:
        if one.state == "due":
            request = note_settlement(
                shop.returns, request.return_id, one.settlement_id, done=True, actor=Actor.SYSTEM, now=shop.now
            )
    return request


def scanned(return_id: str, milestone: Milestone) -> MilestoneReached:
    return MilestoneReached(
        carrier="usps",
        tracking_number="9400136208231234500027",
        milestone=milestone,
        reached_at=NOW,
        order_id="A-1",
        shipment_id=f"{return_id}-1",
        leg=Leg.RETURN,
    )


def test_a_return_goes_from_its_draft_to_its_money_and_is_resolved_by_itself() -> None:
    shop = Shop()
    shown = draft_return(shop.means, Draft(RETURN_ID, b"chance", (shirts(2),)), shop.now)
    assert shown.reckoning.balance == 2000
    assert {link.action for link in shown.links} == {Action.SUBMIT, Action.CHANGE, Action.CANCEL}
    request = submit_return(shop.means, RETURN_ID, shop.shopper)
    assert states(request) == {"1": ("approved", "awaited", "pending", "not_due")}
    assert request.send_back_until == date(2026, 12, 4)
    record_shipment(shop.means, shop.tracking, RETURN_ID, "usps", "9400136208231234500027", shop.staff)
    stored = shop.orders.get("A-1")
    assert stored is not None
    assert stored.shipments[f"{RETURN_ID}-1"].leg is Leg.RETURN
    note_parcel(shop.means, scanned(RETURN_ID, Milestone.IN_TRANSIT), shop.now)
    request = receive_return(shop.means, RETURN_ID, shop.staff)
    request = inspect_return(shop.means, RETURN_ID, [Finding("1", PASSED)], shop.staff)
    assert states(request) == {"1": ("approved", "received", "passed", "due")}
    request = paid(shop, request)
    assert states(request) == {"1": ("approved", "received", "passed", "done")}
    assert request.resolved_at == shop.now
    assert [entry.action for entry in request.log] == [
        *("submit", "approve", "record_shipment", "note_scan", "receive", "inspect", "settle", "note_paid", "resolve")
    ]


@pytest.mark.parametrize(
    ("moment", "due_after"),
    [(WholeAt.APPROVAL, 0), (WholeAt.FIRST_SCAN, 1), (WholeAt.RECEIPT, 2), (WholeAt.INSPECTION, 3)],
)
def test_the_shopper_is_made_whole_at_the_moment_that_the_policy_says(moment: WholeAt, due_after: int) -> None:
    shop = Shop(policy(whole_at=moment))
    monies = [shop.submitted().items[0].money]
    record_shipment(shop.means, shop.tracking, RETURN_ID, "usps", "9400136208231234500027", shop.staff)
    scan = note_parcel(shop.means, scanned(RETURN_ID, Milestone.IN_TRANSIT), shop.now)
    assert scan is not None
    monies.append(scan.items[0].money)
    monies.append(receive_return(shop.means, RETURN_ID, shop.staff).items[0].money)
    monies.append(inspect_return(shop.means, RETURN_ID, [Finding("1", PASSED)], shop.staff).items[0].money)
    assert monies == [Money.NOT_DUE] * due_after + [Money.DUE] * (4 - due_after)


def test_money_ahead_of_the_goods_has_limits() -> None:
    ahead = policy(whole_at=WholeAt.APPROVAL, instant=Instant(per_return=1500))
    assert Shop(ahead).submitted(shirts(1)).items[0].money is Money.DUE
    assert Shop(ahead).submitted(shirts(2)).items[0].money is Money.NOT_DUE


def test_a_partial_receipt_splits_the_item_and_each_part_goes_its_way() -> None:
    shop = Shop()
    shop.submitted(shirts(3))
    request = receive_return(shop.means, RETURN_ID, shop.staff, {"1": 2})
    assert {item.item_id: (item.quantity, item.first_piece) for item in request.items} == {"1": (2, 0), "1.1": (1, 2)}
    request = inspect_return(shop.means, RETURN_ID, [Finding("1", FAILED, 1, Condition.USED)], shop.staff)
    request = inspect_return(shop.means, RETURN_ID, [Finding("1.2", PASSED)], shop.staff)
    assert states(request) == {
        "1": ("approved", "received", "failed", "withheld"),
        "1.2": ("approved", "received", "passed", "due"),
        "1.1": ("approved", "awaited", "pending", "not_due"),
    }
    request = report_missing(shop.means, RETURN_ID, {"1.1": 1}, shop.staff)
    assert [(one.amount, one.state) for one in request.settlements] == [(1000, "due"), (1000, "reserved")]


def test_more_pieces_than_asked_and_other_things_wait_for_somebody() -> None:
    shop = Shop()
    shop.submitted(shirts(2))
    extras = [Extra("A-1", "", "SHIRT-XL", 1)]
    request = receive_return(shop.means, RETURN_ID, shop.staff, {"1": 3}, extras)
    assert [(item.item_id, item.line, item.quantity, item.approval.value) for item in request.items] == [
        ("1", "L-1", 2, "approved"),
        ("2", "L-1", 1, "requested"),
        ("3", "", 1, "requested"),
    ]
    assert shop.returns.account("A-1").taken == {"L-1": 3}
    with pytest.raises(ActionNotLegal):
        approve_return(shop.means, RETURN_ID, shop.staff, ["3"])
    assert approve_return(shop.means, RETURN_ID, shop.staff, ["2"]).items[1].approval is Approval.APPROVED


def test_what_need_not_come_back_is_due_at_once_and_nothing_is_looked_at() -> None:
    shop = Shop(policy(keep=Keep.KEEP))
    request = shop.submitted()
    assert states(request) == {"1": ("approved", "not_needed", "not_needed", "due")}
    assert paid(shop, request).resolved_at is not None


def test_where_nobody_looks_receipt_is_a_passed_inspection() -> None:
    shop = Shop(policy(checking=Checking.NONE))
    shop.submitted()
    request = receive_return(shop.means, RETURN_ID, shop.staff)
    assert states(request) == {"1": ("approved", "received", "passed", "due")}
    assert request.log[-2].actor is Actor.SYSTEM


def test_a_failed_inspection_is_not_paid_unless_staff_set_the_finding_aside() -> None:
    shop = Shop()
    shop.submitted()
    receive_return(shop.means, RETURN_ID, shop.staff)
    request = inspect_return(shop.means, RETURN_ID, [Finding("1", FAILED, found=Condition.WRONG_ITEM)], shop.staff)
    assert request.settlements[0].state == "released"
    with pytest.raises(ActionNotLegal):
        settle_return(shop.means, RETURN_ID, shop.staff, ["1"])
    with pytest.raises(ReasonMissing):
        override_return(shop.means, RETURN_ID, Aside(), shop.by(Actor.STAFF))
    reduced = Finding("1", Inspection.REDUCED, reduced_to=5000)
    request = override_return(shop.means, RETURN_ID, Aside(), shop.staff, ["1"], findings=[reduced])
    assert states(request) == {"1": ("approved", "received", "reduced", "due")}
    assert [(one.amount, one.state) for one in request.settlements] == [(2000, "released"), (1000, "due")]


def test_staff_pay_early_or_without_goods_and_goods_come_without_money() -> None:
    shop = Shop()
    shop.submitted(shirts(1), cup())
    with pytest.raises(ReasonMissing):
        settle_return(shop.means, RETURN_ID, shop.by(Actor.STAFF), ["1"])
    request = settle_return(shop.means, RETURN_ID, shop.staff, ["1"])
    assert states(request)["1"] == ("approved", "awaited", "pending", "due")
    request = receive_return(shop.means, RETURN_ID, shop.staff, {"2": 1})
    assert states(request)["2"] == ("approved", "received", "pending", "not_due")


def test_a_refused_payment_waits_for_staff_and_is_tried_again_or_given_otherwise() -> None:
    shop = Shop(policy(whole_at=WholeAt.APPROVAL))
    request = shop.submitted()
    one = request.settlements[0].settlement_id
    request = note_settlement(
        shop.returns, RETURN_ID, one, done=False, failure="card_closed", actor=Actor.SYSTEM, now=shop.now
    )
    assert (request.items[0].money, request.settlements[0].failure) == (Money.FAILED, "card_closed")
    assert [waiting.return_id for waiting in list_waiting(shop.means).returns] == [RETURN_ID]
    again = settle_return(shop.means, RETURN_ID, shop.staff)
    assert (again.items[0].money, again.settlements[0].settlement_id) == (Money.DUE, one)
    note_settlement(shop.returns, RETURN_ID, one, done=False, failure="closed", actor=Actor.SYSTEM, now=shop.now)
    credited = override_return(shop.means, RETURN_ID, Aside(outcome=Outcome.STORE_CREDIT), shop.staff)
    assert [(each.kind, each.state) for each in credited.settlements] == [
        ("refund", "released"),
        ("store_credit", "due"),
    ]


def test_of_two_items_whose_refund_was_refused_together_one_is_withheld_and_the_other_is_paid_anew() -> None:
    shop = Shop(policy(whole_at=WholeAt.APPROVAL))
    request = shop.submitted(shirts(1), cup())
    one = request.settlements[0].settlement_id
    note_settlement(shop.returns, RETURN_ID, one, done=False, failure="closed", actor=Actor.SYSTEM, now=shop.now)
    request = withhold_return(shop.means, RETURN_ID, shop.staff, ["2"])
    assert [item.money for item in request.items] == [Money.DUE, Money.WITHHELD]
    assert [(each.amount, each.state, each.item_ids) for each in request.settlements] == [
        (2000, "released", ("1", "2")),
        (1000, "due", ("1",)),
    ]


def test_what_is_told_twice_changes_nothing() -> None:
    shop = Shop(policy(checking=Checking.NONE))
    once = shop.submitted()
    assert submit_return(shop.means, RETURN_ID, shop.shopper) == once
    here = receive_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, reference="scan-1"), {"1": 1})
    assert receive_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, reference="scan-1"), {"1.1": 1}) == here
    assert receive_return(shop.means, RETURN_ID, shop.by(Actor.STAFF), {"1": 1}) == here
    assert note_parcel(shop.means, scanned(RETURN_ID, Milestone.DELIVERED), shop.now) is None
    due = next(one for one in here.settlements if one.state == "due")
    done = paid(shop, here)
    for result in (True, False, None):
        assert done == note_settlement(
            shop.returns, RETURN_ID, due.settlement_id, done=result, actor=Actor.STAFF, now=shop.now
        )
    assert draft_return(shop.means, Draft(RETURN_ID, b"other", (cup(),)), shop.now).request == done


def test_a_scan_that_comes_late_does_not_move_goods_back() -> None:
    shop = Shop()
    shop.submitted()
    record_shipment(shop.means, shop.tracking, RETURN_ID, "usps", "9400136208231234500027", shop.staff)
    arrived = note_parcel(shop.means, scanned(RETURN_ID, Milestone.DELIVERED), shop.now)
    assert arrived is not None
    assert arrived.items[0].logistics is Logistics.ARRIVED
    assert note_parcel(shop.means, scanned(RETURN_ID, Milestone.IN_TRANSIT), shop.now) == arrived
    outbound = scanned(RETURN_ID, Milestone.DELIVERED).model_copy(update={"leg": Leg.OUTBOUND})
    assert note_parcel(shop.means, outbound, shop.now) is None


def test_terms_pass_by_the_shoppers_calendar() -> None:
    shop = Shop()
    shop.drafted(cup(), return_id="DRAFT")
    shop.submitted(shirts(1))
    shop.turn(hours=23)
    assert shop.terms_pass() == 0
    shop.turn(hours=1)
    assert shop.terms_pass() == 1
    assert shop.read("DRAFT").items[0].approval is Approval.EXPIRED
    shop.now = NOW.replace(month=12, day=4, hour=14, minute=59)
    assert shop.terms_pass() == 0
    shop.turn(minutes=1)
    assert shop.terms_pass() == 1
    request = shop.read()
    assert (request.items[0].approval, request.settlements[0].state) == (Approval.EXPIRED, "released")
    assert request.log[-1].rules == ("base",)


def test_what_was_paid_ahead_and_never_came_is_missing_and_counts_against_the_next_return() -> None:
    by_record = rule("careful", Fact.CUSTOMER_RISK, "none", Actions())
    shop = Shop(policy(by_record, whole_at=WholeAt.APPROVAL))
    paid(shop, shop.submitted(shirts(1)))
    shop.turn(days=12)
    shop.terms_pass()
    request = shop.read()
    assert states(request)["1"] == ("approved", "missing", "pending", "done")
    assert request.log[-2].code == "not_sent"


def test_a_resolved_return_is_reopened_and_moves_on_only_when_somebody_moves_it() -> None:
    shop = Shop(policy(keep=Keep.KEEP))
    paid(shop, shop.submitted())
    with pytest.raises(ActionNotLegal) as refused:
        receive_return(shop.means, RETURN_ID, shop.staff, {"1": 1})
    assert "resolved" in refused.value.detail
    request = reopen_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, reference="again"))
    assert request.resolved_at is None
    assert reopen_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, reference="again")) == request


def test_a_parcel_that_nobody_announced_is_kept_and_gets_its_order_later() -> None:
    shop = Shop()
    parcel = UnknownParcel("U1", b"c", "usps", "9400136208231234500099")
    request = receive_unknown_parcel(shop.means, parcel, shop.staff)
    assert receive_unknown_parcel(shop.means, parcel, shop.staff) == request
    assert request.items == ()
    assert [waiting.return_id for waiting in list_waiting(shop.means).returns] == ["U1"]
    request = change_return(shop.means, "U1", [WantedItem("A-1", "SHIRT-M", 1, "not_asked")], shop.staff)
    assert states(request) == {"1": ("requested", "received", "pending", "not_due")}
    approve_return(shop.means, "U1", shop.staff)
    request = inspect_return(shop.means, "U1", [Finding("1", PASSED)], shop.staff)
    assert [(one.amount, one.state) for one in request.settlements] == [(1000, "due")]
    known = receive_unknown_parcel(
        shop.means, UnknownParcel("U2", b"d", order_id="A-1", found=(("CUP", 1),)), shop.staff
    )
    assert states(known) == {"1": ("requested", "received", "pending", "not_due")}


def test_labels_that_nobody_needs_are_given_back_with_the_cancellation() -> None:
    shop = Shop()
    shop.submitted()
    record_shipment(shop.means, shop.tracking, RETURN_ID, "usps", "9400136208231234500027", shop.staff)
    given: list[str] = []

    def void(shipment: object) -> bool:
        given.append(shipment.shipment_id)  # type: ignore[attr-defined]
        return True

    request = cancel_return(shop.means, RETURN_ID, shop.shopper, void=void)
    assert (given, request.shipments[0].voided_at) == ([f"{RETURN_ID}-1"], shop.now)


def test_what_was_declined_takes_its_pieces_when_it_comes_back_and_surplus_only_what_is_left() -> None:
    shop = Shop(policy(review=Review.MANUAL))
    shop.submitted(shirts(2))
    decline_return(shop.means, RETURN_ID, shop.staff)
    shop.submitted(shirts(1), return_id="R2")
    request = receive_return(shop.means, RETURN_ID, shop.staff, {"1": 3})
    assert [(item.line, item.quantity) for item in request.items] == [("L-1", 2), ("", 1)]
    assert shop.returns.account("A-1").taken == {"L-1": 3}
