"""What disruptions need from outside: one store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.disruptions.advisory import AdvisoryRecord
from shared.errors import Conflict


class StaleAdvisory(Conflict):
    """Somebody else saved the advisory since it was read. Read it again and retry."""

    code = "stale_advisory"


class Advisories(Protocol):
    """Advisories by id, and those in force."""

    def get(self, advisory_id: str) -> AdvisoryRecord | None:
        """The record as last saved, strongly consistent."""

    def save(self, before: AdvisoryRecord | None, after: AdvisoryRecord) -> AdvisoryRecord:
        """Save `after` as one version on from `before`, which is what `get` gave; answers what is stored.

        Raises StaleAdvisory when something else is stored by now.
        """

    def in_force(self, now: datetime, *, after: str | None = None, limit: int = 1000) -> Sequence[AdvisoryRecord]:
        """The records in force at `now`, the one that is over first coming first, beginning behind the place `after`.

        Strongly consistent. Fewer than `limit`: there are no more.
        """


def place_of(record: AdvisoryRecord) -> str | None:
    """Where a record stands among those in force, by when it is over; None where it is not open."""
    if not record.is_open:
        return None
    over = f"{record.over_at:%Y-%m-%dT%H:%M:%S.%fZ}" if record.over_at else _NEVER
    return f"{over}#{record.advisory_id}"


def place_behind(moment: datetime) -> str:
    """Sorts behind the place of everything that is over at `moment` or earlier, and before all others."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}$"


_NEVER = "9999-12-31T23:59:59.999999Z"
