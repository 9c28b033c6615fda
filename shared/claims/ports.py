"""What is kept of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from shared.claims.claim import Claim
from shared.errors import Conflict


class StaleClaim(Conflict):
    """Somebody else saved the claim since it was read. Read anew and retry."""

    code = "stale_claim"


class Claims(Protocol):
    """The claims of orders."""

    def get(self, order_id: str, claim_id: str) -> Claim | None:
        """As last saved, strongly consistent."""

    def of_order(self, order_id: str) -> Sequence[Claim]:
        """Every claim of an order, strongly consistent, oldest first."""

    def some(self, ids: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Claim]:
        """Those there are of these, each under its order's id and its own; perhaps as they were a moment ago."""

    def save(self, claim: Claim) -> Claim:
        """Save as one version on; raises StaleClaim when the stored version differs."""
