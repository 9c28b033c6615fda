"""What was planned is decided anew when it is due: told, put off, or stopped by what happened since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.cases.case import CaseKind, CaseNews
from shared.errors import Unavailable
from shared.estimates.reason import Reason
from shared.notifications.mail_report import MailNews, MailReport
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import StaleMessage
from shared.notifications.record_feedback import record_feedback
from shared.notifications.rules import Told
from shared.notifications.tell_due import ANNOUNCED_AGAIN_AFTER, GONE, RUN_LASTS, Run, tell_due
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import address_hash
from shared.tracking.events import OrderRecorded
from shared.tracking.milestone import Milestone
from shared.tracking.order import OrderLine
from tests.fakes import Announced, InMemoryMessages
from tests.notifications.shop import Shop
from tests.notifications.situations import (
    ALL,
    EVERYONE,
    MIDNIGHT,
    MORNING,
    NIGHT,
    TOMORROW,
    case,
    changed,
    limited,
    live,
    reached,
    revised,
)
from tests.samples import MAIL_ADDRESS, NOW, PARCEL

WAY = (Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
EVENING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""18:00 in Tokyo, the day before the 27th."""
INVITED = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
CLAIM = changed(CaseKind.CLAIM, CaseNews.NEEDS_MORE).model_copy(update={"happened_at": MIDNIGHT})


def expecting(latest: date = date(2026, 11, 27)) -> Shop:
    """A parcel on its way that is expected on a day."""
    shop = Shop(Milestone.IN_TRANSIT)
    shop.estimates.save(live(latest))
    shop.hear(revised(Reason.FIRST, latest))
    return shop


def of(shop: Shop, trigger: str) -> Message:
    """The order's message for a trigger."""
    (message,) = (message for message in shop.messages.messages.values() if message.trigger == trigger)
    return message


def used() -> Shop:
    """An order that has come, and is planned to be asked about."""
    shop = Shop(*WAY)
    shop.hear(reached(Milestone.DELIVERED))
    shop.announced.messages.clear()
    return shop


def test_the_evening_before_it_is_told() -> None:
    shop = expecting()
    assert shop.wait(EVENING - timedelta(seconds=1)) == Run()
    assert shop.wait(EVENING) == Run(told=1)
    assert shop.told() == ["arriving_soon"]


def test_a_day_that_moved_is_told_on_the_evening_before_the_new_one_only() -> None:
    shop = expecting()
    known = shop.estimates.of_parcel(live().parcel)  # type: ignore[arg-type]
    shop.estimates.save(replace(live(date(2026, 11, 28)), version=known.version))  # type: ignore[union-attr]
    shop.hear(revised(Reason.SLOW_LANE, date(2026, 11, 28), date(2026, 11, 27)))
    assert shop.wait(EVENING) == Run(stopped=1)
    assert shop.wait(EVENING + timedelta(days=1)) == Run(told=1)


def test_a_parcel_that_came_early_is_not_announced_to_arrive() -> None:
    shop = expecting()
    shop.scan(PARCEL, *WAY)
    assert shop.wait(EVENING) == Run(stopped=1)
    assert of(shop, "arriving_soon").reason == "superseded"


def test_an_invitation_is_checked_again_before_it_is_sent() -> None:
    assert (used().wait(INVITED)) == Run(told=1)
    returned = used()
    returned.cases.save(case(CaseKind.RETURN, CaseNews.REQUESTED, CaseNews.RESOLVED))
    assert returned.wait(INVITED) == Run(stopped=1)
    assert of(returned, "review_invited").reason == "no_longer_true"


def test_an_open_case_holds_the_invitation_until_it_is_closed() -> None:
    shop = used()
    kept = shop.cases.save(case(CaseKind.SUPPORT, CaseNews.REQUESTED))
    assert shop.wait(INVITED) == Run(put_off=1)
    assert shop.wait(INVITED + timedelta(days=1)) == Run()
    shop.cases.save(kept.hearing(CaseNews.RESOLVED, replace(kept.news[CaseNews.REQUESTED], at=INVITED)))
    assert shop.wait(INVITED + timedelta(days=3)) == Run(told=1)


def test_what_is_held_for_too_long_is_never_told() -> None:
    shop = used()
    shop.cases.save(case(CaseKind.SUPPORT, CaseNews.REQUESTED))
    runs = [shop.wait(INVITED + timedelta(days=3 * n)) for n in range(12)]
    assert (runs[0], runs[11], shop.told()) == (Run(put_off=1), Run(stopped=1), [])
    assert of(shop, "review_invited").reason == "too_old"


def test_where_no_delivery_is_scanned_and_the_estimate_moved_on_the_invitation_follows() -> None:
    shop = expecting()
    planned = of(shop, "review_invited").due_at
    assert planned is not None
    known = shop.estimates.of_parcel(live().parcel)  # type: ignore[arg-type]
    shop.estimates.save(replace(live(date(2026, 12, 7)), version=known.version))  # type: ignore[union-attr]
    shop.wait(EVENING)
    assert shop.wait(planned) == Run(put_off=1)
    assert of(shop, "review_invited").due_at == planned + timedelta(days=10)


def test_a_warranty_that_was_extended_is_told_of_later_with_its_new_day() -> None:
    shop = Shop()
    line = OrderLine("SKU-1", "drill", 1, warranty_until=date(2027, 11, 24))
    shop.change(lines=(line,))
    shop.hear(OrderRecorded(order_id="A-1", order_version=2, placed_at=NOW, country="JP"))
    due = of(shop, "warranty_ending").due_at
    assert due is not None
    shop.change(lines=(replace(line, warranty_until=date(2028, 11, 24)),))
    assert shop.wait(due) == Run(put_off=1)
    assert shop.wait(datetime(2028, 10, 25, 1, 0, tzinfo=UTC)) == Run(told=1)
    assert of(shop, "warranty_ending").facts["until"] == "2028-11-24"


def test_what_waited_for_the_morning_is_told_then_unless_it_was_answered_in_the_night() -> None:
    shop = Shop()
    kept = shop.cases.save(case(CaseKind.CLAIM, CaseNews.NEEDS_MORE))
    shop.hear(CLAIM, NIGHT, MIDNIGHT)
    assert shop.wait(MORNING, NIGHT) == Run(told=1)
    answered = Shop()
    kept = answered.cases.save(case(CaseKind.CLAIM, CaseNews.NEEDS_MORE))
    answered.hear(CLAIM, NIGHT, MIDNIGHT)
    answered.cases.save(kept.hearing(CaseNews.APPROVED, replace(kept.news[CaseNews.NEEDS_MORE], at=MORNING)))
    assert answered.wait(MORNING, NIGHT) == Run(stopped=1)


def test_what_the_merchant_switched_off_since_is_stopped() -> None:
    shop = expecting()
    off = replace(ALL, told={name: how for name, how in ALL.told.items() if name != "arriving_soon"})
    assert shop.wait(EVENING, off) == Run(stopped=1)
    assert of(shop, "arriving_soon").reason == "not_enabled"


def test_a_message_of_one_channel_stays_on_it() -> None:
    rules = replace(NIGHT, told={"claim_needs_photo": Told((Channel.LINE, Channel.SMS), every=True)})
    shop = Shop()
    shop.cases.save(case(CaseKind.CLAIM, CaseNews.NEEDS_MORE))
    assert [m.state for m in shop.hear(CLAIM, rules, MIDNIGHT)] == [MessageState.PLANNED] * 2
    assert shop.wait(MORNING, rules) == Run(told=2)
    assert {(m.channel, m.next_channels) for m in shop.announced.messages} == {(Channel.LINE, ()), (Channel.SMS, ())}


def test_an_order_that_is_gone_stops_its_messages() -> None:
    shop = expecting()
    shop.orders.orders.clear()
    assert shop.wait(EVENING) == Run(stopped=1)
    assert of(shop, "arriving_soon").reason == GONE


def test_a_death_between_deciding_and_announcing_loses_nothing() -> None:
    class Down(Announced):
        def announce(self, message: Message) -> None:
            raise Unavailable("down")

    shop = expecting()
    working, shop.announced = shop.announced, Down()
    assert shop.wait(EVENING) == Run(failed=1)
    assert of(shop, "arriving_soon").state is MessageState.DECIDED
    shop.announced = working
    shop.wait(EVENING + timedelta(minutes=5))
    assert shop.told() == []  # a sender may still be on its way to it
    assert shop.wait(EVENING + ANNOUNCED_AGAIN_AFTER) == Run(told=1)
    assert shop.told() == ["arriving_soon"]
    shop.messages.save(replace(of(shop, "arriving_soon"), state=MessageState.SENT))
    assert shop.wait(EVENING + 2 * ANNOUNCED_AGAIN_AFTER) == Run()


def test_one_that_fails_does_not_cost_the_others_theirs(caplog: pytest.LogCaptureFixture) -> None:
    class Spoiled(InMemoryMessages):
        def save(self, message: Message) -> Message:
            if message.state is not MessageState.PLANNED and message.facts.get("sku") == "a":
                raise Unavailable("canary is down")
            return super().save(message)

    shop = Shop(*WAY)
    shop.messages = Spoiled()
    shop.change(lines=(OrderLine("a", "tea", 1), OrderLine("b", "cup", 1)))
    shop.hear(reached(Milestone.DELIVERED))
    assert shop.wait(INVITED + timedelta(days=1)) == Run(told=1, failed=1)
    assert "unavailable" in caplog.text


def test_what_somebody_else_moved_in_between_is_no_failure() -> None:
    class Moved(InMemoryMessages):
        def save(self, message: Message) -> Message:
            if message.version:
                raise StaleMessage("moved")
            return super().save(message)

    shop = Shop(Milestone.IN_TRANSIT)
    shop.messages = Moved()
    shop.estimates.save(live(date(2026, 11, 27)))
    shop.hear(revised(Reason.FIRST, date(2026, 11, 27)))
    assert shop.wait(EVENING).failed == 0


def test_a_run_is_bounded_in_time_and_the_next_goes_on() -> None:
    shop = used()
    ticks = iter([INVITED, INVITED, INVITED + RUN_LASTS, INVITED + RUN_LASTS])
    assert tell_due(shop.means, ALL, lambda: next(ticks)) == Run()
    assert shop.wait(INVITED) == Run(told=1)


def test_the_limit_spreads_what_is_due_at_once() -> None:
    shop = used()
    shop.change(lines=(OrderLine("SKU-1", "tea", 1), OrderLine("SKU-2", "cup", 1)))
    shop.hear(reached(Milestone.DELIVERED), limited(1))
    shop.announced.messages.clear()
    late = INVITED + timedelta(days=1)
    assert shop.wait(late, limited(1)) == Run(told=1, put_off=1)
    assert len(shop.told()) == 1
    shop.wait(late + timedelta(days=1), limited(1))
    assert len(shop.told()) == 2
    assert late.date() > TOMORROW


TWO_WAYS = replace(ALL, told={**ALL.told, "shipped": Told((Channel.EMAIL, Channel.SMS))})


def bounced(shop: Shop, at: datetime = NOW) -> Message:
    """A mail that says the parcel is on its way, was sent, and came back."""
    shop.hear(reached(Milestone.IN_TRANSIT), TWO_WAYS)
    shop.announced.messages.clear()
    shop.messages.save(replace(of(shop, "shipped"), state=MessageState.SENT, sent_at=NOW))
    report = MailReport("A-1", of(shop, "shipped").message_id, MailNews.BOUNCED, at, addresses=(MAIL_ADDRESS,))
    record_feedback(report, messages=shop.messages, shoppers=shop.shoppers, now=at)
    return of(shop, "shipped")


def test_a_mail_that_came_back_goes_out_on_the_next_channel() -> None:
    shop = Shop(Milestone.IN_TRANSIT)
    assert bounced(shop).state is MessageState.PLANNED
    assert shop.wait(NOW, TWO_WAYS) == Run(told=1)
    message = of(shop, "shipped")
    assert (message.channel, message.next_channels, message.state) == (Channel.SMS, (), MessageState.DECIDED)
    assert [attempt.channel for attempt in message.attempts] == [Channel.EMAIL]
    assert message.reaction.bounced_at == NOW
    assert shop.told() == ["shipped"]


def test_a_mail_that_came_back_at_night_rings_nobody_before_the_morning() -> None:
    shop, night = Shop(Milestone.IN_TRANSIT), replace(TWO_WAYS, quiet=NIGHT.quiet)
    bounced(shop, MIDNIGHT)
    assert shop.wait(MIDNIGHT, night) == Run(put_off=1)
    waiting = of(shop, "shipped")
    assert (waiting.state, waiting.due_at, len(waiting.attempts)) == (MessageState.PLANNED, MORNING, 1)
    assert shop.wait(MORNING, night) == Run(told=1)
    assert of(shop, "shipped").channel is Channel.SMS


def test_a_mail_that_came_back_when_its_parcel_had_come_is_not_told_again() -> None:
    shop = Shop(Milestone.IN_TRANSIT)
    bounced(shop)
    shop.scan(PARCEL, Milestone.OUT_FOR_DELIVERY)
    assert shop.wait(NOW, TWO_WAYS) == Run(stopped=1)
    assert (of(shop, "shipped").reason, shop.told()) == ("superseded", [])


def test_a_mail_that_came_back_and_has_no_other_way_by_now_has_failed() -> None:
    shop = Shop(Milestone.IN_TRANSIT)
    message = bounced(shop)
    dead = {address_hash(EVERYONE.phone): "invalid"}
    shop.shoppers.save(replace(shop.shoppers.get(message.shopper), dead=dead))
    shop.wait(NOW, TWO_WAYS)
    assert (of(shop, "shipped").state, of(shop, "shipped").reason) == (MessageState.FAILED, "no_address")
