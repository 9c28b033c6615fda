"""One announcement, one message: what a sender does with every state, answer and change of mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.notifications.announcement import Announcement
from shared.notifications.gateway import MessageRefused, NotTaken, Taken
from shared.notifications.message import Attempt, Message, MessageState, Outcome, Reaction
from shared.notifications.rules import QuietHours, ReviewRules
from shared.notifications.rules import Told as TriggerTold
from shared.notifications.send_message import (
    LEASE,
    AnotherSenderIsAtIt,
    Means,
    MessageGone,
    Sending,
    ServiceWantsPeace,
    send_message,
)
from shared.notifications.why import explain
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, Shopper, address_hash
from shared.tracking.order import Contact, Order
from tests.notifications.sending import (
    ALL_CHANNELS,
    BROWSER,
    LINE_USER,
    NOW,
    PHONE,
    RULES,
    Office,
    Recording,
    Unclear,
    decided,
    with_notices,
)
from tests.samples import MAIL_ADDRESS

LATER = NOW + LEASE + timedelta(seconds=30)


def test_a_decided_message_is_handed_over_and_marked_with_what_its_service_calls_it() -> None:
    office, gateway = Office(decided()), Recording()
    assert office.send(gateway) is Sending.SENT
    sent = office.message
    assert (sent.state, sent.provider_id, sent.sent_at, sent.lease_until) == (MessageState.SENT, "id-1", NOW, None)
    assert sent.attempts == (Attempt(Channel.EMAIL, NOW, Outcome.SENT),)


def test_announced_again_it_is_not_sent_again() -> None:
    office, gateway = Office(decided()), Recording()
    office.send(gateway)
    assert office.send(gateway) is Sending.NOTHING
    assert len(gateway.taken) == 1


@pytest.mark.parametrize("state", [MessageState.PLANNED, MessageState.SUPPRESSED, MessageState.FAILED])
def test_what_was_not_decided_to_be_sent_is_not_sent(state: MessageState) -> None:
    office, gateway = Office(decided(state=state)), Recording()
    assert office.send(gateway) is Sending.NOTHING
    assert gateway.taken == []


def test_a_message_or_an_order_that_cannot_be_read_is_tried_again() -> None:
    office, means = Office(decided()), Means(Channel.EMAIL, Recording(), lambda *_: "")
    for announced in (Announcement("A-1", "unknown"), Announcement("A-2", "unknown")):
        with pytest.raises(MessageGone):
            send_message(announced, office.desk, means, RULES, NOW)


def test_a_text_that_cannot_be_written_claims_nothing() -> None:
    def stumble(order: Order, message: Message, shopper: Shopper, cases: Sequence[Case]) -> str:
        raise ZeroDivisionError

    office = Office(decided())
    with pytest.raises(ZeroDivisionError):
        office.send(Recording(), write=stumble)
    assert (office.message.state, office.message.handed_over) == (MessageState.DECIDED, 0)


# Fallback


def test_refused_it_goes_to_the_next_channel_whose_sender_is_told() -> None:
    office = Office(decided(Channel.EMAIL, Channel.SMS, Channel.LINE))
    assert office.send(Recording([MessageRefused("BadRequestException")])) is Sending.MOVED_ON
    moved = office.message
    assert (moved.state, moved.channel, moved.next_channels) == (MessageState.DECIDED, Channel.SMS, (Channel.LINE,))
    assert moved.attempts == (Attempt(Channel.EMAIL, NOW, Outcome.REFUSED, "BadRequestException"),)
    assert office.announced.messages == [moved]
    assert (moved.handed_over, moved.lease_until) == (0, None)
    assert office.send(Recording(), Channel.SMS) is Sending.SENT


def test_refused_on_its_last_channel_it_has_failed() -> None:
    office = Office(decided())
    assert office.send(Recording([MessageRefused("BadRequestException")])) is Sending.FAILED
    assert (office.message.state, office.message.reason) == (MessageState.FAILED, "BadRequestException")
    assert office.announced.messages == []


def test_an_announcement_of_a_channel_it_has_left_is_said_again_for_the_one_it_is_on() -> None:
    """Who moved it may have died before telling the next sender."""
    office, gateway = Office(decided(Channel.SMS)), Recording()
    assert office.send(gateway, Channel.EMAIL) is Sending.MOVED_ON
    assert (office.announced.messages, gateway.taken) == ([office.message], [])


def test_once_it_is_sent_elsewhere_nothing_is_said_again() -> None:
    office = Office(decided(Channel.SMS, state=MessageState.SENT))
    assert office.send(Recording(), Channel.EMAIL) is Sending.NOTHING
    assert office.announced.messages == []


def test_a_dead_address_is_remembered_with_its_shopper() -> None:
    office = Office(decided(Channel.SMS))
    office.send(Recording([MessageRefused("InvalidParameter", dead=(PHONE,))]), Channel.SMS)
    assert office.shopper.dead == {address_hash(PHONE): "invalid"}


def test_a_browser_that_is_gone_is_forgotten_also_when_another_took_it() -> None:
    other = replace(BROWSER, endpoint="https://fcm.googleapis.com/other")
    office = Office(decided(Channel.PUSH))
    office.change_shopper(lambda shopper: replace(shopper, push=(BROWSER, other)))
    assert office.send(Recording([Taken("t", (BROWSER.endpoint,))]), Channel.PUSH) is Sending.SENT
    assert office.shopper.push == (other,)


def test_what_somebody_must_mend_is_parked_and_the_shopper_hears_on_the_next_channel() -> None:
    office = Office(decided(Channel.LINE, Channel.EMAIL))
    with pytest.raises(MessageRefused):
        office.send(Recording([MessageRefused("line_401", needs_mending=True)]), Channel.LINE)
    assert (office.message.channel, office.announced.messages) == (Channel.EMAIL, [office.message])


def test_without_another_channel_it_waits_until_that_is_mended() -> None:
    office, gateway = Office(decided()), Recording([MessageRefused("MessageRejected", needs_mending=True)])
    with pytest.raises(MessageRefused):
        office.send(gateway)
    assert (office.message.state, office.message.handed_over) == (MessageState.DECIDED, 0)
    assert office.send(gateway) is Sending.SENT


# Again, or not


def test_certainly_not_taken_the_claim_is_given_back_and_a_retry_need_not_wait() -> None:
    office, gateway = Office(decided()), Recording([NotTaken("429")])
    with pytest.raises(NotTaken):
        office.send(gateway)
    assert (office.message.state, office.message.lease_until, office.message.handed_over) == (
        MessageState.DECIDED,
        None,
        0,
    )
    assert office.send(gateway) is Sending.SENT


def test_a_service_that_wants_peace_gets_it() -> None:
    office, gateway = Office(decided()), Recording([NotTaken("429", timedelta(minutes=4))])
    with pytest.raises(NotTaken):
        office.send(gateway)
    with pytest.raises(ServiceWantsPeace):
        office.send(gateway, now=NOW + timedelta(minutes=3))
    assert office.send(gateway, now=NOW + timedelta(minutes=4)) is Sending.SENT
    assert len(gateway.taken) == 2


def test_nobody_waits_for_a_day_because_a_service_says_so() -> None:
    office, gateway = Office(decided()), Recording([NotTaken("429", timedelta(days=1))])
    with pytest.raises(NotTaken):
        office.send(gateway)
    assert office.send(gateway, now=NOW + timedelta(minutes=15)) is Sending.SENT


def test_an_unclear_outcome_keeps_the_claim_until_it_runs_out() -> None:
    office, gateway = Office(decided()), Recording([Unclear("?")])
    with pytest.raises(Unclear):
        office.send(gateway)
    with pytest.raises(AnotherSenderIsAtIt):
        office.send(gateway, now=NOW + LEASE - timedelta(seconds=1))
    assert office.send(gateway, now=LATER) is Sending.SENT
    assert len(gateway.taken) == 2


def test_a_service_that_cannot_tell_repeats_is_never_given_it_a_third_time() -> None:
    office, gateway = Office(decided()), Recording([Unclear("?"), Unclear("?")])
    for now in (NOW, LATER):
        with pytest.raises(Unclear):
            office.send(gateway, now=now)
    assert office.send(gateway, now=LATER + LEASE) is Sending.UNCONFIRMED
    assert len(gateway.taken) == 2
    assert (office.message.state, office.message.reason) == (MessageState.SENT, "unconfirmed")
    assert office.message.attempts[-1].outcome is Outcome.UNCONFIRMED


def test_a_service_that_tells_repeats_is_given_it_until_it_answers() -> None:
    office, gateway = Office(decided(Channel.LINE)), Recording([Unclear("?")] * 4, timedelta(hours=24))
    for tried in range(4):
        with pytest.raises(Unclear):
            office.send(gateway, Channel.LINE, now=NOW + tried * LEASE)
    assert office.send(gateway, Channel.LINE, now=NOW + 4 * LEASE) is Sending.SENT


def test_once_it_may_have_forgotten_a_repeat_is_not_risked_any_more() -> None:
    message = decided(Channel.LINE, state=MessageState.SENDING, handed_over=2, trigger="order_cancelled")
    office, gateway = Office(message), Recording(memory=timedelta(hours=24))
    assert office.send(gateway, Channel.LINE, now=NOW + timedelta(hours=25)) is Sending.UNCONFIRMED
    assert gateway.taken == []


@pytest.mark.parametrize("heard", [Reaction(delivered_at=NOW), Reaction(opened_at=NOW), Reaction(bounced_at=NOW)])
def test_what_was_heard_of_is_sent_although_nobody_marked_it(heard: Reaction) -> None:
    office, gateway = Office(decided(state=MessageState.SENDING, handed_over=1, reaction=heard)), Recording()
    assert office.send(gateway) is Sending.SENT
    assert (office.message.state, gateway.taken) == (MessageState.SENT, [])


def test_a_bounced_mail_does_not_count_as_a_text_that_was_sent() -> None:
    moved = decided(Channel.SMS, state=MessageState.SENDING, handed_over=1, reaction=Reaction(bounced_at=NOW))
    office, gateway = Office(moved), Recording()
    assert office.send(gateway, Channel.SMS) is Sending.SENT
    assert len(gateway.taken) == 1


def test_a_report_that_comes_between_hand_over_and_mark_spoils_neither() -> None:
    office = Office(decided())

    class Reporting(Recording):
        def send(self, written: str, /) -> Taken:
            office.change(reaction=Reaction(delivered_at=NOW))
            return super().send(written)

    assert office.send(Reporting()) is Sending.SENT
    assert (office.message.state, office.message.reaction.delivered_at) == (MessageState.SENT, NOW)
    assert office.message.provider_id == "id-1"


# What changed since the decision


def test_old_news_is_not_told() -> None:
    office, gateway = Office(decided()), Recording()
    assert office.send(gateway, now=NOW + timedelta(days=30)) is Sending.SUPPRESSED
    assert (office.message.state, office.message.reason, gateway.taken) == (MessageState.SUPPRESSED, "too_old", [])


def test_what_was_just_in_time_for_its_decision_is_so_for_its_sender() -> None:
    office = Office(decided(occurred_at=NOW - timedelta(days=30)))
    assert office.send(Recording(), now=NOW + timedelta(minutes=30)) is Sending.SENT


def test_old_news_that_may_have_gone_out_is_not_called_suppressed() -> None:
    office = Office(decided(state=MessageState.SENDING, handed_over=1))
    assert office.send(Recording(), now=NOW + timedelta(days=30)) is Sending.UNCONFIRMED


@pytest.mark.parametrize(
    ("trigger", "kind", "told"),
    [
        ("shipped", Kind.SERVICE, Sending.SUPPRESSED),
        ("warranty_ending", Kind.SERVICE, Sending.SUPPRESSED),
        ("out_for_delivery", Kind.SERVICE, Sending.SENT),
        ("help_answered", Kind.SERVICE, Sending.SENT),
        ("order_cancelled", Kind.REQUIRED, Sending.SENT),
        ("refund_issued", Kind.SERVICE, Sending.SENT),
    ],
)
def test_of_an_order_that_was_cancelled_since_only_what_follows_from_it_is_told(
    trigger: str, kind: Kind, told: Sending
) -> None:
    office = Office(decided(trigger=trigger, kind=kind))
    known = office.orders.orders["A-1"]
    office.orders.orders["A-1"] = replace(known, cancelled_at=NOW + timedelta(minutes=1))
    assert office.send(Recording(), now=NOW + timedelta(minutes=2)) is told


def return_with(**happened: timedelta) -> Case:
    """A return by its news, and how long after the message's own moment each happened."""
    since = decided().occurred_at
    return Case(
        "A-1", "R-7", CaseKind.RETURN, news={CaseNews(news): Told(since + later) for news, later in happened.items()}
    )


def received(*told: str) -> Office:
    """That the shop has a return is about to be sent; `told`: what else the merchant tells."""
    message = decided(trigger="return_received", subject="case:R-7", facts={"case_id": "R-7"})
    return Office(message, rules=replace(RULES, told={name: TriggerTold((Channel.EMAIL,)) for name in told}))


def test_what_was_overtaken_by_later_news_of_its_case_is_not_told_and_the_log_says_why() -> None:
    office, gateway = received("credit_issued"), Recording()
    office.cases.save(return_with(received=timedelta(0), credited=timedelta(seconds=2)))
    assert office.send(gateway) is Sending.SUPPRESSED
    assert (office.message.state, office.message.reason, gateway.taken) == (MessageState.SUPPRESSED, "superseded", [])
    (entry,) = explain([office.message], office.rules).entries
    later = (office.message.occurred_at + timedelta(seconds=2)).isoformat()
    assert entry.lines()[1:2] == ["  Something newer was known, or told."]
    assert f"  stopped superseded: credited {later}" in entry.lines()


@pytest.mark.parametrize(
    ("told", "happened"),
    [
        (("credit_issued",), {"received": timedelta(0), "credited": timedelta(0)}),
        (("credit_issued",), {"received": timedelta(0), "credited": timedelta(days=-1)}),
        (("credit_issued",), {"received": timedelta(0), "label_ready": timedelta(hours=1)}),
        ((), {"received": timedelta(0), "credited": timedelta(seconds=2)}),
    ],
    ids=["at once", "paid before it came", "no news of it", "not told by this shop"],
)
def test_what_happened_before_or_says_nothing_of_it_or_is_not_told_takes_no_place(
    told: tuple[str, ...], happened: dict[str, timedelta]
) -> None:
    office = received(*told)
    office.cases.save(return_with(**happened))
    assert office.send(Recording()) is Sending.SENT


def test_news_of_another_case_takes_no_place() -> None:
    office = received("credit_issued")
    office.cases.save(replace(return_with(credited=timedelta(hours=1)), case_id="R-8"))
    assert office.send(Recording()) is Sending.SENT


def no(channel: Channel, kind: Kind) -> Shopper:
    said = Choice(allowed=False, at=NOW, source="preference_page")
    return Office(decided()).shopper.choosing(channel, kind, said)


def test_who_said_no_since_is_told_on_a_channel_they_did_not_mean_or_not_at_all() -> None:
    office, gateway = Office(decided(Channel.EMAIL, Channel.SMS)), Recording()
    office.change_shopper(lambda shopper: replace(no(Channel.EMAIL, Kind.SERVICE), version=shopper.version))
    assert office.send(gateway) is Sending.MOVED_ON
    alone = Office(decided())
    alone.change_shopper(lambda shopper: replace(no(Channel.EMAIL, Kind.SERVICE), version=shopper.version))
    assert alone.send(gateway) is Sending.SUPPRESSED
    assert (alone.message.reason, gateway.taken) == ("no_consent", [])


def test_what_the_law_wants_told_is_told_whatever_was_said() -> None:
    office = Office(decided(kind=Kind.REQUIRED))
    office.change_shopper(lambda shopper: replace(no(Channel.EMAIL, Kind.REQUIRED), version=shopper.version))
    assert office.send(Recording()) is Sending.SENT


@pytest.mark.parametrize(
    ("kind", "needs_consent", "told"),
    [
        (Kind.PROMOTION, False, Sending.SUPPRESSED),
        (Kind.FEEDBACK, False, Sending.SENT),
        (Kind.FEEDBACK, True, Sending.SUPPRESSED),
    ],
)
def test_who_was_never_asked_gets_no_promotion(kind: Kind, needs_consent: bool, told: Sending) -> None:
    rules = replace(RULES, reviews=ReviewRules(needs_consent=needs_consent))
    assert Office(decided(kind=kind), rules=rules).send(Recording()) is told


@pytest.mark.parametrize(
    ("channel", "contact"),
    [
        (Channel.EMAIL, Contact("", "ja", PHONE)),
        (Channel.SMS, Contact(MAIL_ADDRESS, "ja")),
        (Channel.WHATSAPP, Contact(MAIL_ADDRESS, "ja")),
        (Channel.LINE, Contact(MAIL_ADDRESS, "ja", PHONE)),
    ],
)
def test_without_an_address_it_goes_to_the_next_channel(channel: Channel, contact: Contact) -> None:
    office, gateway = Office(decided(channel, Channel.PUSH), contact), Recording()
    assert office.send(gateway, channel) is Sending.MOVED_ON
    assert office.message.attempts == (Attempt(channel, NOW, Outcome.UNREACHABLE, "no_address"),)
    assert gateway.taken == []


def test_a_shopper_without_browsers_is_not_reached_by_push() -> None:
    office = Office(decided(Channel.PUSH))
    office.change_shopper(lambda shopper: replace(shopper, push=()))
    assert office.send(Recording(), Channel.PUSH) is Sending.FAILED


@pytest.mark.parametrize(
    ("channel", "address", "dead"),
    [
        (Channel.EMAIL, MAIL_ADDRESS, True),
        (Channel.SMS, PHONE, True),
        (Channel.SMS, f"sms:{PHONE}", True),
        (Channel.WHATSAPP, f"sms:{PHONE}", False),
        (Channel.LINE, LINE_USER, True),
    ],
)
def test_a_dead_address_is_not_tried_and_a_number_may_be_dead_for_texts_only(
    channel: Channel, address: str, dead: bool
) -> None:
    office, gateway = Office(decided(channel)), Recording()
    office.change_shopper(lambda shopper: replace(shopper, dead={address_hash(address): "bounced"}))
    assert office.send(gateway, channel) is (Sending.FAILED if dead else Sending.SENT)
    assert len(gateway.taken) == (not dead)


@pytest.mark.parametrize(
    ("trigger", "kind", "told"),
    [
        ("shipped", Kind.SERVICE, Sending.SENT),
        ("shipped", Kind.PROMOTION, Sending.FAILED),
        ("delivered", Kind.SERVICE, Sending.FAILED),
    ],
)
def test_line_reaches_a_number_by_notice_where_there_is_a_template_and_no_advertisement(
    trigger: str, kind: Kind, told: Sending
) -> None:
    office = Office(decided(Channel.LINE, trigger=trigger, kind=kind), Contact("", "ja", PHONE), with_notices())
    if kind is Kind.PROMOTION:
        yes = Choice(allowed=True, at=NOW, source="checkout")
        office.change_shopper(lambda shopper: shopper.choosing(Channel.LINE, kind, yes))
    assert office.send(Recording(), Channel.LINE) is told


def test_notices_are_for_japan_and_for_those_who_are_no_friends() -> None:
    from shared.notifications.channels.line_notice import has_notice
    from tests.samples import order

    shipped, stranger = ("shipped", Kind.SERVICE), Contact("", "ja", PHONE)
    assert has_notice(*shipped, order(contact=stranger), with_notices())
    assert not has_notice(*shipped, order(contact=ALL_CHANNELS), with_notices())
    assert not has_notice(*shipped, order(contact=stranger), RULES)
    abroad = replace(order(contact=stranger), destination=replace(order().destination, country="TW"))
    assert not has_notice(*shipped, abroad, with_notices())


NIGHT = replace(RULES, quiet=QuietHours(time(17), time(8)))
"""NOW is 18:00 in Tokyo."""
NEXT_MORNING = datetime(2026, 11, 24, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("trigger", "channels", "told"),
    [
        ("shipped", (Channel.EMAIL, Channel.SMS), Sending.PUT_OFF),
        ("out_for_delivery", (Channel.EMAIL, Channel.SMS), Sending.MOVED_ON),
        ("shipped", (Channel.LINE, Channel.EMAIL), Sending.MOVED_ON),
        ("shipped", (Channel.EMAIL,), Sending.FAILED),
    ],
)
def test_a_next_channel_that_rings_waits_for_the_morning_unless_the_message_cannot(
    trigger: str, channels: tuple[Channel, ...], told: Sending
) -> None:
    office = Office(decided(*channels, trigger=trigger), rules=NIGHT)
    assert office.send(Recording([MessageRefused("no such address")]), channels[0]) is told
    is_told_now = told is Sending.MOVED_ON
    assert len(office.announced.messages) == is_told_now
    if told is Sending.PUT_OFF:
        waiting = office.message
        assert (waiting.state, waiting.reason) == (MessageState.PLANNED, "quiet_hours")
        assert (waiting.channel, waiting.due_at) == (Channel.SMS, NEXT_MORNING)
        assert office.send(Recording(), Channel.EMAIL) is Sending.NOTHING
        assert office.send(Recording(), Channel.SMS) is Sending.NOTHING


def test_a_dead_address_does_not_wake_anybody_either() -> None:
    office = Office(decided(Channel.EMAIL, Channel.SMS), rules=NIGHT)
    office.change_shopper(lambda shopper: shopper.losing([MAIL_ADDRESS], "bounced"))
    assert office.send(Recording(), Channel.EMAIL) is Sending.PUT_OFF
    assert office.announced.messages == []
