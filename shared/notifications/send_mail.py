"""Send a decided message as a mail: claim it, send it, mark it sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.errors import Unavailable
from shared.notifications.decide import NO_ADDRESS, TOO_OLD
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import Mail, Mailer, MailNotTaken, MailRefused, Messages
from shared.notifications.trigger import trigger_named
from shared.tracking.order import Order
from shared.tracking.ports import Orders

LEASE = timedelta(minutes=2)
"""Longer than a sender may run, so that a claim outlives only a sender that died."""


class AnotherSenderIsAtIt(Unavailable):
    """The message is claimed: try again when the claim is over."""

    code = "claimed"


class MessageGone(Unavailable):
    """The message or its order cannot be read: try again; if that stays so, somebody must look."""

    code = "message_gone"


def send_mail(
    order_id: str,
    message_id: str,
    *,
    orders: Orders,
    messages: Messages,
    mailer: Mailer,
    render: Callable[[Order, Message], Mail],
    now: datetime,
) -> bool:
    """Send once; False when there is nothing (left) to send, it waited until it was old news, or the address is gone.

    Mail services know no idempotency token. When a sender dies, or the service's answer is lost, between the hand-over
    and the mark, the claim runs out and the mail is sent again: the single repeat that cannot be excluded. Everything
    else is sent exactly once.
    """
    message = messages.get(order_id, message_id)
    order = orders.get(order_id)
    if message is None or order is None:
        raise MessageGone("The message or its order cannot be read.")
    if message.state in (MessageState.SENT, MessageState.SUPPRESSED):
        return False
    is_old = now - message.decided_at > trigger_named(message.trigger).stale_after
    if is_old or not order.contact.email:
        reason = TOO_OLD if is_old else NO_ADDRESS
        messages.save(replace(message, state=MessageState.SUPPRESSED, reason=reason, lease_until=None))
        return False
    if message.lease_until is not None and message.lease_until > now:
        raise AnotherSenderIsAtIt("Another sender has claimed this message.")
    mail = render(order, message)
    claimed = messages.save(replace(message, state=MessageState.SENDING, lease_until=now + LEASE))
    try:
        mailer.send(mail)
    except (MailRefused, MailNotTaken):  # certainly not sent: give the claim back, a retry need not wait for its end
        messages.save(replace(claimed, state=MessageState.DECIDED, lease_until=None))
        raise
    messages.save(replace(claimed, state=MessageState.SENT, sent_at=now, lease_until=None))
    return True
