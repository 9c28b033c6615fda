"""What a shopper can choose: kinds of message on the channels that reach them, as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.shoppers.channel import Channel
from shared.shoppers.consent import allows
from shared.shoppers.kind import Kind
from shared.shoppers.masked import masked
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Contact

OPTIONAL = (Kind.SERVICE, Kind.FEEDBACK, Kind.PROMOTION)
"""Kinds that a shopper may choose about."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A channel that reaches the shopper."""

    channel: Channel
    shown: str
    """The address, masked; "" where it would say nothing to them."""
    why_dead: str | None = None
    """Why nothing is sent there any more."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for a shopper, whether they said it or not."""

    reached: tuple[Reached, ...]
    """In the order in which they want to be reached, else the merchant's."""
    allowed: Mapping[tuple[Channel, Kind], bool]
    """For each channel that reaches them, and each kind that is optional."""
    has_order: bool
    """Whether they chose the order themselves."""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that reach them, in their order."""
        return tuple(reached.channel for reached in self.reached)


def preferences(
    shopper: Shopper, contact: Contact, channels: Iterable[Channel], *, feedback_needs_consent: bool
) -> Preferences:
    """`channels`: those the merchant uses, in the merchant's order."""
    usable = [channel for channel in dict.fromkeys(channels) if _reaches(channel, contact, shopper)]
    ordered = sorted(usable, key=lambda channel: _place(channel, shopper))
    return Preferences(
        reached=tuple(_reached(channel, contact, shopper) for channel in ordered),
        allowed={
            (channel, kind): allows(shopper, channel, kind, feedback_needs_consent=feedback_needs_consent)
            for kind in OPTIONAL
            for channel in ordered
        },
        has_order=bool(shopper.preferred),
    )


def _reaches(channel: Channel, contact: Contact, shopper: Shopper) -> bool:
    return bool(shopper.push if channel is Channel.PUSH else channel.address_of(contact))


def _reached(channel: Channel, contact: Contact, shopper: Shopper) -> Reached:
    address = channel.address_of(contact)
    return Reached(channel, masked(channel, address), shopper.why_dead(address) if address else None)


def _place(channel: Channel, shopper: Shopper) -> int:
    return shopper.preferred.index(channel) if channel in shopper.preferred else len(shopper.preferred)
