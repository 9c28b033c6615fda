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
    message: str
    """What is wrong there, mostly what was expected and what was found."""

    def in_file(self, file: str) -> str:
        """One sentence, with its place as editors read it; `file` may be unknown, and is empty then."""
        place = f"{file}:{self.line}:{self.column}" if file else f"line {self.line}, column {self.column}"
        return ": ".join(part for part in (place, self.path, self.message) if part)

    def __str__(self) -> str:
        return self.in_file("")


class ConfigurationErrors(Invalid):
    """The file cannot be used; `problems` are in the order of the file, `detail` has one line for each."""

    code = "invalid_configuration"

    def __init__(self, problems: Sequence[Problem], file: str = "") -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.in_file(file) for problem in self.problems))
