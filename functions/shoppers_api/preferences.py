"""Between the shoppers API's models and what is kept of shoppers."""

from __future__ import annotations

from datetime import UTC, datetime

from functions.shoppers_api.api import (
    ChannelAnswer,
    ChoiceAnswer,
    ChoiceBody,
    PreferencesAnswer,
    PreferencesBody,
)
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.ports import Shoppers
from shared.shoppers.preferences import Preferences
from shared.shoppers.record_choices import record_choices
from shared.shoppers.shopper import PushSubscription, Shopper

MERCHANT = "merchant"
"""Where choices were made that come through the merchant's API."""


def record(shoppers: Shoppers, shopper_id: str, body: PreferencesBody, now: datetime) -> Shopper:
    """Keep everything the body says, choices in the order they were made; raises as `record_choices`."""
    for choice in sorted(body.choices, key=lambda choice: _at(choice, now)):
        record_choices(
            shoppers,
            shopper_id,
            {(choice.channel, choice.kind): choice.allowed},
            at=_at(choice, now),
            source=MERCHANT,
            now=now,
        )
    return change_shopper(shoppers, shopper_id, lambda shopper: _with_ways(shopper, body))


def answer_of(shopper: Shopper, holds: Preferences) -> PreferencesAnswer:
    """What the API gives back."""
    return PreferencesAnswer(
        shopper=shopper.shopper_id,
        channels=[ChannelAnswer(channel=reached.channel, why_dead=reached.why_dead) for reached in holds.reached],
        choices=[
            ChoiceAnswer(
                channel=channel,
                kind=kind,
                allowed=allowed,
                chosen_at=chosen.at if (chosen := shopper.choice(channel, kind)) else None,
                source=chosen.source if chosen else None,
            )
            for (channel, kind), allowed in holds.allowed.items()
        ],
        preferred=list(shopper.preferred),
        push_subscriptions=len(shopper.push),
    )


def _at(choice: ChoiceBody, now: datetime) -> datetime:
    return choice.at.astimezone(UTC) if choice.at else now


def _with_ways(shopper: Shopper, body: PreferencesBody) -> Shopper:
    if body.preferred is not None:
        shopper = shopper.preferring(body.preferred)
    if body.push is not None:
        shopper = shopper.subscribing(PushSubscription(body.push.endpoint, body.push.p256dh, body.push.auth))
    return shopper
