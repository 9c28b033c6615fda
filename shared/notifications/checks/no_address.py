"""Where the shopper can be reached, and in which order it is tried."""

from __future__ import annotations

from shared.notifications.channels.reach import why_unreachable
from shared.notifications.checks.question import Answer, Question
from shared.shoppers.channel import Channel


def no_address(asked: Question) -> Answer:
    """Whether no channel reaches the shopper; else those that do: in the shopper's own order, then the merchant's."""
    preferred = [channel for channel in asked.situation.shopper.preferred if channel in asked.channels]
    ordered = [*preferred, *(channel for channel in asked.channels if channel not in preferred)]
    missing = {channel: why for channel in ordered if (why := _why_not(asked, channel))}
    left = tuple(channel for channel in ordered if channel not in missing)
    return Answer(bool(left), "; ".join(f"{channel}: {why}" for channel, why in missing.items()), left)


def _why_not(asked: Question, channel: Channel) -> str | None:
    situation, trigger = asked.situation, asked.occasion.trigger
    return why_unreachable(
        channel, situation.order, situation.shopper, trigger=trigger.name, kind=trigger.kind, rules=asked.rules
    )
