"""A disagreement of the configuration with itself, and where it stands."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One disagreement: the field to change, and what was expected there."""

    path: Path
    expected: str


def spell(path: Path) -> str:
    """`("warehouses", 0, "cutoff")` -> `warehouses[0].cutoff`."""
    spelled = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return spelled.removeprefix(".")


def repeated(path: Path, values: Sequence[Hashable], field: str, expected: str) -> Iterable[Contradiction]:
    """Point at the second and later of equal values, in the list at `path`."""
    seen: set[Hashable] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Contradiction((*path, index, field) if field else (*path, index), expected)
        seen.add(value)
