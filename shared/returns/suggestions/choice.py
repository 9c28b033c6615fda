"""What a shopper chose instead of what they sent back, said so that choices of different articles can be counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shared.returns.reports.returned_item import Options, ReturnedItem
from shared.returns.reports.size_ladder import is_size, step
from shared.returns.vocabulary import Outcome

FARTHEST = 2
"""Steps of a size that are told apart; what lies farther is a farther size."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome; of an exchange, by which option the new variant differs, and of sizes by how many steps."""

    outcome: Outcome
    option: str = ""
    """Exchanges: the name of the one option that differs; "" where none, several, or nobody knows which."""
    steps: int = 0
    """Sizes: how many above."""

    @property
    def key(self) -> str:
        """As it is stored: `refund`, `exchange:size+1`, `exchange:color`."""
        if not self.option:
            return self.outcome.value
        return f"{self.outcome}:{self.option}{f'{self.steps:+d}' if self.steps else ''}"

    @classmethod
    def parse(cls, key: str) -> Choice:
        """The opposite of `key`."""
        outcome, _, rest = key.partition(":")
        for steps in range(-FARTHEST, FARTHEST + 1):
            if steps and rest.endswith(f"{steps:+d}"):
                return cls(Outcome(outcome), rest.removesuffix(f"{steps:+d}"), steps)
        return cls(Outcome(outcome), rest)


def choice_of(row: ReturnedItem, sizes: Collection[str] = ()) -> Choice:
    """What was chosen. `sizes`: those the product comes in."""
    if row.outcome is not Outcome.EXCHANGE:
        return Choice(row.outcome)
    changed = _changed(row.goods.options, row.wanted_options)
    if len(changed) != 1:
        return Choice(row.outcome)
    name, before, after = changed[0]
    if not is_size(name):
        return Choice(row.outcome, name.strip().casefold())
    steps = step(before, after, sizes)
    if not steps:
        return Choice(row.outcome)
    return Choice(row.outcome, "size", max(-FARTHEST, min(FARTHEST, steps)))


def _changed(options: Options, wanted: Options) -> list[tuple[str, str, str]]:
    new = dict(wanted)
    return [(name, value, new[name]) for name, value in options if name in new and new[name] != value]
