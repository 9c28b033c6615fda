"""What slots and rules of a return policy say, as a merchant reads it at a terminal: by the words of the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from enum import Enum
from typing import Any

from shared.merchant.return_findings import field_of
from shared.promise.money import Price
from shared.returns.policy.policy import (
    Accept,
    Actions,
    Bonus,
    EvidenceNeeded,
    Fee,
    Instant,
    Policy,
    Rule,
    Test,
    When,
    Window,
)
from shared.returns.policy.stored import to_json

LANGUAGE = "en"
"""The command line's."""
NOTHING = "nothing"


def slot_in_words(value: Any, currency: str) -> str:
    """The value of a slot: `2 photos, words`, `¥700 + 10 %`, `14 days from delivered`."""
    if value is None:
        return NOTHING
    say = _SAYS.get(type(value))
    if say is not None:
        return say(value, currency)
    if isinstance(value, tuple | frozenset) and all(isinstance(each, Enum) for each in value):
        listed = sorted(value) if isinstance(value, frozenset) else value
        return ", ".join(listed) or NOTHING
    if isinstance(value, tuple) and all(isinstance(each, Bonus) for each in value):
        return ", ".join(_bonus(each, currency) for each in value) or NOTHING
    return plainly_written(value)


def named_slot(slot: str, value: Any, currency: str) -> str:
    """With its name in the file, and units where the bare number says nothing."""
    if value is not None and slot == "difference_waived":
        return f"{slot}: {_money(value, currency)}"
    if value is not None and slot == "credit_basis_points":
        return f"credit_percent: {_percent(value)}"
    return f"{field_name(slot)}: {slot_in_words(value, currency)}"


def field_name(slot: str) -> str:
    """What a slot is called in the file."""
    return ".".join(str(step) for step in field_of(slot))


def plainly_written(value: Any) -> str:
    """As JSON, on one line; a text as it is."""
    written = to_json(value)
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


def rule_in_words(rule: Rule, policy: Policy) -> str:
    """When and what, in one sentence."""
    decided = "; ".join(named_slot(slot, value, policy.currency) for slot, value in set_by(rule.then).items())
    return f"{condition_in_words(rule.when)}: {decided}"


def condition_in_words(when: When) -> str:
    """When a rule fires, by the names of facts: `customer.tier is gold or vip, and not (order.gift is true)`."""
    parts = [_test(test) for test in when.tests]
    if when.any_of:
        parts.append("(" + " or ".join(condition_in_words(each) for each in when.any_of) + ")")
    parts += [f"not ({condition_in_words(each)})" for each in when.none_of]
    return ", and ".join(parts) or "always"


def _test(test: Test) -> str:
    if test.is_true is not None:
        return f"{test.fact} is {str(test.is_true).lower()}"
    if test.one_of is not None:
        return f"{test.fact} is {' or '.join(sorted(test.one_of))}"
    if test.at_least is None:
        return f"{test.fact} is at most {test.at_most}"
    most = "" if test.at_most is None else f" and at most {test.at_most}"
    return f"{test.fact} is at least {test.at_least}{most}"


def set_by(actions: Actions) -> dict[str, Any]:
    """Slot -> value, of those these actions set or take off."""
    said = {field.name: getattr(actions, field.name) for field in fields(Actions)}
    return {name: value for name, value in said.items() if value is not None and value != frozenset()}


def _window(window: Window, currency: str) -> str:
    return ", ".join(_parts_of_window(window))


def _parts_of_window(window: Window) -> Iterator[str]:
    if window.days is None:
        yield "unlimited"
        return
    yield f"{window.days} days from {window.start}"
    yield f"else from {window.fallback} + {window.fallback_plus}"
    if window.start_counts:
        yield "the first day counts"
    if window.to_business_day:
        yield "to a business day"
    if window.grace_days:
        yield f"{window.grace_days} days of grace"
    for each in window.extensions:
        yield f"ordered {each.placed_from} to {each.placed_until} until {each.until}"


def _fee(fee: Fee, currency: str) -> str:
    if fee.by_shopper:
        return "by_shopper"
    return _sum(fee.fixed, fee.basis_points, currency) or "free"


def _bonus(bonus: Bonus, currency: str) -> str:
    most = "" if bonus.at_most is None else f" ({_money(bonus.at_most, currency)} at most)"
    return f"{bonus.outcome} {_sum(bonus.fixed, bonus.basis_points, currency) or NOTHING}{most}"


def _sum(fixed: int, basis_points: int, currency: str) -> str:
    return " + ".join(([_money(fixed, currency)] if fixed else []) + ([_percent(basis_points)] if basis_points else []))


def _evidence(needed: EvidenceNeeded, currency: str) -> str:
    parts = [f"{needed.photos} photos"] if needed.photos else []
    parts += [name for name in ("video", "words", "serial_number") if getattr(needed, name)]
    return ", ".join(parts) or NOTHING


def _instant(instant: Instant, currency: str) -> str:
    limits = ((instant.per_return, "per return"), (instant.open_total, "in all"))
    return (
        ", ".join(f"{_money(most, currency)} {what}" for most, what in limits if most is not None) or "without limits"
    )


def _accept(accept: Accept, currency: str) -> str:
    return "true" if accept.yes else f"false, because {accept.because}"


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:g} %"


def _money(amount: int, currency: str) -> str:
    return Price(amount, currency).said(LANGUAGE)


_SAYS: dict[type, Callable[[Any, str], str]] = {
    Window: _window,
    Fee: _fee,
    EvidenceNeeded: _evidence,
    Instant: _instant,
    Accept: _accept,
}
