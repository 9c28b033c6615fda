"""A decision in short words, as the columns of a table of test cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from shared.returns.policy.policy import Actions, EvidenceNeeded, Fee
from shared.returns.policy.terms import Terms
from shared.returns.text.verdict import Verdict
from shared.returns.vocabulary import Outcome

FOR_EVER: Final = "for ever"
Column = str | int | list[str]


def columns(decision: Terms | Verdict, outcome: Outcome | None) -> dict[str, Column]:
    """Every column there is. `outcome` is the one that was chosen: the bonus is its."""
    actions = decision.actions
    said = {name: say(getattr(actions, slot)) for name, (slot, say) in _SLOTS.items()}
    return {
        "refused": sorted(_codes(decision)),
        "until": _day(decision.until),
        "closes": _day(decision.closes),
        **said,
        "bonus": _bonus(actions, outcome),
    }


def rules_of(decision: Terms | Verdict) -> dict[str, str]:
    """Slot -> who decided it; what took off outcomes and methods is named together."""
    if isinstance(decision, Verdict):
        return dict(decision.rules)
    rules: dict[str, str] = {}
    for slot, rule in decision.rules:
        rules[slot] = f"{rules[slot]} {rule}" if slot in rules else rule
    return rules


def _codes(decision: Terms | Verdict) -> Iterable[str]:
    if isinstance(decision, Verdict):
        return decision.whys
    return {why.code for why in decision.whys}


def _day(day: date | None) -> str:
    return FOR_EVER if day is None else day.isoformat()


def _fee(fee: Fee | None) -> Column:
    """`free`, `by_shopper`, 500, `10%` or `500+10%`."""
    fee = fee or Fee()
    if fee.by_shopper:
        return "by_shopper"
    share = _percent(fee.basis_points)
    if not fee.basis_points:
        return fee.fixed or "free"
    return f"{fee.fixed}+{share}" if fee.fixed else share


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:g}%"


def _bonus(actions: Actions, outcome: Outcome | None) -> Column:
    bonus = next((each for each in actions.bonuses or () if each.outcome is outcome), None)
    if bonus is None:
        return "none"
    said = _fee(Fee(bonus.fixed, bonus.basis_points))
    return said if bonus.at_most is None else f"{said} up to {bonus.at_most}"


def _evidence(needed: EvidenceNeeded | None) -> Column:
    needed = needed or EvidenceNeeded()
    wanted = [f"photos {needed.photos}"] if needed.photos else []
    wanted += [name for name in ("video", "words", "serial_number") if getattr(needed, name)]
    return ", ".join(wanted) or "none"


def _word(value: Any) -> Column:
    return "none" if value is None or value == "" else str(value)


def _words(values: Iterable[Any] | None) -> Column:
    return [str(value) for value in values or ()]


def _number(value: int | None) -> Column:
    return value or 0


_SLOTS: Final[Mapping[str, tuple[str, Callable[[Any], Column]]]] = {
    "fee": ("shipping_fee", _fee),
    "restocking": ("restocking_fee", _fee),
    "outcomes": ("outcomes", _words),
    "methods": ("methods", _words),
    "whole_at": ("whole_at", _word),
    "keep": ("keep", _word),
    "review": ("review", _word),
    "evidence": ("evidence", _evidence),
    "credit": ("credit_basis_points", lambda points: _percent(points or 0)),
    "delivery_back": ("shipping_refund", _word),
    "checking": ("checking", _word),
    "disposition": ("disposition", _word),
    "destination": ("destination", _word),
    "send_back_days": ("send_back_days", _number),
    "waived": ("difference_waived", _number),
}
"""Column -> the slot it tells of, and how."""
COLUMNS: Final = ("refused", "until", "closes", *_SLOTS, "bonus")
