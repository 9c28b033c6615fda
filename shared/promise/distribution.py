"""How likely it is on which day: a distribution over whole days after a start day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

SCALE = 10_000
"""Probabilities are whole numbers per 10,000: exact to add, equal on every machine."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The chance that it happened by each day.

    `cumulative[i]` is the chance, per 10,000, that it happened on day `first + i` or before; it never falls, and ends
    at 10,000. Day 0 is the start day.
    """

    first: int
    cumulative: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse (ValueError) what is no distribution."""
        if not self.cumulative or self.cumulative[-1] != SCALE or self.cumulative[0] < 0:
            raise ValueError(f"a distribution ends at {SCALE}")
        if any(later < earlier for earlier, later in pairwise(self.cumulative)):
            raise ValueError("a distribution never falls")

    @classmethod
    def known(cls, first: int, cumulative: tuple[int, ...]) -> Distribution:
        """For who has just made `cumulative` so that it cannot be wrong: it is not looked at again."""
        made = object.__new__(cls)
        object.__setattr__(made, "first", first)
        object.__setattr__(made, "cumulative", cumulative)
        return made

    @classmethod
    def between(cls, least: int, most: int) -> Distribution:
        """Every day from `least` to `most` equally likely: what a table that says "2 to 4 days" says."""
        count = most - least + 1
        return cls(least, tuple(SCALE * (index + 1) // count for index in range(count)))

    @property
    def last(self) -> int:
        """The last day that is possible."""
        return self.first + len(self.cumulative) - 1

    def quantile(self, per_cent: int) -> int:
        """The first day by which it happened with at least this chance (1 to 100 per cent)."""
        return self.first + bisect_left(self.cumulative, per_cent * (SCALE // 100))

    def quantiles(self, chances: Iterable[int]) -> tuple[int, ...]:
        """The first days by which it happened with at least these chances, per 10,000."""
        first, cumulative = self.first, self.cumulative
        return tuple([first + bisect_left(cumulative, chance) for chance in chances])

    def chance_by(self, day: int) -> int:
        """The chance, per 10,000, that it happened on `day` or before."""
        index = day - self.first
        if index < 0:
            return 0
        return self.cumulative[index] if index < len(self.cumulative) else SCALE

    def days(self) -> Iterator[tuple[int, int]]:
        """Each possible day with its own chance per 10,000; days without a chance are left out."""
        before = 0
        for day, reached in enumerate(self.cumulative, self.first):
            if reached > before:
                yield day, reached - before
            before = reached

    def later(self, days: int) -> Distribution:
        """The same, `days` later (earlier where negative)."""
        return Distribution(self.first + days, self.cumulative)

    def not_before(self, day: int) -> Distribution:
        """The same, where what would happen before `day` happens on it."""
        return self if day <= self.first else Distribution.known(day, self.cumulative[day - self.first :] or (SCALE,))

    def given_later_than(self, day: int) -> Distribution:
        """What is left when it is known not to have happened by the end of `day`.

        Where nothing is left of it, the day after: what was held impossible is due at once.
        """
        if day < self.first:
            return self
        gone = self.chance_by(day)
        left = SCALE - gone
        if left <= 0:
            return Distribution(day + 1, (SCALE,))
        rest = self.cumulative[day - self.first + 1 :]
        return Distribution(day + 1, tuple((reached - gone) * SCALE // left for reached in rest))

    def and_also(self, other: Distribution) -> Distribution:
        """Both have happened, where what makes one slow makes the other slow too: by each day, the lesser chance."""
        first, last = min(self.first, other.first), max(self.last, other.last)
        reached = [min(self.chance_by(day), other.chance_by(day)) for day in range(first, last + 1)]
        while reached[0] == 0:
            reached.pop(0)
            first += 1
        return Distribution(first, tuple(reached))

    def then(self, other: Distribution) -> Distribution:
        """First this, then `other`, which knows nothing of it: the distribution of both together."""
        length = len(self.cumulative) + len(other.cumulative) - 1
        chances = [0] * length
        for mine, my_chance in self.days():
            for theirs, their_chance in other.days():
                chances[mine - self.first + theirs - other.first] += my_chance * their_chance
        total, cumulative = 0, []
        for chance in chances:
            total += chance
            cumulative.append(total // SCALE)
        return Distribution(self.first + other.first, tuple(cumulative))
