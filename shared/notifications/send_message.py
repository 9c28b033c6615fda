"""From an announced message to one message at the shopper: claim it, write it, hand it over, mark it sent.

What a crash, a lost answer or a repeat can do, and what is done about it, is decision 0031.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from shared.cases.case import Case
from shared.cases.ports import Cases
from shared.errors import Unavailable
from shared.notifications.announcement import Announcement
from shared.notifications.channels.reach import why_unreachable
from shared.notifications.gateway import Gateway, MessageRefused, NotTaken, Taken
from shared.notifications.message import Check, Message, MessageState, Outcome
from shared.notifications.move_on import QUIET_HOURS, bury, moved_on, planned_anew, until_morning, with_attempt
from shared.notifications.ports import Announcements, Messages, StaleMessage
from shared.notifications.rules import NotificationRules
from shared.notifications.still_wanted import why_untrue, why_unwanted
from shared.shoppers.channel import Channel
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order
from shared.tracking.ports import Orders

LEASE = timedelta(minutes=2)
"""Longer than a sender may run, so that a claim outlives only a sender that died."""
LEFT_ALONE_AT_MOST = timedelta(minutes=15)
"""A service that wants to be left alone for longer is asked again all the same: its queue gives up before that."""
HANDED_OVER_AT_MOST = 2
"""Without an answer, to a service that cannot tell repeats: the one repeat that may happen, and no more."""
UNCONFIRMED = "unconfirmed"
_TRIES = 3

W = TypeVar("W")


class AnotherSenderIsAtIt(Unavailable):
    """The message is claimed: try again when the claim is over."""

    code = "claimed"


class ServiceWantsPeace(Unavailable):
    """The service said for how long it takes nothing: try again when that is over."""

    code = "retry_after"


class MessageGone(Unavailable):
    """The message or its order cannot be read: try again; if that stays so, somebody must look."""

    code = "message_gone"


class Sending(StrEnum):
    """What one announcement came to."""

    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    """It may have gone out, and is not handed over again."""
    NOTHING = "nothing"
    """Nothing was left to do here."""
    MOVED_ON = "moved_on"
    """To the next channel, whose sender is told."""
    PUT_OFF = "put_off"
    """To the next channel, which rings, in the morning."""
    FAILED = "failed"
    SUPPRESSED = "suppressed"


_MOVED = {
    MessageState.DECIDED: Sending.MOVED_ON,
    MessageState.PLANNED: Sending.PUT_OFF,
    MessageState.FAILED: Sending.FAILED,
}


@dataclass(frozen=True, slots=True)
class _Night:
    """What says when it is night where the shopper is."""

    rules: NotificationRules
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known around a message as it is sent."""

    order: Order
    shopper: Shopper
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True)
class Desk:
    """What sending reads and writes, whatever the channel."""

    orders: Orders
    messages: Messages
    shoppers: Shoppers
    announcements: Announcements
    cases: Cases


@dataclass(frozen=True, slots=True)
class Means(Generic[W]):
    """One channel's own part."""

    channel: Channel
    gateway: Gateway[W]
    write: Callable[[Order, Message, Shopper, Sequence[Case]], W]
    """The message as the channel says it, with the order's cases. Whatever it raises, nothing has been claimed yet."""


def send_message(
    announced: Announcement, desk: Desk, means: Means[W], rules: NotificationRules, now: datetime
) -> Sending:
    """Send once, or say why not. `now`: aware, UTC.

    Raises MessageGone, AnotherSenderIsAtIt, ServiceWantsPeace, NotTaken, and whatever Unavailable leaves it open
    whether it went out: the queue tries again. MessageRefused, where somebody has to mend something: by then the
    message has gone to its next channel, or waits, where there is none.
    """
    message = desk.messages.get(announced.order_id, announced.message_id)
    order = desk.orders.get(announced.order_id)
    if message is None or order is None:
        raise MessageGone("The message or its order cannot be read.")
    if message.channel is not means.channel:
        return _elsewhere(desk, message)
    if message.state not in (MessageState.DECIDED, MessageState.SENDING):
        return Sending.NOTHING
    _respect_lease(message, now)
    shopper, cases = desk.shoppers.get(message.shopper), desk.cases.of_order(order.order_id)
    if settled := _settle(desk, message, _Known(order, shopper, cases), rules, now):
        return settled
    remembered = means.gateway.remembers(written := means.write(order, message, shopper, cases))
    if message.handed_over >= HANDED_OVER_AT_MOST and now - message.decided_at >= remembered:
        return _leave_unconfirmed(desk, message, now)
    return _hand_over(desk, means, message, written, _Night(rules, order.destination.zone), now)


def _elsewhere(desk: Desk, message: Message) -> Sending:
    """It has moved on to another channel. Whoever moved it may have died before saying so: say it again."""
    if message.state is not MessageState.DECIDED:
        return Sending.NOTHING
    desk.announcements.announce(message)
    return Sending.MOVED_ON


def _respect_lease(message: Message, now: datetime) -> None:
    if message.lease_until is None or message.lease_until <= now:
        return
    if message.state is MessageState.SENDING:
        raise AnotherSenderIsAtIt("Another sender has claimed this message.")
    raise ServiceWantsPeace("The channel's service wants to be left alone for a while.")


def _settle(desk: Desk, message: Message, known: _Known, rules: NotificationRules, now: datetime) -> Sending | None:
    """What needs no service: it was heard of, is untrue by now, unwanted, or reaches nobody here. None: send it."""
    if _was_heard_of(message):
        desk.messages.save(_sent(message, Taken(message.provider_id), now))
        return Sending.SENT
    order, shopper = known.order, known.shopper
    untrue = why_untrue(message, order, known.cases, rules, now)
    unwanted = why_unwanted(message, shopper, rules)
    unreachable = why_unreachable(
        message.channel, order, shopper, trigger=message.trigger, kind=message.kind, rules=rules
    )
    if not (untrue or unwanted or unreachable):
        return None
    if message.handed_over:
        return _leave_unconfirmed(desk, message, now)
    if untrue:
        return _suppress(desk, _with_check(message, untrue), untrue.name)
    if unwanted and not message.next_channels:
        return _suppress(desk, message, unwanted)
    moved = moved_on(message, Outcome.UNREACHABLE, str(unwanted or unreachable), now)
    return _move_on(desk, moved, _Night(rules, order.destination.zone), now)


def _was_heard_of(message: Message) -> bool:
    """Whether a message that nobody marked shows signs of having arrived: only mail services report any themselves."""
    heard = message.reaction
    of_mail = heard.delivered_at or heard.opened_at or heard.bounced_at or heard.complained_at
    is_mail = message.channel is Channel.EMAIL
    return message.state is MessageState.SENDING and bool(heard.clicked_at or (is_mail and of_mail))


def _hand_over(desk: Desk, means: Means[W], message: Message, written: W, night: _Night, now: datetime) -> Sending:
    claimed = desk.messages.save(
        replace(
            message,
            state=MessageState.SENDING,
            due_at=None,
            lease_until=now + LEASE,
            handed_over=message.handed_over + 1,
        )
    )
    try:
        taken = means.gateway.send(written)
    except NotTaken as declined:
        wait = min(declined.retry_after or timedelta(0), LEFT_ALONE_AT_MOST)
        _give_back(desk, claimed, now + wait if wait else None)
        raise
    except MessageRefused as refused:
        return _refused(desk, claimed, refused, night, now)
    _mark_sent(desk.messages, claimed, taken, now)
    if taken.dead:
        bury(desk.shoppers, message.shopper, message.channel, taken.dead, "invalid")
    return Sending.SENT


def _refused(desk: Desk, claimed: Message, refused: MessageRefused, night: _Night, now: datetime) -> Sending:
    if refused.dead:
        bury(desk.shoppers, claimed.shopper, claimed.channel, refused.dead, refused.why_dead)
    may_have_gone_out = claimed.handed_over > 1
    if refused.needs_mending and (may_have_gone_out or not claimed.next_channels):
        _give_back(desk, with_attempt(claimed, Outcome.REFUSED, refused.reason, now), None)
        raise refused
    told = _move_on(desk, moved_on(claimed, Outcome.REFUSED, refused.reason, now), night, now)
    if refused.needs_mending:
        raise refused
    return told


def _give_back(desk: Desk, claimed: Message, not_before: datetime | None) -> None:
    """It certainly did not go out: a retry need not wait for the claim's end, and the hand-over does not count."""
    desk.messages.save(
        replace(claimed, state=MessageState.DECIDED, lease_until=not_before, handed_over=claimed.handed_over - 1)
    )


def _move_on(desk: Desk, moved: Message, night: _Night, now: datetime) -> Sending:
    morning = until_morning(moved, night.rules, night.zone, now)
    if morning is not None:
        moved = planned_anew(moved, QUIET_HOURS, morning)
    kept = desk.messages.save(moved)
    if kept.state is MessageState.DECIDED:
        desk.announcements.announce(kept)
    return _MOVED[kept.state]


def _suppress(desk: Desk, message: Message, reason: str) -> Sending:
    desk.messages.save(replace(message, state=MessageState.SUPPRESSED, reason=reason, lease_until=None))
    return Sending.SUPPRESSED


def _with_check(message: Message, found: Check) -> Message:
    """Kept in the place of what the decision asked: by now it is answered otherwise."""
    others = tuple(check for check in message.checks if check.name != found.name)
    return replace(message, checks=(*others, found))


def _leave_unconfirmed(desk: Desk, message: Message, now: datetime) -> Sending:
    """It was handed over, and nobody knows whether it was taken. Telling nothing is better than telling thrice."""
    noted = with_attempt(message, Outcome.UNCONFIRMED, UNCONFIRMED, now)
    desk.messages.save(replace(noted, state=MessageState.SENT, reason=UNCONFIRMED, sent_at=now, lease_until=None))
    return Sending.UNCONFIRMED


def _mark_sent(messages: Messages, claimed: Message, taken: Taken, now: datetime) -> None:
    """Mark it, also where a report of the service moved it in the meantime."""
    current: Message | None = claimed
    for _ in range(_TRIES):
        if current is None or current.state is not MessageState.SENDING or current.channel is not claimed.channel:
            return
        try:
            messages.save(_sent(current, taken, now))
        except StaleMessage:
            current = messages.get(claimed.order_id, claimed.message_id)
            continue
        return
    raise StaleMessage("The message kept changing: try again.")


def _sent(message: Message, taken: Taken, now: datetime) -> Message:
    return replace(
        with_attempt(message, Outcome.SENT, "", now),
        state=MessageState.SENT,
        sent_at=now,
        provider_id=taken.provider_id,
        lease_until=None,
    )
