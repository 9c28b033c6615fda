"""What a replay found, in sums that join: parts of a history may be replayed anywhere and in any order.

Joining is associative and commutative, and a part that holds nothing changes nothing. Samples are those whose ids have
the lowest checksums: a choice that looks random, and does not depend on the parts either.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from shared.errors import Invalid
from shared.returns.policy.stored import to_json
from shared.returns.replay.figures import Figures
from shared.returns.replay.flips import Flip, Kind
from shared.returns.replay.stand import Verdict

SAMPLES = 5
"""Of each cause, and of the lines that could not be read."""


class UnreadableSummary(Invalid):
    """A part's summary is of another version of this software: replay anew."""

    code = "unreadable_summary"


@dataclass(frozen=True, slots=True)
class Change:
    """How money moves, in one currency."""

    currency: str
    cost: int
    kept: int


@dataclass(frozen=True, slots=True)
class Because:
    """What flips for one cause."""

    flip: Flip
    flips: int
    """Rows that flip so."""
    rows: int
    """Of those, rows of which this is the gravest flip: over all causes they add up to the rows that flip."""
    changes: tuple[Change, ...]
    """What these rows come to more or less: over all causes it adds up to the whole difference."""
    samples: tuple[str, ...]
    """Ids of rows."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one currency."""

    currency: str
    before: Figures
    after: Figures


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many rows were decided so, and would be so."""

    before: Verdict
    after: Verdict
    rows: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All of it. Every list is sorted, so that the same findings are the same value."""

    rows: int = 0
    unreadable: int = 0
    """Lines that are no rows: they are in nothing else."""
    first_unreadable: tuple[tuple[int, str], ...] = ()
    """Line of the history, from 1, and what is wrong with it."""
    flipped: int = 0
    """Rows that flip in any way."""
    versions: tuple[tuple[int, int], ...] = ()
    """Version of the policy that decided, and how many rows."""
    verdicts: tuple[Verdicts, ...] = ()
    kinds: tuple[tuple[Kind, int], ...] = ()
    """Rows that flip so; a row may flip in several ways."""
    sums: tuple[Sums, ...] = ()
    causes: tuple[Because, ...] = ()
    labels_known: tuple[tuple[str, int, int], ...] = ()
    """Currency, how many rows hold what the way back cost, and the sum of that: what an assumption may rest on."""


@dataclass(slots=True)
class _Cause:
    flips: int = 0
    rows: int = 0
    changes: dict[str, tuple[int, int]] = field(default_factory=dict)
    samples: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Tally:
    """A summary while it is being counted."""

    rows: int = 0
    unreadable: dict[int, str] = field(default_factory=dict)
    unreadable_rows: int = 0
    flipped: int = 0
    versions: dict[int, int] = field(default_factory=dict)
    verdicts: dict[tuple[Verdict, Verdict], int] = field(default_factory=dict)
    kinds: dict[Kind, int] = field(default_factory=dict)
    sums: dict[str, tuple[Figures, Figures]] = field(default_factory=dict)
    causes: dict[Flip, _Cause] = field(default_factory=dict)
    labels: dict[str, tuple[int, int]] = field(default_factory=dict)

    def count_unreadable(self, number: int, problem: str) -> None:
        """A line that is no row."""
        self.unreadable_rows += 1
        if len(self.unreadable) < SAMPLES or number < max(self.unreadable):
            self.unreadable[number] = problem
            if len(self.unreadable) > SAMPLES:
                del self.unreadable[max(self.unreadable)]

    def count_row(self, version: int, verdicts: tuple[Verdict, Verdict]) -> None:
        """A row, and how it was and would be decided."""
        self.rows += 1
        self.versions[version] = self.versions.get(version, 0) + 1
        self.verdicts[verdicts] = self.verdicts.get(verdicts, 0) + 1

    def count_money(self, currency: str, before: Figures, after: Figures) -> None:
        """What a row came to, and would have."""
        was, would = self.sums.get(currency, (Figures(), Figures()))
        self.sums[currency] = (was + before, would + after)

    def count_label(self, currency: str, cost: int) -> None:
        """What a way back is known to have cost."""
        rows, total = self.labels.get(currency, (0, 0))
        self.labels[currency] = (rows + 1, total + cost)

    def count_flips(self, row_id: str, found: tuple[Flip, ...], change: Change) -> None:
        """How a row flips, the gravest first: that one answers for its money."""
        if not found:
            return
        self.flipped += 1
        for kind in {flip.kind for flip in found}:
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
        for place, flip in enumerate(dict.fromkeys(found)):
            cause = self.causes.setdefault(flip, _Cause())
            cause.flips += 1
            _add_sample(cause.samples, row_id)
            if place == 0:
                cause.rows += 1
                cost, kept = cause.changes.get(change.currency, (0, 0))
                cause.changes[change.currency] = (cost + change.cost, kept + change.kept)

    def add(self, summary: Summary) -> None:
        """Count what another part found."""
        self.rows += summary.rows
        self.unreadable_rows += summary.unreadable
        for number, problem in (*self.unreadable.items(), *summary.first_unreadable):
            self.unreadable[number] = min(problem, self.unreadable.get(number, problem))
        self.unreadable = dict(sorted(self.unreadable.items())[:SAMPLES])
        self.flipped += summary.flipped
        _add_counts(self.versions, summary.versions)
        _add_counts(self.kinds, summary.kinds)
        _add_counts(self.verdicts, [((each.before, each.after), each.rows) for each in summary.verdicts])
        for each in summary.sums:
            self.count_money(each.currency, each.before, each.after)
        for currency, rows, total in summary.labels_known:
            known, sum_known = self.labels.get(currency, (0, 0))
            self.labels[currency] = (known + rows, sum_known + total)
        for because in summary.causes:
            self._add_cause(because)

    def _add_cause(self, because: Because) -> None:
        cause = self.causes.setdefault(because.flip, _Cause())
        cause.flips += because.flips
        cause.rows += because.rows
        for change in because.changes:
            cost, kept = cause.changes.get(change.currency, (0, 0))
            cause.changes[change.currency] = (cost + change.cost, kept + change.kept)
        for row_id in because.samples:
            _add_sample(cause.samples, row_id)

    def summary(self) -> Summary:
        """As it stands."""
        return Summary(
            rows=self.rows,
            unreadable=self.unreadable_rows,
            first_unreadable=tuple(sorted(self.unreadable.items())),
            flipped=self.flipped,
            versions=tuple(sorted(self.versions.items())),
            verdicts=tuple(Verdicts(*pair, rows) for pair, rows in sorted(self.verdicts.items())),
            kinds=tuple((kind, self.kinds[kind]) for kind in Kind if kind in self.kinds),
            sums=tuple(Sums(currency, *pair) for currency, pair in sorted(self.sums.items())),
            causes=tuple(_because(flip, self.causes[flip]) for flip in sorted(self.causes)),
            labels_known=tuple((currency, *pair) for currency, pair in sorted(self.labels.items())),
        )


def joined(summaries: Iterable[Summary]) -> Summary:
    """Of several parts; of none, an empty one."""
    return reduce(_added, summaries, Tally()).summary()


def written(summary: Summary) -> dict[str, object]:
    """As `json.dumps` takes it; what is at its default is left out."""
    found: dict[str, object] = to_json(summary)
    return found


def read_summary(content: str | bytes) -> Summary:
    """What `written` wrote. Raises UnreadableSummary."""
    try:
        return _summaries.validate_json(content)
    except ValidationError:
        raise UnreadableSummary("A part's summary cannot be read: replay anew.") from None


_summaries = TypeAdapter(Summary)
_Key = TypeVar("_Key")


def _added(tally: Tally, summary: Summary) -> Tally:
    tally.add(summary)
    return tally


def _add_counts(counts: dict[_Key, int], more: Iterable[tuple[_Key, int]]) -> None:
    for key, count in more:
        counts[key] = counts.get(key, 0) + count


def _add_sample(samples: set[str], row_id: str) -> None:
    samples.add(row_id)
    if len(samples) > SAMPLES:
        samples.remove(max(samples, key=_rank))


def _rank(row_id: str) -> tuple[int, str]:
    return zlib.crc32(row_id.encode()), row_id


def _because(flip: Flip, cause: _Cause) -> Because:
    changes = tuple(Change(currency, *pair) for currency, pair in sorted(cause.changes.items()))
    return Because(flip, cause.flips, cause.rows, changes, tuple(sorted(cause.samples, key=_rank)))
