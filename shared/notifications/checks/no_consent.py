"""Consent, by kind of message and channel. What a law or the contract wants told needs none."""

from __future__ import annotations

from shared.notifications.checks.question import Answer, Question
from shared.shoppers.channel import Channel
from shared.shoppers.consent import allows


def no_consent(asked: Question) -> Answer:
    """Whether the shopper wants it on none of the channels; else those that are left."""
    left = tuple(channel for channel in asked.channels if _is_wanted(asked, channel))
    refused = (f"{channel}: {_why_not(asked, channel)}" for channel in asked.channels if channel not in left)
    return Answer(bool(left), "; ".join(refused), left)


def _is_wanted(asked: Question, channel: Channel) -> bool:
    shopper, kind = asked.situation.shopper, asked.occasion.trigger.kind
    return allows(shopper, channel, kind, feedback_needs_consent=asked.rules.reviews.needs_consent)


def _why_not(asked: Question, channel: Channel) -> str:
    choice = asked.situation.shopper.choice(channel, asked.occasion.trigger.kind)
    return f"refused at {choice.source}" if choice else "not asked for"
