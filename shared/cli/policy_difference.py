"""What a draft of a return policy changes, slot by slot and rule by rule, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from shared.cli.policy_words import condition_in_words, named_slot, plainly_written, rule_in_words, set_by
from shared.returns.policy.policy import SLOTS, Actions, Lists, Policy, Reason, Rule

_WHOLE = ("currency", "limits", "abuse", "laws", "stock_kept", "calendar", "texts", "names")
"""What has no slots and no rules."""


def difference(before: Policy, after: Policy) -> Iterator[str]:
    """One line for each change; none where both decide alike. The versions themselves do not count."""
    yield from _actions("", before.base, after.base, before, after)
    yield from _rules(before, after)
    yield from _reasons(before.reasons, after.reasons)
    yield from _lists(before.lists, after.lists)
    for name in _WHOLE:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"~ {name}: {_changed(old, new)}"


def _rules(before: Policy, after: Policy) -> Iterator[str]:
    old, new = ({rule.name: rule for rule in policy.rules} for policy in (before, after))
    for name, rule in old.items():
        if name not in new:
            yield f"- rule {name}: {rule_in_words(rule, before)}"
    for name, rule in new.items():
        if name not in old:
            yield f"+ rule {name} (priority {rule.priority}): {rule_in_words(rule, after)}"
        elif rule != old[name]:
            yield from _rule(old[name], rule, before, after)
    yield from _order(list(old), list(new))


def _rule(old: Rule, new: Rule, before: Policy, after: Policy) -> Iterator[str]:
    if old.priority != new.priority:
        yield f"~ rule {new.name}, priority: {old.priority} → {new.priority}"
    if old.when != new.when:
        yield f"~ rule {new.name}, when: {condition_in_words(old.when)} → {condition_in_words(new.when)}"
    yield from _actions(f"rule {new.name}, ", old.then, new.then, before, after)


def _order(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Of rules with one priority the earlier is heard."""
    stayed = [name for name in old if name in new]
    if stayed != [name for name in new if name in old]:
        yield f"~ order of rules: {', '.join(new)}"


def _actions(where: str, old: Actions, new: Actions, before: Policy, after: Policy) -> Iterator[str]:
    said_before, said_after = set_by(old), set_by(new)
    for slot in (*SLOTS, "without_outcomes", "without_methods"):
        was, now = said_before.get(slot), said_after.get(slot)
        if was == now:
            continue
        now_said = named_slot(slot, now, after.currency).partition(": ")[2]
        yield f"~ {where}{named_slot(slot, was, before.currency)} → {now_said}"


def _reasons(before: Sequence[Reason], after: Sequence[Reason]) -> Iterator[str]:
    old, new = ({reason.code: reason for reason in reasons} for reasons in (before, after))
    yield from (f"- reason {code}" for code in old if code not in new)
    for code, reason in new.items():
        if code not in old:
            yield f"+ reason {code} ({reason.group})"
        elif reason != old[code]:
            yield f"~ reason {code}: {_changed(old[code], reason)}"


def _lists(before: Lists, after: Lists) -> Iterator[str]:
    """By number: customers need not stand in a terminal."""
    for field in fields(Lists):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield f"~ {field.name.replace('_', ' ')}: {len(new - old)} more, {len(old - new)} less"


def _changed(old: Any, new: Any) -> str:
    """Where both are sections, only the fields that differ."""
    was, now = _written(old), _written(new)
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
        return ", ".join(f"{name} {_short(was.get(name))} → {_short(now.get(name))}" for name in names)
    return f"{_short(was)} → {_short(now)}"


def _written(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value


def _short(value: Any) -> str:
    text = "nothing" if value is None else plainly_written(value)
    return text if len(text) <= 120 else f"{text[:120]}…"
