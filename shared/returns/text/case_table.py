"""Generated cases as a table in YAML, one row per line, which `case_rows.py` reads again: to keep, to read, to change.

Rows are written as JSON in YAML's flow style, so that no text can be taken for a date or a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.policy import Fact, Policy
from shared.returns.text.case import Case
from shared.returns.text.case_rows import SECTIONS
from shared.returns.text.cases import DecidedCase
from shared.returns.text.columns import columns
from shared.returns.text.verdict import Verdict

_WANTED: Final = (
    "until", "fee", "restocking", "bonus", "outcomes", "methods", "whole_at", "keep", "review", "evidence", "credit",
)  # fmt: skip
_OWN: Final = ("case", "want", "history", "warranty_until")


def as_table(cases: Iterable[DecidedCase], policy: Policy) -> str:
    """A document with `cases`; a comment says of which version of the policy."""
    rows = [row_of(each) for each in cases]
    common = _common(rows)
    written = [json.dumps(_shortened(row, common), ensure_ascii=False) for row in rows]
    head = f"# {len(rows)} cases, read off version {policy.version} of the policy."
    shared = [f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in common.items()]
    return "\n".join([head, "defaults:", *shared, "cases:", *(f"  - {row}" for row in written)]) + "\n"


def _common(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the first row says, for all others to differ from."""
    return {name: value for name, value in (rows[0] if rows else {}).items() if name not in _OWN}


def _shortened(row: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what it has in common; a fact that is not known is null."""
    short: dict[str, Any] = {}
    for name in dict.fromkeys((*row, *common)):
        own, usual = row.get(name), common.get(name)
        if name in SECTIONS and isinstance(own, dict) and isinstance(usual, dict):
            own = {fact: own.get(fact) for fact in dict.fromkeys((*own, *usual)) if own.get(fact) != usual.get(fact)}
            if own:
                short[name] = own
        elif own != usual:
            short[name] = own
    return short


def row_of(decided: DecidedCase) -> dict[str, Any]:
    """One case as a row; facts that are nought or empty too, as an unknown fact is something else."""
    case = decided.case
    row: dict[str, Any] = {"case": case.name}
    for section, prefix in SECTIONS.items():
        known = {fact.split(".", 1)[1]: value for fact, value in case.facts.items() if _is_of(fact, prefix)}
        if known:
            row[section] = {name: _plain(value) for name, value in known.items()}
    return row | _dates(case) | _asked(case) | {"want": _want(decided.verdict, case)}


def _is_of(fact: Fact, prefix: str) -> bool:
    derived = (Fact.ORDER_DAYS, Fact.ORDER_PLACED)
    return fact.startswith(f"{prefix}.") and fact not in derived


def _dates(case: Case) -> dict[str, Any]:
    days = {"placed": case.placed_on, "shipped": case.shipped_on, "delivered": case.delivered_on, "today": case.today}
    return {name: _plain(day) for name, day in days.items()}


def _asked(case: Case) -> dict[str, Any]:
    asked = {
        "reason": case.reason, "condition": case.condition, "outcome": case.outcome, "method": case.method,
        "quantity": case.quantity, "ordered": case.ordered, "taken": case.taken, "customer_id": case.customer_id,
        "order_id": case.order_id, "warranty_until": case.warranty_until, "history": _history(case.history),
    }  # fmt: skip
    return {name: _plain(value) for name, value in asked.items() if value not in (None, {})}


def _history(history: CustomerHistory) -> Mapping[str, Any]:
    usual = CustomerHistory()
    named = {name: getattr(history, name) for name in CustomerHistory.__dataclass_fields__}
    return {name: value for name, value in named.items() if value != getattr(usual, name)}


def _want(verdict: Verdict, case: Case) -> dict[str, Any]:
    found = columns(verdict, case.outcome)
    if verdict.whys:
        return {"refused": found["refused"], "until": found["until"]}
    return {"refused": [], **{name: found[name] for name in _WANTED}, "rules": dict(verdict.rules)}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
