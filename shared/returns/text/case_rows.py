"""Test cases as rows of plain data, which people write and read: what was bought and asked for, and what is wanted.

A row holds `case` (its name), sections `order`, `customer`, `item` and `return` with facts by the names that rules know
them by, the dates `placed`, `shipped`, `delivered` (or `day`: days since delivery, and `today`), what was chosen
(`reason`, `condition`, `outcome`, `method`, `quantity`), and `want` with the columns of `columns.py` that matter, and
`rules`: slot -> the rule that has to have decided it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from shared.errors import Invalid
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.policy import Fact, Value
from shared.returns.policy.terms import Terms
from shared.returns.text.case import Case
from shared.returns.text.columns import COLUMNS, columns, rules_of
from shared.returns.text.situations import CHOSEN, PLACED, SET_FACTS
from shared.returns.text.verdict import Verdict
from shared.returns.vocabulary import Condition, Method, Outcome

SECTIONS: Final[Mapping[str, str]] = {"order": "order", "customer": "customer", "item": "product", "return": "return"}
"""Section of a row -> first part of its facts' paths."""
_PLAIN: Final = (
    "case", "placed", "shipped", "delivered", "day", "today", "reason", "condition", "outcome", "method", "quantity",
    "ordered", "taken", "warranty_until", "customer_id", "order_id", "history", "want",
)  # fmt: skip
OF_MONEY: Final = ("sold", "first_piece", "wanted", "money")
"""What a row may say for whoever reckons with it; decisions do not look at it."""
Row = Mapping[str, Any]


class UnreadableCase(Invalid):
    """A row that says something no test case knows."""

    code = "unreadable_case"


@dataclass(frozen=True, slots=True)
class WantedCase:
    """A case and what is wanted of it, as far as its row says."""

    case: Case
    want: Mapping[str, Any]
    rules: Mapping[str, str]


def read_row(row: Row, defaults: Row | None = None) -> WantedCase:
    """A row as a case. `defaults` is a row of what all of a table have in common.

    Dates may be `date`s or ISO text; without `delivered` it is the third day after the order, shipping the first.
    Raises UnreadableCase, with the field.
    """
    whole = _merged(row, defaults or {})
    for name in whole:
        if name not in _PLAIN and name not in OF_MONEY and name not in SECTIONS:
            raise UnreadableCase(f"A case has no field {name}.", field=name)
    want = dict(whole.get("want", {}))
    rules = want.pop("rules", {})
    for name in want:
        if name not in COLUMNS:
            raise UnreadableCase(f"A decision has no column {name}.", field=f"want.{name}")
    return WantedCase(_case(whole), want, rules)


def differences(wanted: WantedCase, decision: Terms | Verdict) -> Iterator[str]:
    """Every column in which a decision is not as wanted, in words. What the row does not want is not looked at.

    Without `refused` it has to be eligible.
    """
    found = columns(decision, wanted.case.outcome)
    for name, want in {"refused": [], **wanted.want}.items():
        if _plain(want) != _plain(found[name]):
            yield f"{name}: wanted {_plain(want)}, got {_plain(found[name])}"
    rules = rules_of(decision)
    for slot, rule in wanted.rules.items():
        got = rules.get(slot, "base")
        if got != rule:
            yield f"{slot} decided by: wanted {rule}, got {got}"


def _case(row: Row) -> Case:
    placed = _date(row.get("placed", PLACED), "placed") or PLACED
    shipped = _date(row.get("shipped", placed + timedelta(days=1)), "shipped")
    delivered = _date(row.get("delivered", placed + timedelta(days=3)), "delivered")
    start = delivered or shipped or placed
    today = _date(row.get("today", start + timedelta(days=row.get("day", 1))), "today") or start
    return Case(
        name=str(row.get("case", "")),
        facts=dict(_facts(row)),
        reason=row.get("reason"),
        placed_on=placed,
        shipped_on=shipped,
        delivered_on=delivered,
        today=today,
        condition=_choice(Condition, row, "condition"),
        outcome=_choice(Outcome, row, "outcome"),
        method=_choice(Method, row, "method"),
        quantity=row.get("quantity", 1),
        ordered=row.get("ordered", row.get("quantity", 1)),
        taken=row.get("taken", 0),
        warranty_until=_date(row.get("warranty_until"), "warranty_until"),
        customer_id=str(row.get("customer_id", "C-1")),
        order_id=str(row.get("order_id", "O-1")),
        history=CustomerHistory(**row.get("history", {})),
    )


def _facts(row: Row) -> Iterator[tuple[Fact, Value]]:
    for section, prefix in SECTIONS.items():
        for name, value in row.get(section, {}).items():
            try:
                fact = Fact(f"{prefix}.{name}")
            except ValueError:
                raise UnreadableCase(f"Rules know no {section}.{name}.", field=f"{section}.{name}") from None
            if fact in CHOSEN:
                raise UnreadableCase(f"{name} stands in the row itself.", field=f"{section}.{name}")
            yield fact, frozenset(value) if fact in SET_FACTS else value


def _merged(row: Row, defaults: Row) -> dict[str, Any]:
    merged = {**defaults, **row}
    for section in SECTIONS:
        both = {**defaults.get(section, {}), **row.get(section, {})}
        merged[section] = {name: value for name, value in both.items() if value is not None}
    return merged


def _date(value: Any, field: str) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise UnreadableCase("A date like 2026-06-01 is needed.", field=field) from None


def _choice(vocabulary: Any, row: Row, name: str) -> Any:
    value = row.get(name)
    if value is None:
        return None
    try:
        return vocabulary(value)
    except ValueError:
        raise UnreadableCase(f"There is no {name} {value}.", field=name) from None


def _plain(value: Any) -> Any:
    """As compared: lists of reasons against have no order, days are ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if value is False:  # `keep: no` without quotes
        return "no"
    return [str(each) for each in value] if isinstance(value, list | tuple) else value
