"""List the cases of all orders that wait for the shop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.cases.case import Case, CaseKind
from shared.cases.ports import Cases
from shared.tracking.cursor import seal, unseal

USUAL_LIMIT = 50
MOST = 100


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """A part of the list."""

    cases: Sequence[Case]
    cursor: str | None
    """Where it goes on, sealed; None at its end."""


def list_waiting_cases(
    cases: Cases, limit: int = USUAL_LIMIT, cursor: str | None = None, kind: CaseKind | None = None
) -> WaitingCases:
    """Those that wait for an answer, the longest first. Raises InvalidCursor.

    Of one kind a page may be short, even empty, and go on: `limit` is how many are looked at.
    """
    bound_to = f"cases_waiting:{kind or ''}"
    after = unseal(cursor, bound_to, str).after if cursor else None
    found, goes_on = cases.waiting(max(1, min(limit, MOST)), after or "")
    fitting = [case for case in found if kind in (None, case.kind)]
    return WaitingCases(fitting, seal(goes_on, None, bound_to) if goes_on else None)
