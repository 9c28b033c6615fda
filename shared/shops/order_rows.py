"""The rows of an order file, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.carriers.scan_files.scan_file import Problem

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what stands in it, by field. Empty cells are left out."""

    line: int
    values: Mapping[str, str]


class Wrong(Exception):
    """A value that cannot be read. `expected` completes the sentence "the field must be …"; it quotes nothing."""

    def __init__(self, line: int, field: str, expected: str) -> None:
        super().__init__(expected)
        self.problem = Problem(line, field, f"{field} must be {expected}.")


class Findings:
    """What is wrong with one order: every field is read, whatever is wrong with the others."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_lost = False

    def read(self, reader: Callable[..., Value], *arguments: object) -> Value | None:
        """What `reader` answers; None, and the order lost, where it raises Wrong."""
        try:
            return reader(*arguments)
        except Wrong as wrong:
            self.problems.append(wrong.problem)
            self.is_lost = True
            return None

    def or_without(self, field: str, expected: str, reader: Callable[[str], str], rows: Sequence[Row]) -> str:
        """What an order is kept without, where it cannot be read: the problem is reported all the same."""
        line, written = self.read(said_in, rows, field) or (rows[0].line, "")
        read = reader(written)
        if written and not read:
            self.problems.append(Problem(line, field, f"{field} must be {expected}; the order is kept without."))
        return read


def said_in(rows: Sequence[Row], field: str) -> tuple[int, str]:
    """What the rows of one order say in a field, and on which line; raises Wrong where they contradict each other."""
    said = [(row.line, row.values[field]) for row in rows if field in row.values]
    for line, value in said:
        if value != said[0][1]:
            raise Wrong(line, field, f"the same as in the order's other rows, for example on line {said[0][0]}")
    return said[0] if said else (rows[0].line, "")


def refuse(line: int, field: str, expected: str) -> None:
    """Raises Wrong."""
    raise Wrong(line, field, expected)
