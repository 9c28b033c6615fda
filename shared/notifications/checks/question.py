"""What every check is asked about, and how it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.shoppers.channel import Channel


@dataclass(frozen=True, slots=True)
class Question:
    """May this be told, on one of these channels, now?"""

    occasion: Occasion
    situation: Situation
    rules: NotificationRules
    now: datetime
    """Aware, UTC."""
    message_id: str
    channels: tuple[Channel, ...]
    """Those that no check has taken away yet, in the order they would be tried."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found. It may leave fewer channels, or put the message off."""

    passed: bool
    says: str = ""
    """Codes and dates only."""
    channels: tuple[Channel, ...] | None = None
    """Those that are left, where it looked at them."""
    until: datetime | None = None
    """Not passed, and to be asked again then; None: never."""


PASSED = Answer(True)
