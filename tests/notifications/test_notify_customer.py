"""A milestone becomes a message once, or deliberately not; and a decided message is sent once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.errors import Unavailable
from shared.notifications.message import Message, MessageState
from shared.notifications.notify_customer import NotYetVisible, notify_customer
from shared.notifications.ports import Mail, MailNotTaken, MailRefused
from shared.notifications.publications import of_message
from shared.notifications.send_mail import LEASE, AnotherSenderIsAtIt, MessageGone, send_mail
from shared.notifications.trigger import TRIGGERS, Trigger
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Assignment
from shared.tracking.project_shipment import project_shipment
from tests.fakes import Announced, InMemoryMessages, InMemoryOrders, Outbox
from tests.samples import MAIL_ADDRESS, NOW, PARCEL, PARCEL_ID, checkpoint, order, shipment

CHANNELS = {"out_for_delivery": ["email"]}
REACHED = MilestoneReached(
    carrier=PARCEL.carrier,
    tracking_number=PARCEL.tracking_number,
    milestone=Milestone.OUT_FOR_DELIVERY,
    reached_at=NOW,
    order_id="A-1",
    shipment_id="S-1",
)


class Shop:
    """Everything around one order whose parcel reached `milestones`."""

    def __init__(self, *milestones: Milestone) -> None:
        self.orders = InMemoryOrders()
        self.orders.save(order(), [], assign=shipment())
        self.parcels = self.orders.parcels
        for hours, milestone in enumerate(milestones):
            self.parcels.add(PARCEL, checkpoint(milestone, hours), "usps")
        project_shipment(self.parcels, PARCEL)
        self.messages, self.announced, self.outbox = InMemoryMessages(), Announced(), Outbox()

    def notify(self, reached: MilestoneReached = REACHED, channels: dict[str, list[str]] = CHANNELS) -> list[Message]:
        return notify_customer(
            reached,
            orders=self.orders,
            parcels=self.parcels,
            messages=self.messages,
            announcements=self.announced,
            channels=channels,
            now=NOW,
        )

    def forget_address(self) -> None:
        known = self.orders.orders["A-1"]
        self.orders.orders["A-1"] = replace(known, contact=replace(known.contact, email=""))

    def send(self, message: Message, mailer: object = None, now: datetime = NOW) -> bool:
        return send_mail(
            message.order_id,
            message.message_id,
            orders=self.orders,
            messages=self.messages,
            mailer=mailer or self.outbox,  # type: ignore[arg-type]
            render=render,
            now=now,
        )


def render(order: Order, message: Message) -> Mail:
    return Mail("shop@x.example", order.contact.email, "subject", "<p>", "text", message.message_id)


class Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def send(self, mail: Mail) -> None:
        raise self.error


def test_out_for_delivery_is_told_on_every_configured_channel() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    decided = shop.notify()
    assert [(m.channel, m.state, m.reason, m.language) for m in decided] == [
        ("email", MessageState.DECIDED, "milestone_reached", "ja")
    ]
    assert shop.announced.messages == decided


def test_a_repeated_event_is_the_same_message() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    assert shop.notify() == shop.notify()
    assert len(shop.messages.messages) == 1


def test_a_parcel_that_has_arrived_is_not_announced_as_on_its_way_and_the_reason_is_kept() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
    assert [(m.state, m.reason) for m in shop.notify()] == [(MessageState.SUPPRESSED, "superseded")]
    assert shop.announced.messages == []


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (Milestone.ATTEMPT_FAILED, "superseded"),
        (Milestone.AVAILABLE_FOR_PICKUP, "superseded"),
        (Milestone.EXCEPTION, "parcel_in_trouble"),
    ],
)
def test_what_has_happened_since_makes_the_message_untrue(later: Milestone, reason: str) -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY, later)
    assert [(m.state, m.reason) for m in shop.notify()] == [(MessageState.SUPPRESSED, reason)]


def test_a_scan_of_yesterday_is_not_told_as_todays() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    late = REACHED.model_copy(update={"reached_at": NOW - timedelta(hours=19)})
    assert [(m.state, m.reason) for m in shop.notify(late)] == [(MessageState.SUPPRESSED, "too_old")]


def test_a_message_that_waited_until_it_was_old_news_is_not_sent_and_says_why() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    [message] = shop.notify()
    assert not shop.send(message, now=NOW + timedelta(hours=19))
    kept = shop.messages.get("A-1", message.message_id)
    assert kept is not None
    assert (kept.state, kept.reason) == (MessageState.SUPPRESSED, "too_old")
    assert shop.outbox.mails == []


def test_a_parcel_that_went_to_another_order_tells_its_old_shopper_nothing() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.parcels.assignments[PARCEL_ID] = Assignment("A-2", "S-1")
    assert shop.notify() == []
    assert shop.messages.messages == {}


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.name)
def test_every_trigger_is_told_when_a_parcel_has_just_come_so_far(trigger: Trigger) -> None:
    shop = Shop(trigger.milestone)
    reached = REACHED.model_copy(update={"milestone": trigger.milestone})
    assert [m.state for m in shop.notify(reached, {trigger.name: ["email"]})] == [MessageState.DECIDED]


def test_a_merchant_who_switched_it_off_sends_nothing() -> None:
    assert Shop(Milestone.OUT_FOR_DELIVERY).notify(channels={}) == []


def test_a_milestone_nobody_needs_to_hear_of_is_not_told() -> None:
    assert Shop(Milestone.IN_TRANSIT).notify(REACHED.model_copy(update={"milestone": Milestone.IN_TRANSIT})) == []


def test_a_parcel_without_an_order_is_not_told() -> None:
    assert Shop(Milestone.OUT_FOR_DELIVERY).notify(REACHED.model_copy(update={"order_id": None})) == []


def test_an_event_that_overtook_its_order_is_tried_again() -> None:
    with pytest.raises(NotYetVisible):
        Shop(Milestone.OUT_FOR_DELIVERY).notify(REACHED.model_copy(update={"order_id": "A-2"}))


def test_a_decided_message_is_sent_once() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    [message] = shop.notify()
    assert shop.send(message)
    assert not shop.send(message)
    assert [(mail.recipient, mail.reference) for mail in shop.outbox.mails] == [(MAIL_ADDRESS, message.message_id)]


def test_a_message_that_was_sent_is_not_announced_again() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.send(shop.notify()[0])
    shop.notify()
    assert len(shop.announced.messages) == 1


def test_while_one_sender_is_at_it_another_waits() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    [message] = shop.notify()
    with pytest.raises(Unavailable):
        shop.send(message, Failing(Unavailable("the answer was lost")))
    with pytest.raises(AnotherSenderIsAtIt):
        shop.send(message, now=NOW + LEASE - timedelta(seconds=1))
    assert shop.send(message, now=NOW + LEASE)


@pytest.mark.parametrize("error", [MailRefused("never"), MailNotTaken("not now")])
def test_a_mail_that_was_certainly_not_sent_may_be_tried_again_at_once(error: Exception) -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    [message] = shop.notify()
    with pytest.raises(type(error)):
        shop.send(message, Failing(error))
    assert shop.send(message)
    assert len(shop.outbox.mails) == 1


def test_a_suppressed_message_is_never_sent() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
    assert not shop.send(shop.notify()[0])
    assert shop.outbox.mails == []


def test_a_message_nobody_knows_is_left_for_somebody_to_look() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    with pytest.raises(MessageGone):
        shop.send(replace(shop.notify()[0], message_id="0" * 26))


def test_what_became_of_a_message_is_published_without_its_address() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    [decided] = shop.notify()
    assert of_message(None, decided, merchant_id="hanare") == []
    shop.send(decided)
    sent = shop.messages.get("A-1", decided.message_id)
    assert sent is not None
    [event] = of_message(decided, sent, merchant_id="hanare")
    assert event.detail_type == "NotificationSent"
    assert MAIL_ADDRESS not in event.detail()
    assert of_message(sent, sent, merchant_id="hanare") == []


def test_a_suppressed_message_is_published_with_its_reason() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
    [event] = of_message(None, shop.notify()[0], merchant_id="hanare")
    assert (event.detail_type, event.data["reason"]) == ("NotificationSuppressed", "superseded")


def test_a_shopper_without_a_mail_address_is_written_no_mail_and_the_reason_is_kept() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.forget_address()
    (message,) = shop.notify()
    assert (message.state, message.reason) == (MessageState.SUPPRESSED, "no_address")
    assert shop.announced.messages == []


def test_a_mail_whose_address_is_gone_is_suppressed_not_tried() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    (message,) = shop.notify()
    shop.forget_address()
    assert not shop.send(message)
    kept = shop.messages.get(message.order_id, message.message_id)
    assert kept is not None
    assert (kept.state, kept.reason, shop.outbox.mails) == (MessageState.SUPPRESSED, "no_address", [])
