"""A review: what a shopper says about one order line. Help they asked for stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_WORDS = 1000
"""Characters."""
MAY_CHANGE = timedelta(days=30)
"""For so long after the first words newer ones take their place."""
BEST = 5


@dataclass(frozen=True, slots=True)
class Review:
    """One record per order line. Its words are the shopper's own and may name people: they go to the merchant only."""

    order_id: str
    sku: str
    """As the order line's; "" for help about the whole order."""
    stars: int = 0
    """1 to 5; 0: not reviewed yet."""
    words: str = ""
    at: datetime | None = None
    """Aware, UTC: when it was written first."""
    changed_at: datetime | None = None
    """When it was written last."""
    help_requested: bool = False
    help_words: str = ""
    help_at: datetime | None = None
    """When help was asked for last."""
    version: int = 0

    @property
    def is_written(self) -> bool:
        """Whether stars were given."""
        return self.stars > 0


def stars_of(written: str) -> int:
    """Stars as an address or a form has them; 0 for anything else."""
    return int(written) if written in {str(count) for count in range(1, BEST + 1)} else 0
