"""What is kept of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shared.cases.case import Case
from shared.errors import Conflict


class StaleCase(Conflict):
    """Somebody else saved the case since it was read. Read anew and retry."""

    code = "stale_case"


class Cases(Protocol):
    """The cases of orders."""

    def get(self, order_id: str, case_id: str) -> Case | None:
        """As last saved, strongly consistent."""

    def of_order(self, order_id: str) -> Sequence[Case]:
        """Every case of an order, strongly consistent."""

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[Case], str]:
        """At most `limit` of all orders that wait for the shop, the longest first, and where it goes on ("": nowhere).

        Those that were saved a moment ago may not be there yet, and a page may be short; one of before there was this
        list is in it once it is saved anew. Raises InvalidCursor.
        """

    def save(self, case: Case) -> Case:
        """Save as one version on; raises StaleCase when the stored version differs."""
