"""What is kept of shoppers."""

from __future__ import annotations

from typing import Protocol

from shared.errors import Conflict
from shared.shoppers.shopper import Shopper


class StaleShopper(Conflict):
    """Somebody else saved the shopper since they were read. Read anew and retry."""

    code = "stale_shopper"


class Shoppers(Protocol):
    """One record per shopper."""

    def get(self, shopper_id: str) -> Shopper:
        """As last saved, strongly consistent; an empty one where nothing was saved."""

    def save(self, shopper: Shopper) -> Shopper:
        """Save as one version on; raises StaleShopper when the stored version differs."""
