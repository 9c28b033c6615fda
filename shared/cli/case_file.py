"""A table of test cases in a file, held against a policy."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Policy
from shared.returns.text.case_rows import UnreadableCase, WantedCase, differences, read_row

MAX_BYTES = 2_000_000


def read_cases(content: bytes) -> list[WantedCase]:
    """The cases of a table as `todoku returns policy tests` writes it. Raises UnreadableCase."""
    if len(content) > MAX_BYTES:
        raise UnreadableCase(f"A table of cases has at most {MAX_BYTES:,} bytes.")
    try:
        table = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableCase("The table of cases is no correct YAML.") from None
    rows = table.get("cases") if isinstance(table, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableCase("A table of cases has a list named cases.", field="cases")
    defaults = table.get("defaults") or {}
    if not isinstance(defaults, dict):
        raise UnreadableCase("What cases have in common is a section.", field="defaults")
    return [_read(row, defaults) for row in rows]


def decided_otherwise(cases: list[WantedCase], policy: Policy) -> Iterator[str]:
    """A line for each case that the policy decides otherwise than its row wants."""
    engine = Engine(policy)
    for wanted in cases:
        found = list(differences(wanted, engine.terms(*wanted.case.purchase(policy))))
        if found:
            yield f"{wanted.case.name}: " + "; ".join(found)


def _read(row: dict[str, object], defaults: dict[str, object]) -> WantedCase:
    try:
        return read_row(row, defaults)
    except UnreadableCase as refused:
        raise UnreadableCase(f"Case {row.get('case', '?')}: {refused}", field=refused.field) from None
    except (TypeError, AttributeError, ValueError):
        raise UnreadableCase(f"Case {row.get('case', '?')}: a value is of another kind than its field.") from None
