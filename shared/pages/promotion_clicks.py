"""How often promotions were followed: a count per promotion and day, with nobody in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol


class PromotionClicks(Protocol):
    """The counts. Days are UTC's."""

    def note(self, promotion_id: str, day: date) -> None:
        """One more click."""

    def counted(self, promotion_id: str, first: date, last: date) -> Mapping[date, int]:
        """Clicks by day, both days included, the oldest first; days without one are left out."""
