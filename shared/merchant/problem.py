"""What is wrong with a configuration file, each problem with the place to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Invalid


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right. Lines and columns count from 1."""

    line: int
    column: int
    path: str
    """The field, as in `warehouses[0].cutoff`; empty when the file as a whole is meant."""
    expected: str
    found: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}, {self.path}" if self.path else f"line {self.line}, column {self.column}"
        found = f", found {self.found}" if self.found else ""
        return f"{place}: expected {self.expected}{found}"


class ConfigurationErrors(Invalid):
    """The file cannot be used; `problems` are in the order of the file, `detail` has one line for each."""

    code = "invalid_configuration"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
