"""What became of a mail, kept with its message; and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.notifications.mail_report import MailNews, MailReport
from shared.notifications.message import Message, MessageState, Outcome, Reaction
from shared.notifications.move_on import moved_on, planned_anew
from shared.notifications.ports import Messages, StaleMessage
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import COMPLAINED, Choice, Click, Shopper

COMPLAINT = "complaint"
"""Source of the choices that a complaint makes."""
PERMANENT, TRANSIENT = "permanent", "transient"
WHY_DEAD: Mapping[MailNews, str] = {
    MailNews.BOUNCED: "bounced",
    MailNews.HELD_BACK: "blocked",
    MailNews.COMPLAINED: COMPLAINED,
}
_DID_NOT_ARRIVE = frozenset({MailNews.BOUNCED, MailNews.HELD_BACK, MailNews.REJECTED})
_TRIES = 4


def record_feedback(report: MailReport, *, messages: Messages, shoppers: Shoppers, now: datetime) -> Message | None:
    """Keep what is reported; None where the message is not kept any more.

    Reports come in any order, more than once, and some never (the service promises no more than its best). The first
    time of each thing is kept, and a permanent bounce whatever else is said. A mail that did not arrive goes to the
    message's next channel, once: the clock decides it anew, since a mail may come back days later, or at night. The
    shopper's record is written before, so that a crash between leaves no channel out.
    """
    for _ in range(_TRIES):
        message = messages.get(report.order_id, report.message_id)
        if message is None:
            return None
        _note_at_shopper(report, message.shopper, shoppers)
        after = hearing(message, report, now)
        try:
            return message if after == message else messages.save(after)
        except StaleMessage:
            continue
    raise StaleMessage("The message kept changing: try again.")


def hearing(message: Message, report: MailReport, now: datetime) -> Message:
    """The message once this is known. What is known already changes nothing."""
    if report.news is MailNews.DELAYED:
        return message
    sent = message if report.news is MailNews.REJECTED else _certainly_sent(message, report)
    heard = replace(sent, reaction=_reaction(sent.reaction, report))
    return _on_its_way_elsewhere(heard, report, now) if report.news in _DID_NOT_ARRIVE else heard


def _certainly_sent(message: Message, report: MailReport) -> Message:
    """Whatever is reported of a mail, it was taken: a sender that died, or never got the answer, must not repeat it."""
    if message.state is not MessageState.SENDING or message.channel is not Channel.EMAIL:
        return message
    return replace(
        message, state=MessageState.SENT, sent_at=report.at, provider_id=report.provider_id, lease_until=None
    )


def _reaction(known: Reaction, report: MailReport) -> Reaction:
    match report.news:
        case MailNews.DELIVERED:
            return replace(known, delivered_at=_first(known.delivered_at, report.at))
        case MailNews.OPENED:
            return replace(known, opened_at=_first(known.opened_at, report.at))
        case MailNews.CLICKED:
            return replace(known, clicked_at=_first(known.clicked_at, report.at))
        case MailNews.COMPLAINED:
            return replace(known, complained_at=_first(known.complained_at, report.at))
        case MailNews.BOUNCED | MailNews.HELD_BACK:
            earlier = known.bounced_at if known.bounce == PERMANENT else None
            return replace(known, bounced_at=_first(earlier, report.at), bounce=PERMANENT)
        case MailNews.RETURNED if known.bounce != PERMANENT:
            return replace(known, bounced_at=_first(known.bounced_at, report.at), bounce=TRANSIENT)
        case _:
            return known


def _first(known: datetime | None, told: datetime) -> datetime:
    return told if known is None else min(known, told)


def _on_its_way_elsewhere(message: Message, report: MailReport, now: datetime) -> Message:
    """For its next channel; failed where there is none. Once: the mail's attempt is noted, and found again."""
    was_noted = any(
        attempt.channel is Channel.EMAIL and attempt.outcome is Outcome.REFUSED for attempt in message.attempts
    )
    under_way = message.state in (MessageState.SENT, MessageState.SENDING)
    if was_noted or message.channel is not Channel.EMAIL or not under_way:
        return message
    moved = planned_anew(moved_on(message, Outcome.REFUSED, report.news, now), report.news, now)
    return replace(moved, sent_at=None, provider_id="")


def _note_at_shopper(report: MailReport, shopper_id: str, shoppers: Shoppers) -> None:
    """Dead addresses, what a complaint says about consent, and the last click."""
    if not shopper_id or report.news not in (*WHY_DEAD, MailNews.CLICKED):
        return
    change_shopper(shoppers, shopper_id, lambda shopper: _knowing(shopper, report))


def _knowing(shopper: Shopper, report: MailReport) -> Shopper:
    if report.news is MailNews.CLICKED:
        return shopper.clicking(Click(report.message_id, report.order_id, report.at))
    after = shopper.losing(report.addresses, WHY_DEAD[report.news])
    if report.news is MailNews.COMPLAINED:
        refused = Choice(allowed=False, at=report.at, source=COMPLAINT)
        for kind in (Kind.FEEDBACK, Kind.PROMOTION):
            after = after.choosing(Channel.EMAIL, kind, refused)
    return after
