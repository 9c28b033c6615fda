"""What stands on labels and slips, by language: `labels.toml` of every folder of `shared/locales/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shared.locales import subject_words


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    label: str
    slip: str
    to: str
    sender: str
    number: str
    """Of the return."""
    valid_until: str
    item: str
    sku: str
    quantity: str
    reason: str
    total: str
    page: str
    how_pack: str
    how_stick: str
    how_keep: str
    how_label: str
    """One sentence on the label."""
    honorific: str
    """After a company's name; "" where the language has none."""

    @property
    def how(self) -> tuple[str, ...]:
        """What to do with the slip, one step each."""
        return self.how_pack, self.how_stick, self.how_keep


@cache
def words(language: str) -> Words:
    """Those of a language (`pt-BR` counts as `pt`); English where there are none."""
    say = subject_words("labels", language)
    return Words(**{name: say(f"label.{name}") for name in Words.__slots__})
