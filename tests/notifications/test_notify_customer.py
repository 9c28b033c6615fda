"""What happened becomes a message once, or deliberately not; and nothing is lost when a function dies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.cases.case import CaseKind, CaseNews
from shared.errors import Unavailable
from shared.estimates.reason import Reason
from shared.notifications.message import Message, MessageState
from shared.notifications.notify_customer import NotYetVisible
from shared.notifications.rules import Told
from shared.shoppers.channel import Channel
from shared.shoppers.ports import StaleShopper
from shared.shoppers.shopper import MOST_RECENT, Click, Shopper
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.detail import Detail
from shared.tracking.events import OrderRecorded
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact
from shared.tracking.parcel import Assignment
from tests.fakes import Announced, InMemoryShoppers
from tests.notifications.shop import SHOPPER, Shop
from tests.notifications.situations import (
    ALL,
    MIDNIGHT,
    MORNING,
    NIGHT,
    TOMORROW,
    case,
    changed,
    limited,
    live,
    opened,
    reached,
    revised,
    told,
)
from tests.samples import NOW, OTHER_PARCEL, PARCEL, PARCEL_ID

OUT = reached(Milestone.OUT_FOR_DELIVERY)
WAY = (Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)


def states(messages: list[Message]) -> list[tuple[str, str, str]]:
    return [(message.trigger, message.state.value, message.reason) for message in messages]


def test_a_milestone_is_told_on_the_first_channel_that_reaches_the_shopper_with_the_others_behind_it() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    (message,) = shop.hear(OUT)
    assert states([message]) == [("out_for_delivery", "decided", "told")]
    assert (message.channel, message.next_channels) == (
        Channel.LINE,
        (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL),
    )
    assert (message.language, message.shopper, message.parcel) == ("ja", SHOPPER, PARCEL_ID)
    assert message.keep_until == NOW + timedelta(days=400)
    assert shop.announced.messages == [message]


def test_a_repeated_event_is_the_same_message_and_is_announced_until_a_sender_took_it() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    (message,) = shop.hear(OUT)
    assert shop.hear(OUT) == [message]
    assert len(shop.announced.messages) == 2
    shop.messages.save(replace(message, state=MessageState.SENT, sent_at=NOW))
    shop.hear(OUT)
    assert (len(shop.messages.messages), len(shop.announced.messages)) == (1, 2)


def test_what_has_happened_since_suppresses_it_and_the_reason_is_kept() -> None:
    shop = Shop(*WAY)
    assert states(shop.hear(OUT)) == [("out_for_delivery", "suppressed", "superseded")]
    assert shop.announced.messages == []


def test_a_death_between_keeping_and_announcing_loses_nothing() -> None:
    class Down(Announced):
        def announce(self, message: Message) -> None:
            raise Unavailable("down")

    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    working, shop.announced = shop.announced, Down()
    with pytest.raises(Unavailable):
        shop.hear(OUT, limited(5))
    assert len(shop.messages.messages) == 1
    shop.announced = working
    shop.hear(OUT, limited(5))
    assert (shop.told(), len(shop.shopper.recent)) == (["out_for_delivery"], 1)


def test_an_event_that_overtook_its_order_or_its_parcel_is_tried_again() -> None:
    with pytest.raises(NotYetVisible):
        Shop(Milestone.OUT_FOR_DELIVERY).hear(OUT.model_copy(update={"order_id": "A-2"}))
    for heard in (OUT, opened(Detail.DELAYED)):
        shop = Shop()
        shop.parcels.projections.clear()
        with pytest.raises(NotYetVisible):
            shop.hear(heard)


def test_a_parcel_without_an_order_or_of_another_one_tells_nobody() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    assert shop.hear(OUT.model_copy(update={"order_id": None})) == []
    shop.change(shipments={})
    shop.parcels.assignments[PARCEL_ID] = Assignment("A-2", "S-1")
    assert shop.hear(OUT) == []


def test_every_channel_that_reaches_the_shopper_has_a_message_of_its_own_where_the_merchant_wants_that() -> None:
    rules = replace(ALL, told={"out_for_delivery": Told((Channel.LINE, Channel.PUSH, Channel.EMAIL), every=True)})
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    each = shop.hear(OUT, rules)
    assert [(message.channel, message.next_channels) for message in each] == [(Channel.LINE, ()), (Channel.EMAIL, ())]
    assert len({message.message_id for message in each}) == 2
    assert shop.hear(OUT, rules) == each


def test_on_every_channel_and_reaching_nobody_is_kept_once() -> None:
    rules = replace(ALL, told={"out_for_delivery": Told((Channel.LINE, Channel.EMAIL), every=True)})
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.change(contact=Contact("", "ja"))
    assert states(shop.hear(OUT, rules)) == [("out_for_delivery", "suppressed", "no_address")]
    assert len(shop.hear(OUT, rules)) == len(shop.messages.messages) == 1


def test_what_is_told_is_remembered_of_the_shopper_where_there_is_a_limit() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.hear(OUT)
    assert shop.shopper == Shopper(SHOPPER)
    (message,) = shop.hear(OUT, limited(3))
    assert shop.shopper.recent == {message.message_id: NOW}


def test_the_newest_of_the_last_two_days_are_remembered() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    past = {f"m{n}": NOW - timedelta(minutes=n) for n in range(MOST_RECENT)}
    shop.shoppers.save(Shopper(SHOPPER, recent={**past, "old": NOW - timedelta(days=2)}))
    shop.hear(OUT, limited(MOST_RECENT + 9))
    recent = shop.shopper.recent
    assert (len(recent), "old" in recent, f"m{MOST_RECENT - 1}" in recent) == (MOST_RECENT, False, False)


class Busy(InMemoryShoppers):
    """Others save the shopper, so many times, just before us."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def save(self, shopper: Shopper) -> Shopper:
        if self.times:
            self.times -= 1
            super().save(replace(self.get(shopper.shopper_id), recent={f"theirs{self.times}": NOW}))
        return super().save(shopper)


def test_who_notes_something_of_the_shopper_at_the_same_time_loses_nothing() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.shoppers = Busy(2)
    shop.hear(OUT, limited(5))
    assert set(shop.shopper.recent) > {"theirs0"}
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    shop.shoppers = Busy(9)
    with pytest.raises(StaleShopper):
        shop.hear(OUT, limited(5))
    assert shop.announced.messages == []


def test_a_split_order_is_told_parcel_by_parcel_and_then_as_a_whole() -> None:
    shop = Shop(*WAY, parcels=(PARCEL, OTHER_PARCEL))
    other = reached(Milestone.DELIVERED, replace(PARCEL_ID, number=OTHER_PARCEL))
    shop.hear(reached(Milestone.DELIVERED))
    shop.scan(OTHER_PARCEL, *WAY)
    shop.hear(other)
    shop.hear(reached(Milestone.DELIVERED))
    assert shop.told() == ["parcel_delivered", "all_delivered"]


def test_a_parcel_the_shopper_sends_back_is_told_as_a_return_only() -> None:
    shop = Shop()
    number = ParcelNumber("usps", "9400136208231234500041")
    assert shop.hear(reached(Milestone.IN_TRANSIT, replace(PARCEL_ID, number=number))) == []


def test_a_plan_is_kept_and_a_delivery_brings_the_invitation_forward() -> None:
    shop = Shop(Milestone.IN_TRANSIT)
    shop.estimates.save(live())
    shop.hear(revised(Reason.FIRST, TOMORROW))
    (invited,) = [m for m in shop.messages.messages.values() if m.trigger == "review_invited"]
    assert (invited.state, invited.reason) == (MessageState.PLANNED, "not_due")
    assert invited.due_at == datetime(2026, 12, 16, 1, 0, tzinfo=UTC)
    shop.scan(PARCEL, *WAY)
    shop.hear(reached(Milestone.DELIVERED))
    moved = shop.messages.get("A-1", invited.message_id)
    assert moved is not None
    assert moved.due_at == datetime(2026, 12, 8, 1, 0, tzinfo=UTC)


def test_what_rings_at_night_waits_and_is_not_announced() -> None:
    shop = Shop()
    shop.cases.save(case(CaseKind.CLAIM, CaseNews.NEEDS_MORE))
    asked = changed(CaseKind.CLAIM, CaseNews.NEEDS_MORE).model_copy(update={"happened_at": MIDNIGHT})
    message = shop.hear(asked, NIGHT, MIDNIGHT)[0]
    assert (message.state, message.reason, message.due_at) == (MessageState.PLANNED, "quiet_hours", MORNING)
    assert shop.announced.messages == []
    assert shop.hear(asked, NIGHT, MIDNIGHT)[0] == message


def test_a_new_order_is_put_down_to_the_message_that_brought_it() -> None:
    shop = Shop()
    brought = shop.messages.keep(replace(told("review_invited", "line:tea"), order_id="A-0"))
    click = Click(brought.message_id, "A-0", NOW - timedelta(days=3))
    shop.shoppers.save(Shopper(SHOPPER, last_click=click))
    shop.hear(OrderRecorded(order_id="A-1", order_version=1, placed_at=NOW, country="JP"))
    known = shop.messages.get("A-0", brought.message_id)
    assert known is not None
    assert known.reaction.orders == ("A-1",)


def test_a_message_says_which_configuration_it_was_decided_by() -> None:
    (message,) = Shop(Milestone.OUT_FOR_DELIVERY).hear(OUT, replace(ALL, configuration=7))
    assert message.configuration == 7
