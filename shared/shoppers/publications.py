"""Which events follow from a shopper that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from shared.eventing.envelope import Event, Metadata
from shared.shoppers.channel import Channel
from shared.shoppers.events import PreferencesChanged
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, Shopper


def of_shopper(before: Shopper | None, after: Shopper, *, merchant_id: str) -> list[Event]:
    """One event for each yes or no that is new, in the order of their names; none for all else that is kept."""
    known = {name: choice.allowed for name, choice in before.choices.items()} if before else {}
    return [
        _changed(after, name, choice, merchant_id)
        for name, choice in sorted(after.choices.items())
        if known.get(name) is not choice.allowed
    ]


def _changed(shopper: Shopper, name: str, choice: Choice, merchant_id: str) -> Event:
    channel, _, kind = name.partition(":")
    data = PreferencesChanged(
        shopper=shopper.shopper_id,
        channel=Channel(channel),
        kind=Kind(kind),
        allowed=choice.allowed,
        chosen_at=choice.at,
        chosen_in=choice.source,
    )
    metadata = Metadata(
        event_id=f"preference:{shopper.shopper_id}:{name}:{choice.at.isoformat()}",
        version=data.version,
        occurred_at=choice.at,
        merchant_id=merchant_id,
        correlation_id=shopper.shopper_id,
    )
    return Event.of(data, metadata)
