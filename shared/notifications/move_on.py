"""A channel did not reach the shopper: the message goes to the next one, or has failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.notifications.catalogue import trigger_named
from shared.notifications.checks.quiet_hours import quiet_until
from shared.notifications.decision import whole_second
from shared.notifications.message import Attempt, Message, MessageState, Outcome
from shared.notifications.rules import NotificationRules
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.channel import Channel
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import Shopper

QUIET_HOURS = "quiet_hours"
"""Why a message waits whose next channel rings at night: as its check is called."""


def moved_on(message: Message, outcome: Outcome, reason: str, now: datetime) -> Message:
    """The message once its channel is done with: decided for the next one, or failed where none is left.

    Whoever keeps it asks `until_morning` beforehand, or lets the clock decide it anew.
    """
    noted = with_attempt(message, outcome, reason, now)
    if not message.next_channels:
        return replace(noted, state=MessageState.FAILED, reason=reason, handed_over=0, lease_until=None)
    channel, *others = message.next_channels
    return replace(
        noted,
        state=MessageState.DECIDED,
        channel=channel,
        next_channels=tuple(others),
        due_at=None,
        handed_over=0,
        lease_until=None,
    )


def planned_anew(moved: Message, why: str, due_at: datetime) -> Message:
    """A message that moved on, but is not told before it was decided anew, on the channels that are left; `why` is the
    reason it waits. One that failed stays so.
    """
    if moved.state is not MessageState.DECIDED:
        return moved
    return replace(moved, state=MessageState.PLANNED, reason=why, due_at=whole_second(due_at))


def until_morning(moved: Message, rules: NotificationRules, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the night is over in which the channel it moved on to would ring; None where it may be told now."""
    trigger = trigger_named(moved.trigger)
    if rules.quiet is None or not moved.channel.is_loud or (trigger is not None and trigger.urgent):
        return None
    return quiet_until(now, rules.quiet, zone)


def with_attempt(message: Message, outcome: Outcome, reason: str, now: datetime) -> Message:
    """The message with what became of it on its channel; said again, it is not written again."""
    last = message.attempts[-1] if message.attempts else None
    if last is not None and (last.channel, last.outcome, last.reason) == (message.channel, outcome, reason):
        return message
    return replace(message, attempts=(*message.attempts, Attempt(message.channel, now, outcome, reason)))


def bury(shoppers: Shoppers, shopper_id: str, channel: Channel, addresses: Sequence[str], why: str) -> None:
    """Keep that nothing arrives at these addresses any more; a browser's subscription is forgotten."""
    change_shopper(shoppers, shopper_id, lambda shopper: _without(shopper, channel, addresses, why))


def _without(shopper: Shopper, channel: Channel, addresses: Sequence[str], why: str) -> Shopper:
    if channel is Channel.PUSH:
        return shopper.unsubscribing(addresses)
    return shopper.losing(addresses, why)
