"""What no single field of the section `returns` can see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.merchant.contradiction import Contradiction, Path, repeated
from shared.merchant.return_condition_contradictions import condition_contradictions
from shared.merchant.return_policy import currency_of
from shared.merchant.return_reasons import has_words
from shared.merchant.return_slots import slot_contradictions
from shared.merchant.return_way_contradictions import way_contradictions
from shared.returns.abuse.signals import NAMES
from shared.returns.policy.terms import BASE, LIMITS, LISTS

if TYPE_CHECKING:
    from shared.merchant.configuration import MerchantConfiguration
    from shared.merchant.return_actions import ActionsConfiguration, RuleActionsConfiguration
    from shared.merchant.return_reasons import ReasonConfiguration
    from shared.merchant.return_rules import AbuseConfiguration, ListsConfiguration
    from shared.merchant.returns import ReturnsConfiguration

_ROOT: Path = ("returns",)
_RESERVED = (BASE, LIMITS, LISTS)
"""What decisions name where no rule decided."""


def return_contradictions(configuration: MerchantConfiguration) -> Iterator[Contradiction]:
    """Every disagreement of the section with itself, and with warehouses and prices elsewhere."""
    written = configuration.returns
    if written is None:
        return
    if written.currency is None and currency_of(configuration) is None:
        yield Contradiction((*_ROOT, "currency"), 'a currency like "JPY", as no price of delivery says one')
    warehouses = [warehouse.id for warehouse in configuration.warehouses]
    yield from _actions(_ROOT, written, warehouses)
    yield from _reasons(written)
    yield from _rules(written, warehouses)
    yield from _lists(written.lists)
    yield from _abuse(written.abuse)
    yield from repeated((*_ROOT, "laws"), written.laws, "", "a law that is listed once")
    yield from way_contradictions((*_ROOT, "ways_back"), written, warehouses)
    calm = [reason.code for reason in written.reasons.change_of_mind]
    yield from slot_contradictions((*_ROOT, "slots"), written.slots, calm)


def _rules(written: ReturnsConfiguration, warehouses: Sequence[str]) -> Iterator[Contradiction]:
    path: Path = (*_ROOT, "rules")
    yield from repeated(path, [rule.name for rule in written.rules], "name", "a name no other rule has")
    reasons = [reason.code for _, listed in written.reasons.by_group() for reason in listed]
    for index, rule in enumerate(written.rules):
        if rule.name in _RESERVED:
            yield Contradiction((*path, index, "name"), f"another name: {rule.name} stands for itself in answers")
        yield from condition_contradictions((*path, index, "when"), rule.when, reasons)
        yield from _actions((*path, index, "then"), rule.then, warehouses)
        yield from _acceptance((*path, index, "then"), rule.then)


def _acceptance(path: Path, written: RuleActionsConfiguration) -> Iterator[Contradiction]:
    if not written.model_dump(exclude_defaults=True):
        yield Contradiction(path, "at least one thing to decide")
    if written.because is not None and written.accept is not False:
        yield Contradiction((*path, "because"), "accept: false beside it")
    if written.accept and written.window == "never":
        yield Contradiction((*path, "window"), "another window: accept is true")


def _actions(path: Path, written: ActionsConfiguration, warehouses: Sequence[str]) -> Iterator[Contradiction]:
    if written.destination is not None and written.destination not in warehouses:
        yield Contradiction((*path, "destination"), "the id of a warehouse: " + ", ".join(sorted(warehouses)))
    yield from repeated((*path, "outcomes"), written.outcomes or [], "", "an outcome that is listed once")
    yield from repeated((*path, "methods"), written.methods or [], "", "a way back that is listed once")
    yield from _extensions((*path, "window", "extensions"), written)


def _extensions(path: Path, written: ActionsConfiguration) -> Iterator[Contradiction]:
    if written.window is None or isinstance(written.window, str):
        return
    for index, extension in enumerate(written.window.extensions or ()):
        if extension.placed_until < extension.placed_from:
            expected = f"a day not before placed_from, which is {extension.placed_from}"
            yield Contradiction((*path, index, "placed_until"), expected)
        elif extension.until < extension.placed_until:
            expected = f"a day not before placed_until, which is {extension.placed_until}"
            yield Contradiction((*path, index, "until"), expected)


def _reasons(written: ReturnsConfiguration) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for group, reasons in written.reasons.by_group():
        codes = {reason.code: reason for reason in reasons}
        for index, reason in enumerate(reasons):
            path: Path = (*_ROOT, "reasons", str(group), index)
            if reason.code in seen:
                yield Contradiction((*path, "code"), "a code no other reason has")
            seen.add(reason.code)
            yield from _reason(path, reason, codes)


def _reason(path: Path, written: ReasonConfiguration, codes: dict[str, ReasonConfiguration]) -> Iterator[Contradiction]:
    if not has_words(written):
        yield Contradiction((*path, "texts"), f"what shoppers read: {written.code} is no built-in reason")
    if written.parent is None:
        return
    parent = codes.get(written.parent)
    if parent is None or parent.code == written.code:
        yield Contradiction((*path, "parent"), "the code of another reason of this group: " + ", ".join(codes))
    elif parent.parent is not None:
        yield Contradiction((*path, "parent"), "a reason that is not itself part of another")


def _lists(written: ListsConfiguration) -> Iterator[Contradiction]:
    for name in ("customers", "orders"):
        allowed = getattr(written.allowed, name)
        for index, blocked in enumerate(getattr(written.blocked, name)):
            if blocked in allowed:
                yield Contradiction((*_ROOT, "lists", "blocked", name, index), "one that is not allowed as well")


def _abuse(written: AbuseConfiguration) -> Iterator[Contradiction]:
    path: Path = (*_ROOT, "abuse")
    for name in written.weights:
        if name not in NAMES:
            yield Contradiction((*path, "weights", name), f"one of {', '.join(sorted(NAMES))}")
    if written.watched_from < written.trusted_below:
        expected = f"at least trusted_below, which is {written.trusted_below}"
        yield Contradiction((*path, "watched_from"), expected)
    if written.high_from < written.watched_from:
        yield Contradiction((*path, "high_from"), f"at least watched_from, which is {written.watched_from}")
