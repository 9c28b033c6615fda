"""Stop a kind of message with one click, and take it back (RFC 8058, January 2017)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.errors import Invalid
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.ports import Shoppers
from shared.shoppers.preferences import OPTIONAL
from shared.shoppers.record_choices import CannotBeRefused, record_choices
from shared.shoppers.shopper import Shopper

SOURCE = "one_click"


class UnknownSubscription(Invalid):
    """There is no such kind of message, or no such channel."""

    code = "unknown_subscription"


def subscription(kind: str, channel: str) -> tuple[Kind | None, Channel | None]:
    """What an address names; None for what it leaves out: then every kind that is optional, and every channel.

    Raises UnknownSubscription, and CannotBeRefused for messages that are required.
    """
    try:
        named = Kind(kind) if kind else None, Channel(channel) if channel else None
    except ValueError:
        raise UnknownSubscription("There is no such kind of message.", field="kind") from None
    if named[0] is Kind.REQUIRED:
        raise CannotBeRefused("Messages of this kind are sent whatever a shopper chose.", field="kind")
    return named


def stop(shoppers: Shoppers, shopper_id: str, kind: Kind | None, channel: Channel | None, now: datetime) -> Shopper:
    """Stop what `subscription` named. Raises StaleShopper."""
    kinds: Iterable[Kind] = OPTIONAL if kind is None else (kind,)
    channels: Iterable[Channel] = tuple(Channel) if channel is None else (channel,)
    choices = {(where, what): False for where in channels for what in kinds}
    return record_choices(shoppers, shopper_id, choices, at=now, source=SOURCE, now=now)


def may_resume(kind: Kind | None, channel: Channel | None) -> bool:
    """Whether it can be taken back: of everything at once nobody knows what was wanted before."""
    return kind is not None and channel is not None


def resume(shoppers: Shoppers, shopper_id: str, kind: Kind | None, channel: Channel | None, now: datetime) -> Shopper:
    """Take it back, where `may_resume`; UnknownSubscription otherwise. Raises StaleShopper."""
    if kind is None or channel is None:
        raise UnknownSubscription("Say which kind of message, and on which channel.", field="kind")
    return record_choices(shoppers, shopper_id, {(channel, kind): True}, at=now, source=SOURCE, now=now)
