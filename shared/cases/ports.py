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

    def save(self, case: Case) -> Case:
        """Save as one version on; raises StaleCase when the stored version differs."""
