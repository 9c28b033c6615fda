"""A decision: to tell now, to tell later, or not to tell; with every question it asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.notifications.message import Check
from shared.shoppers.channel import Channel

TOLD = "told"


class Verdict(StrEnum):
    """What is decided."""

    TELL = "tell"
    LATER = "later"
    SUPPRESS = "suppress"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one occasion."""

    verdict: Verdict
    reason: str
    """`told`; or the name of the check that put it off or stopped it."""
    channels: tuple[Channel, ...]
    """Those that may carry it, in the order they are tried. Suppressed: the merchant's."""
    checks: tuple[Check, ...] = ()
    due_at: datetime | None = None
    """LATER: when it is decided anew. Aware, UTC."""


def whole_second(moment: datetime) -> datetime:
    """The moment, or the next whole second: what is planned is listed by it."""
    return moment.replace(microsecond=0) + timedelta(seconds=1) if moment.microsecond else moment
