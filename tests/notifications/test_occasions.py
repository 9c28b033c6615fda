"""Which events set off which messages: the catalogue's words, group by group."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.cases.case import CaseKind, CaseNews
from shared.estimates.reason import Reason
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.decide import decide
from shared.notifications.occasions import HEARD, occasions
from shared.notifications.rules import SplitOrders
from shared.reviews.help_case import case_id
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.events import (
    OrderCancelled,
    OrderLineBackordered,
    OrderLineCancelled,
    OrderRecorded,
    ParcelReference,
    ShipmentRegistered,
)
from shared.tracking.milestone import Milestone
from shared.tracking.order import OrderLine
from shared.tracking.parcel import Leg
from tests.notifications.situations import (
    ALL,
    BACK,
    EVERYONE,
    SECOND,
    TOMORROW,
    at_risk,
    case,
    changed,
    dates,
    in_trouble,
    live,
    messages,
    missed,
    opened,
    parcel,
    planned,
    reached,
    revised,
    sent_back,
    set_off,
    shipped,
    situation,
    split,
    told,
)
from tests.samples import NOW, PARCEL_ID, SHIPPED, order, shipment

WAY = (Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)


@pytest.mark.parametrize(
    ("milestone", "names"),
    [
        (Milestone.PENDING, []),
        (Milestone.INFO_RECEIVED, ["label_created"]),
        (Milestone.IN_TRANSIT, ["shipped"]),
        (Milestone.OUT_FOR_DELIVERY, ["out_for_delivery"]),
        (Milestone.ATTEMPT_FAILED, ["attempt_failed"]),
        (Milestone.AVAILABLE_FOR_PICKUP, ["available_for_pickup"]),
        (Milestone.DELIVERED, ["delivered"]),
    ],
)
def test_each_milestone_on_the_way_out_is_told(milestone: Milestone, names: list[str]) -> None:
    assert set_off(reached(milestone), situation(parcel(milestone))) == names


def test_the_way_back_is_told_as_a_return_or_as_back_with_the_shop() -> None:
    back = sent_back(parcel(Milestone.IN_TRANSIT, id=BACK))
    assert set_off(reached(Milestone.IN_TRANSIT, BACK, Leg.RETURN), back) == ["return_on_its_way"]
    assert set_off(reached(Milestone.DELIVERED, BACK, Leg.RETURN), back) == []
    refused = situation(parcel(Milestone.IN_TRANSIT, returned={Milestone.DELIVERED: NOW}))
    assert set_off(reached(Milestone.DELIVERED, leg=Leg.RETURN), refused) == ["returned_to_sender"]
    assert set_off(reached(Milestone.IN_TRANSIT, leg=Leg.RETURN), refused) == []


def test_a_parcel_that_is_another_orders_by_now_tells_nobody() -> None:
    assert occasions(reached(Milestone.DELIVERED, SECOND), situation(parcel(*WAY)), ALL) == []


def test_an_event_without_a_ship_date_is_about_the_orders_parcel_of_that_number() -> None:
    early = reached(Milestone.DELIVERED).model_copy(update={"ship_date": None})
    assert set_off(early, situation(parcel(*WAY))) == ["delivered"]


def test_no_parcel_of_a_split_order_is_silent_and_the_last_says_that_all_have_come() -> None:
    first = split(parcel(*WAY))
    assert set_off(reached(Milestone.DELIVERED), first) == ["parcel_delivered"]
    (one_of_two,) = (o for o in occasions(reached(Milestone.DELIVERED), first, ALL) if o.due_at is None)
    assert (one_of_two.facts["delivered"], one_of_two.facts["total"]) == ("1", "2")
    both = split(parcel(*WAY), parcel(*WAY, id=SECOND))
    assert set_off(reached(Milestone.DELIVERED, SECOND), both) == ["all_delivered"]
    without = replace(ALL, told={name: how for name, how in ALL.told.items() if name != "all_delivered"})
    assert set_off(reached(Milestone.DELIVERED, SECOND), both, without) == ["parcel_delivered", "all_delivered"]


def test_a_parcel_that_was_sent_after_all_had_come_is_not_silent() -> None:
    third = ParcelId(ParcelNumber("usps", "9400136208231234500058"), SHIPPED.date())
    both = split(parcel(*WAY), parcel(*WAY, id=SECOND))
    (first_time,) = (o for o in occasions(reached(Milestone.DELIVERED, SECOND), both, ALL) if o.due_at is None)
    sent = replace(told("all_delivered", "order"), facts=first_time.facts)
    three = situation(
        *(parcel(*WAY, id=each) for each in (PARCEL_ID, SECOND, third)),
        order=shipped(shipment(PARCEL_ID.number, SECOND.number, third.number)),
        messages=messages(sent),
    )
    (again,) = (o for o in occasions(reached(Milestone.DELIVERED, third), three, ALL) if o.due_at is None)
    assert (again.trigger.name, again.subject, again.facts["total"]) == ("all_delivered", "order@3 parcels", "3")
    (old,) = (
        o
        for o in occasions(reached(Milestone.DELIVERED, SECOND), replace(both, messages=messages(sent)), ALL)
        if o.due_at is None
    )
    assert old.subject == first_time.subject == "order"


def test_a_promise_that_was_missed_long_ago_is_old_news_however_late_it_is_found() -> None:
    imported = missed(of_order=True).model_copy(update={"promised": date(2026, 11, 14)})
    (overdue,) = occasions(imported, situation(order=order(contact=EVERYONE)), ALL)
    assert overdue.occurred_at == datetime(2026, 11, 14, 15, tzinfo=UTC)
    assert decide(overdue, situation(order=order(contact=EVERYONE)), ALL, NOW).reason == "too_old"
    (late,) = occasions(missed().model_copy(update={"promised": date(2026, 11, 14)}), situation(), ALL)
    assert late.occurred_at == overdue.occurred_at


def test_a_summary_tells_a_split_order_once() -> None:
    summary = replace(ALL, split_orders=SplitOrders.SUMMARY)
    assert set_off(reached(Milestone.DELIVERED), split(parcel(*WAY)), summary) == []
    both = split(parcel(*WAY), parcel(*WAY, id=SECOND))
    assert set_off(reached(Milestone.DELIVERED), both, summary) == ["all_delivered"]


def test_what_is_on_back_order_is_still_to_come() -> None:
    waiting = OrderLine("SKU-2", "later", 1, backordered_until=date(2026, 12, 24))
    around = situation(parcel(*WAY), order=shipped(lines=(OrderLine("SKU-1", "now", 1), waiting)))
    assert set_off(reached(Milestone.DELIVERED), around) == ["parcel_delivered"]


def test_a_parcel_left_next_door_says_so() -> None:
    around = situation(parcel(*WAY), delivered_as={PARCEL_ID: Detail.DELIVERED_TO_NEIGHBOUR})
    assert set_off(reached(Milestone.DELIVERED), around) == ["delivered_to_neighbour"]


@pytest.mark.parametrize(
    ("detail", "names"),
    [
        (Detail.DELAYED_BY_WEATHER, ["carrier_delay"]),
        (Detail.CUSTOMS_HELD, ["customs_delay"]),
        (Detail.PAYMENT_DUE, ["payment_due"]),
        (Detail.RECIPIENT_MOVED, ["address_problem"]),
        (Detail.DAMAGED, ["damaged"]),
        (Detail.STOLEN, ["lost"]),
        (Detail.UNCLAIMED, ["undeliverable"]),
        (Detail.SECURITY_HOLD, ["delivery_problem"]),
        (Detail.CANCELLED, ["shipment_cancelled"]),
        (Detail.RETURNING, ["returning_to_sender"]),
        (Detail.EXPIRED, ["stalled"]),
        (Detail.HELD_AT_REQUEST, []),
        (Detail.RETURNED, []),
        (Detail.NOT_COLLECTED, []),
    ],
)
def test_trouble_is_told_by_what_the_carrier_says(detail: Detail, names: list[str]) -> None:
    assert set_off(opened(detail), situation(in_trouble(detail))) == names


def test_a_delay_put_down_to_customs_is_a_customs_delay() -> None:
    assert set_off(opened(Detail.DELAYED, cause=Cause.CUSTOMS), situation(in_trouble())) == ["customs_delay"]


def test_a_delay_that_turns_into_a_loss_days_later_is_news_of_that_day() -> None:
    began = opened(Detail.LOST, opened_at=NOW - timedelta(days=6))
    (lost,) = occasions(began, situation(in_trouble(Detail.LOST)), ALL)
    assert lost.occurred_at == NOW


@pytest.mark.parametrize(
    ("heard", "names"),
    [
        (at_risk(), ["delay_predicted"]),
        (at_risk(Reason.NOT_PICKED_UP), ["pickup_delayed"]),
        (at_risk(of_order=True), ["dispatch_delayed"]),
        (missed(), ["delivery_late"]),
        (missed(Reason.NOT_PICKED_UP), ["pickup_overdue"]),
        (missed(of_order=True), ["dispatch_overdue"]),
        (missed(arrived_on=TOMORROW), []),
        (revised(Reason.STALLED, date(2026, 11, 27), TOMORROW), ["stalled"]),
        (revised(Reason.NOT_PICKED_UP, TOMORROW), ["pickup_delayed"]),
        (revised(Reason.CARRIER_REVISED, date(2026, 11, 27), TOMORROW), ["delivery_rescheduled"]),
        (revised(Reason.WEATHER, date(2026, 11, 27), TOMORROW), []),
        (revised(Reason.FASTER_THAN_USUAL, date(2026, 11, 24), TOMORROW), ["promise_brought_forward"]),
        (revised(Reason.NARROWED, date(2026, 11, 24), TOMORROW), []),
        (revised(Reason.FASTER_THAN_USUAL, date(2026, 11, 27), date(2026, 11, 28)), []),
    ],
)
def test_what_a_date_means_is_told_by_its_reason(heard: object, names: list[str]) -> None:
    assert set_off(heard, situation(parcel(Milestone.IN_TRANSIT))) == names  # type: ignore[arg-type]


def test_a_promise_is_restored_only_after_a_warning() -> None:
    safe = revised(Reason.FASTER_THAN_USUAL, TOMORROW, date(2026, 11, 27))
    warned = situation(parcel(Milestone.IN_TRANSIT), messages=messages(told("delay_predicted")))
    assert set_off(safe, situation(parcel(Milestone.IN_TRANSIT))) == []
    assert set_off(safe, warned) == ["promise_restored"]
    before_it_shipped = situation(parcel(Milestone.IN_TRANSIT), messages=messages(told("dispatch_delayed", "order")))
    assert set_off(safe, before_it_shipped) == ["promise_restored"]


def test_what_is_said_as_a_risk_is_not_said_twice() -> None:
    warned = situation(parcel(Milestone.IN_TRANSIT), estimates={PARCEL_ID: live(at_risk=True, warned_at=NOW)})
    assert set_off(revised(Reason.STALLED, date(2026, 11, 27), TOMORROW, at_risk=True), warned) == []


def test_arriving_soon_is_planned_for_the_evening_before_and_for_each_day_anew() -> None:
    soon = planned(revised(Reason.FIRST, date(2026, 11, 27)), situation())["arriving_soon"]
    assert soon.due_at == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # 18:00 in Tokyo
    assert soon.subject.endswith("@2026-11-27")
    assert "arriving_soon" not in planned(revised(Reason.FIRST, date(2026, 11, 24)), situation())


def test_what_waits_to_be_picked_up_is_reminded_of() -> None:
    reminder = planned(reached(Milestone.AVAILABLE_FOR_PICKUP), situation(parcel(Milestone.AVAILABLE_FOR_PICKUP)))
    assert reminder["pickup_reminder"].due_at == datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo


LINE = OrderLineCancelled(order_id="A-1", sku="SKU-1", quantity=1, cancelled_at=NOW)
BACK_ORDER = OrderLineBackordered(order_id="A-1", sku="SKU-1", quantity=1, expected_on=TOMORROW, noted_at=NOW)
RECORDED = OrderRecorded(order_id="A-1", order_version=1, placed_at=NOW, country="JP")
REGISTERED = ShipmentRegistered(
    order_id="A-1",
    shipment_id="S-1",
    shipped_at=SHIPPED,
    parcels=[ParcelReference(carrier=PARCEL_ID.number.carrier, tracking_number=PARCEL_ID.number.tracking_number)],
)


@pytest.mark.parametrize(
    ("heard", "names"),
    [
        (RECORDED, ["order_confirmed"]),
        (RECORDED.model_copy(update={"order_version": 2}), []),
        (LINE, ["item_cancelled"]),
        (BACK_ORDER, ["item_backordered"]),
        (OrderCancelled(order_id="A-1", cancelled_at=NOW), ["order_cancelled"]),
        (REGISTERED, ["dispatched"]),
        (REGISTERED.model_copy(update={"leg": Leg.RETURN}), []),
        (REGISTERED.model_copy(update={"parcels": []}), []),
    ],
)
def test_what_the_shop_does_is_told(heard: object, names: list[str]) -> None:
    assert set_off(heard, situation()) == names  # type: ignore[arg-type]


def test_two_parcels_that_leave_together_are_told_of_once() -> None:
    one = shipped()
    (shipment,) = one.shipments.values()
    other = ParcelNumber("usps", "9400136208231234509999")
    both = replace(one, shipments={"S-1": replace(shipment, parcels=(*shipment.parcels, other))})
    second = ParcelReference(carrier=other.carrier, tracking_number=other.tracking_number)
    together = REGISTERED.model_copy(update={"parcels": [*REGISTERED.parcels, second]})
    assert set_off(together, situation(order=both)) == ["dispatched"]


def test_a_line_that_is_taken_out_in_two_steps_is_told_twice_and_a_day_that_moves_too() -> None:
    later = LINE.model_copy(update={"cancelled_at": NOW + timedelta(hours=1)})
    moved = BACK_ORDER.model_copy(update={"expected_on": date(2026, 12, 1)})
    subjects = {o.subject for heard in (LINE, later, BACK_ORDER, moved) for o in occasions(heard, situation(), ALL)}
    assert len(subjects) == 4


def test_a_warranty_is_planned_to_be_told_before_it_ends() -> None:
    line = OrderLine("SKU-1", "drill", 1, warranty_until=date(2028, 11, 24))
    around = situation(order=shipped(lines=(line,)))
    assert planned(RECORDED, around)["warranty_ending"].due_at == datetime(2028, 10, 25, 1, 0, tzinfo=UTC)
    over = situation(order=shipped(lines=(replace(line, warranty_until=date(2026, 11, 30)),)))
    assert planned(RECORDED, over) == {}


RETURNED = ("requested", "needs_more", "approved", "declined", "label_ready", "pickup_scheduled")


@pytest.mark.parametrize(
    ("kind", "news", "names"),
    [
        *((CaseKind.RETURN, CaseNews(news), [f"return_{news}"]) for news in RETURNED),
        (CaseKind.RETURN, CaseNews.SENT_BACK, ["return_on_its_way"]),
        (CaseKind.EXCHANGE, CaseNews.RECEIVED, ["return_received"]),
        (CaseKind.RETURN, CaseNews.INSPECTION_PASSED, ["return_inspection_passed"]),
        (CaseKind.RETURN, CaseNews.INSPECTION_FAILED, ["return_inspection_failed"]),
        (CaseKind.EXCHANGE, CaseNews.REPLACEMENT_SENT, ["exchange_sent"]),
        (CaseKind.RETURN, CaseNews.CANCELLED, ["return_cancelled"]),
        (CaseKind.RETURN, CaseNews.EXPIRED, ["return_expired"]),
        (CaseKind.CLAIM, CaseNews.REQUESTED, ["claim_filed"]),
        (CaseKind.CLAIM, CaseNews.NEEDS_MORE, ["claim_needs_photo"]),
        (CaseKind.CLAIM, CaseNews.APPROVED, ["claim_approved"]),
        (CaseKind.CLAIM, CaseNews.DECLINED, ["claim_declined"]),
        (CaseKind.CLAIM, CaseNews.REPLACEMENT_SENT, ["claim_replacement_sent"]),
        (CaseKind.CLAIM, CaseNews.LABEL_READY, ["return_label_ready"]),
        (CaseKind.WARRANTY, CaseNews.REQUESTED, ["warranty_filed"]),
        (CaseKind.WARRANTY, CaseNews.NEEDS_MORE, ["warranty_needs_more"]),
        (CaseKind.WARRANTY, CaseNews.APPROVED, ["warranty_approved"]),
        (CaseKind.WARRANTY, CaseNews.DECLINED, ["warranty_declined"]),
        (CaseKind.WARRANTY, CaseNews.RECEIVED, ["warranty_received"]),
        (CaseKind.WARRANTY, CaseNews.REPAIRED, ["warranty_repaired"]),
        (CaseKind.WARRANTY, CaseNews.REPLACEMENT_SENT, ["warranty_replacement_sent"]),
        (CaseKind.CLAIM, CaseNews.REFUNDED, ["refund_issued"]),
        (CaseKind.RETURN, CaseNews.CREDITED, ["credit_issued"]),
        (CaseKind.WARRANTY, CaseNews.REFUND_DELAYED, ["refund_delayed"]),
        (CaseKind.RETURN, CaseNews.KEPT, ["keep_item"]),
        (CaseKind.SUPPORT, CaseNews.RESOLVED, ["help_answered"]),
        (CaseKind.SUPPORT, CaseNews.REQUESTED, []),
        (CaseKind.RETURN, CaseNews.RESOLVED, []),
        (CaseKind.RETURN, CaseNews.REOPENED, []),
    ],
)
def test_news_of_a_case_is_told_by_its_kind(kind: CaseKind, news: CaseNews, names: list[str]) -> None:
    assert set_off(changed(kind, news), situation(cases=(case(kind, news),))) == names


def test_a_withdrawal_is_acknowledged_as_one_and_only_when_it_comes_in() -> None:
    came_in = changed(CaseKind.RETURN, CaseNews.REQUESTED, reason="withdrawal")
    assert set_off(came_in, situation()) == ["withdrawal_received"]
    assert set_off(changed(CaseKind.RETURN, CaseNews.DECLINED, reason="withdrawal"), situation()) == ["return_declined"]
    assert set_off(changed(CaseKind.WARRANTY, CaseNews.REQUESTED, reason="withdrawal"), situation()) == [
        "warranty_filed"
    ]


@pytest.mark.parametrize("kind", [CaseKind.CLAIM, CaseKind.WARRANTY, CaseKind.RETURN])
def test_the_answer_to_a_case_that_was_opened_again_is_told_as_another_one(kind: CaseKind) -> None:
    before = situation(cases=(case(kind, CaseNews.REQUESTED, CaseNews.DECLINED),))
    again = situation(cases=(case(kind, CaseNews.DECLINED, CaseNews.REOPENED, CaseNews.NEEDS_MORE),))
    first, late, second = (
        [each.subject for each in occasions(changed(kind, CaseNews.DECLINED, happened_at=at), around, ALL)]
        for at, around in ((NOW, before), (NOW - timedelta(hours=2), again), (NOW, again))
    )
    assert first == late == ["case:R-7"]
    assert second == [f"case:R-7:{(NOW - timedelta(hours=1)).isoformat()}"]
    asked = occasions(changed(kind, CaseNews.NEEDS_MORE), again, ALL)
    assert {each.subject.partition("@")[0] for each in asked} == set(second)


def test_another_amount_is_another_refund() -> None:
    paid = [
        occasions(
            changed(CaseKind.RETURN, CaseNews.REFUNDED, amount={"amount": n, "currency": "JPY"}), situation(), ALL
        )
        for n in (1_200, 800, 1_200)
    ]
    assert len({each.subject for refund in paid for each in refund}) == 2


def test_reminders_of_cases_leave_time_to_act() -> None:
    asked = changed(CaseKind.CLAIM, CaseNews.NEEDS_MORE)
    assert planned(asked, situation())["claim_photo_reminder"].due_at == datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
    until = changed(CaseKind.RETURN, CaseNews.LABEL_READY, until=date(2026, 12, 10))
    assert planned(until, situation())["return_reminder"].due_at == datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
    short = changed(CaseKind.RETURN, CaseNews.APPROVED, until=date(2026, 11, 26))
    assert planned(short, situation())["return_reminder"].due_at == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert planned(changed(CaseKind.RETURN, CaseNews.APPROVED, until=date(2026, 11, 24)), situation()) == {}


def test_a_review_is_asked_for_after_the_time_of_use_in_the_morning_and_one_line_a_day() -> None:
    lines = (OrderLine("a", "tea", 1), OrderLine("b", "cup", 1), OrderLine("c", "lamp", 1, category="lamps"))
    rules = replace(ALL, reviews=replace(ALL.reviews, use_days={"lamps": 30}))
    around = situation(parcel(*WAY), order=shipped(lines=(*lines, OrderLine("d", "gone", 1, cancelled=1))))
    due = {o.facts["sku"]: o.due_at for o in occasions(reached(WAY[-1]), around, rules) if "sku" in o.facts}
    assert due == {
        "a": datetime(2026, 12, 8, 1, 0, tzinfo=UTC),
        "b": datetime(2026, 12, 9, 1, 0, tzinfo=UTC),
        "c": datetime(2026, 12, 24, 1, 0, tzinfo=UTC),
    }


def test_where_no_delivery_is_scanned_a_review_is_asked_for_by_the_estimate() -> None:
    around = situation(parcel(Milestone.IN_TRANSIT), estimates={PARCEL_ID: live(date(2026, 11, 27))})
    due = planned(revised(Reason.FIRST, date(2026, 11, 27)), around)["review_invited"].due_at
    assert due == datetime(2026, 12, 18, 1, 0, tzinfo=UTC)  # 7 days without a scan, 14 of use


def test_a_split_order_is_reviewed_when_the_last_parcel_has_come() -> None:
    around = split(parcel(*WAY), estimates={SECOND: live(date(2026, 11, 30), parcel=SECOND)})
    due = planned(reached(WAY[-1]), around)["review_invited"].due_at
    assert due == datetime(2026, 12, 21, 1, 0, tzinfo=UTC)


def test_after_help_there_is_a_second_invitation() -> None:
    helped = changed(CaseKind.SUPPORT, CaseNews.RESOLVED, case_id=case_id("SKU-1"))
    assert planned(helped, situation())["review_invited_again"].facts["sku"] == "SKU-1"
    assert planned(changed(CaseKind.SUPPORT, CaseNews.RESOLVED), situation()) == {}


def test_every_trigger_names_an_event_that_is_heard_or_the_clock() -> None:
    heard = {event.detail_type for event in HEARD}
    assert {trigger.event for trigger in TRIGGERS} == heard | {"clock"}


def test_facts_say_what_the_event_says() -> None:
    (told_late,) = occasions(at_risk(), situation(parcel(Milestone.IN_TRANSIT)), ALL)
    assert told_late.facts == {
        "carrier": "usps",
        "tracking_number": PARCEL_ID.number.tracking_number,
        "shipment_id": "S-1",
        "expected": "2026-11-27",
        "expected_from": "2026-11-27",
        "promised": "2026-11-25",
        "reason": "weather",
    }
    assert dates(TOMORROW).latest == TOMORROW
