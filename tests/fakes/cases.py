"""Cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.cases.case import Case
from shared.cases.ports import StaleCase
from shared.tracking.cursor import InvalidCursor


class InMemoryCases:
    def __init__(self) -> None:
        self.cases: dict[tuple[str, str], Case] = {}

    def get(self, order_id: str, case_id: str) -> Case | None:
        return self.cases.get((order_id, case_id))

    def of_order(self, order_id: str) -> Sequence[Case]:
        return [case for (order, _), case in sorted(self.cases.items()) if order == order_id]

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[Case], str]:
        if cursor and cursor.count("#") != 2:
            raise InvalidCursor
        waiting = {
            f"{case.waits_since.isoformat()}#{case.order_id}#{case.case_id}": case
            for case in self.cases.values()
            if case.waits_since
        }
        entries = [entry for entry in sorted(waiting) if entry > cursor][:limit]
        return [waiting[entry] for entry in entries], entries[-1] if len(entries) == limit else ""

    def save(self, case: Case) -> Case:
        stored = self.get(case.order_id, case.case_id)
        if case.version != (stored.version if stored else 0):
            raise StaleCase("stale")
        saved = self.cases[case.order_id, case.case_id] = replace(case, version=case.version + 1)
        return saved
