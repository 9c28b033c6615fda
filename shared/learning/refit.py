"""Fit a model from all there is, and put it in force if it keeps its word."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from shared.errors import Conflict
from shared.learning.release import InForce, Kept, Verdict, decide_release

Row = Mapping[str, str]
"""A row of history as CSV has it (docs/history.md): column -> text."""

OLD_MODELS_KEPT_FOR = timedelta(days=90)
"""So that a promise that was told can be explained, and yesterday's model be put in force again."""


class NothingToLearnFrom(Conflict):
    """Too few parcels have arrived to fit anything."""

    code = "nothing_to_learn_from"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model as it is stored, and how well it did in the weeks that were held back."""

    artifact: bytes
    rows: int
    """Parcels that it learned from."""
    calibration: Sequence[Kept]
    refused: Mapping[str, int] = field(default_factory=dict)
    """Rows that could not be read, by reason."""


Fit = Callable[[Iterable[Row], datetime], Fitted]
"""Learns from rows (each read once), using nothing later than the moment; raises NothingToLearnFrom."""


class History(Protocol):
    """All rows there are."""

    def own(self) -> Iterable[Row]:
        """What the platform has kept itself: a row per parcel."""

    def past(self) -> Iterable[Row]:
        """What the shop sent in of the time before."""


class Models(Protocol):
    """Where models are stored, and which is in force."""

    def in_force(self) -> InForce | None:
        """The one that promises are made with; None before the first."""

    def store(self, name: str, artifact: bytes) -> None:
        """Store a model. A name is never used twice for other bytes."""

    def put_in_force(self, name: str, made_at: datetime, fitted: Fitted) -> None:
        """Make promises with a stored model from now on."""

    def forget_before(self, moment: datetime) -> int:
        """Delete what was stored before `moment`, but for the one in force; answers how many went."""


@dataclass(frozen=True, slots=True)
class Refitted:
    """What came of it."""

    name: str
    fitted: Fitted
    verdict: Verdict
    forgotten: int


def refit(history: History, fit: Fit, models: Models, now: datetime) -> Refitted:
    """Fit, store, decide, put in force: in this order, so that what is in force can always be loaded.

    Run twice, it ends the same: the name follows from the day and the bytes. Raises NothingToLearnFrom.
    """
    fitted = fit(rows_once(history), now)
    name = f"{now:%Y-%m-%d}-{hashlib.sha256(fitted.artifact).hexdigest()[:12]}.bin"
    models.store(name, fitted.artifact)
    verdict = decide_release(fitted.calibration, models.in_force(), now)
    if verdict.release:
        models.put_in_force(name, now, fitted)
    return Refitted(name, fitted, verdict, models.forget_before(now - OLD_MODELS_KEPT_FOR))


def rows_once(history: History) -> Iterator[Row]:
    """Own rows, then past ones of orders that are not among them: what was sent in may reach into our own time."""
    seen = set()
    for row in history.own():
        seen.add(row["order_id"])
        yield row
    yield from (row for row in history.past() if row.get("order_id") not in seen)
